# The route table of the VIP subnet. It outlives every VIP subnet: the hook handler associates each
# new one with it, so routes and propagations are the same in every AZ.

resource "aws_route_table" "vip" {
  vpc_id           = aws_vpc.this.id
  propagating_vgws = var.vip_propagating_vgws
  tags             = merge(var.tags, { Name = "${var.name}-vip" })
}

resource "aws_route" "vip_internet" {
  route_table_id         = aws_route_table.vip.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route" "vip" {
  for_each = { for route in var.vip_routes : route.cidr => route }

  route_table_id            = aws_route_table.vip.id
  destination_cidr_block    = each.key
  gateway_id                = each.value.gateway_id
  transit_gateway_id        = each.value.transit_gateway_id
  network_interface_id      = each.value.network_interface_id
  vpc_peering_connection_id = each.value.vpc_peering_connection_id
}
