# The route table of the VIP subnet. It outlives every VIP subnet: the hook handler associates each new one with it, so
# routes and propagations are the same in every AZ. A brought one is its owner's, and so are its routes.

locals {
  # What a route may lead to, and how its id looks.
  route_targets = {
    gateway_id                = "vgw-…"
    transit_gateway_id        = "tgw-…"
    network_interface_id      = "eni-…"
    vpc_peering_connection_id = "pcx-…"
    core_network_arn          = "arn:aws:networkmanager::123456789012:core-network/core-network-…"
  }
  hexadecimal    = "([0-9a-f]{8}|[0-9a-f]{17})"
  target_pattern = { for target, form in local.route_targets : target => target == "core_network_arn" ? "^arn:aws[a-z-]*:networkmanager::[0-9]{12}:core-network/core-network-[0-9a-f]+$" : "^${trimsuffix(form, "…")}${local.hexadecimal}$" }

  route_attributes = concat(["cidr", "prefix_list_id"], keys(local.route_targets))

  # A range goes by itself; a prefix list, whose id need not be known when planning, by its place.
  routes = { for place, route in var.routes : try(coalesce(route.cidr), "prefix list ${place + 1}") => route if !var.brings_route_table }

  # Only what an Elastic IP, or an IPv6 address that the internet reaches, needs.
  to_gateway             = concat(local.has_elastic_ip ? ["0.0.0.0/0"] : [], local.ipv6_internet == "in_and_out" ? ["::/0"] : [])
  to_egress_only_gateway = local.ipv6_internet == "out" ? ["::/0"] : []
  own_destinations       = concat(local.to_gateway, local.to_egress_only_gateway)
}

resource "aws_route_table" "this" {
  count = var.brings_route_table ? 0 : 1

  vpc_id           = var.vpc_id
  propagating_vgws = var.propagating_vgws
  tags             = merge(var.tags, { Name = "${var.name}-${local.label}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route" "internet" {
  for_each = toset(var.brings_route_table ? [] : local.to_gateway)

  route_table_id              = aws_route_table.this[0].id
  destination_cidr_block      = strcontains(each.key, ":") ? null : each.key
  destination_ipv6_cidr_block = strcontains(each.key, ":") ? each.key : null
  gateway_id                  = var.internet_gateway_id
}

resource "aws_route" "egress_only" {
  for_each = toset(var.brings_route_table ? [] : local.to_egress_only_gateway)

  route_table_id              = aws_route_table.this[0].id
  destination_ipv6_cidr_block = each.key
  egress_only_gateway_id      = var.egress_only_gateway_id
}

resource "aws_route" "this" {
  for_each = local.routes

  route_table_id              = aws_route_table.this[0].id
  destination_cidr_block      = can(regex("^[0-9.]+/", each.key)) ? each.key : null
  destination_ipv6_cidr_block = strcontains(each.key, ":") ? each.key : null
  destination_prefix_list_id  = try(each.value.prefix_list_id, null)
  gateway_id                  = try(each.value.gateway_id, null)
  transit_gateway_id          = try(each.value.transit_gateway_id, null)
  network_interface_id        = try(each.value.network_interface_id, null)
  vpc_peering_connection_id   = try(each.value.vpc_peering_connection_id, null)
  core_network_arn            = try(each.value.core_network_arn, null)
}
