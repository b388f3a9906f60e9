# The route table of the VIP subnet. It outlives every VIP subnet: the hook handler associates each
# new one with it, so routes and propagations are the same in every AZ. One that is brought is not touched.

locals {
  owns_route_table = length(var.brought_route_table_ids) == 0
}

resource "aws_route_table" "this" {
  count = local.owns_route_table ? 1 : 0

  vpc_id           = var.vpc_id
  propagating_vgws = var.vip_propagating_vgws
  tags             = merge(var.tags, { Name = "${var.name}-vip" })
}

resource "aws_route" "internet" {
  count = local.owns_route_table ? length(var.internet_gateway_ids) : 0

  route_table_id         = aws_route_table.this[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.internet_gateway_ids[count.index]
}

module "routes" {
  source = "../routes"

  label          = "vip"
  vpc_id         = var.vpc_id
  vpc_cidrs      = var.vpc_cidrs
  zones          = var.wan_zones
  route_table_id = one(aws_route_table.this[*].id)
  routes         = var.vip_routes
}
