# The route table of the VIP subnet. It outlives every VIP subnet: the hook handler associates each new one with it, so
# routes and propagations are the same in every AZ. One that is brought is not touched.

locals {
  owns_route_table = length(var.brought_route_table_ids) == 0

  # Only what an Elastic IP, or an IPv6 address that the internet reaches, needs.
  to_gateway             = concat(local.has_elastic_ip ? ["0.0.0.0/0"] : [], local.ipv6_internet == "in_and_out" ? ["::/0"] : [])
  to_egress_only_gateway = local.ipv6_internet == "out" ? ["::/0"] : []
  own_destinations       = local.owns_route_table ? concat(local.to_gateway, local.to_egress_only_gateway) : []
}

resource "aws_route_table" "this" {
  count = local.owns_route_table ? 1 : 0

  vpc_id           = var.vpc_id
  propagating_vgws = var.propagating_vgws
  tags             = merge(var.tags, { Name = "${var.name}-${local.label}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route" "internet" {
  for_each = toset(local.owns_route_table ? local.to_gateway : [])

  route_table_id              = aws_route_table.this[0].id
  destination_cidr_block      = strcontains(each.key, ":") ? null : each.key
  destination_ipv6_cidr_block = strcontains(each.key, ":") ? each.key : null
  gateway_id                  = one(var.internet_gateway_ids)
}

resource "aws_route" "egress_only" {
  for_each = toset(local.owns_route_table && length(var.egress_only_gateway_ids) > 0 ? local.to_egress_only_gateway : [])

  route_table_id              = aws_route_table.this[0].id
  destination_ipv6_cidr_block = each.key
  egress_only_gateway_id      = one(var.egress_only_gateway_ids)
}

module "routes" {
  source = "../routes"

  called         = "${local.called}."
  taken          = local.own_destinations
  vpc_id         = var.vpc_id
  vpc_cidrs      = var.vpc_cidrs
  zones          = var.wan_zones
  route_table_id = one(aws_route_table.this[*].id)
  routes         = var.routes
}
