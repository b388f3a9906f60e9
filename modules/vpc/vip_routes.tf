# The route table of the VIP subnet. It outlives every VIP subnet: the hook handler associates each
# new one with it, so routes and propagations are the same in every AZ.

locals {
  # What a route may lead to, and how ids of such begin.
  route_targets = {
    gateway_id                = "vgw"
    transit_gateway_id        = "tgw"
    network_interface_id      = "eni"
    vpc_peering_connection_id = "pcx"
  }
}

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
  gateway_id                = lookup(each.value, "gateway_id", null)
  transit_gateway_id        = lookup(each.value, "transit_gateway_id", null)
  network_interface_id      = lookup(each.value, "network_interface_id", null)
  vpc_peering_connection_id = lookup(each.value, "vpc_peering_connection_id", null)
}
