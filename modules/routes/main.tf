# Further routes of one route table, by their destination, so that adding or removing one touches no other.

locals {
  # Where a route may lead, and how the ids of such are written.
  targets = {
    gateway_id                = { like = "vgw-…", pattern = "^vgw-([0-9a-f]{8}|[0-9a-f]{17})$" }
    transit_gateway_id        = { like = "tgw-…", pattern = "^tgw-([0-9a-f]{8}|[0-9a-f]{17})$" }
    core_network_arn          = { like = "arn:aws:networkmanager::123456789012:core-network/core-network-…", pattern = "^arn:aws[a-z-]*:networkmanager::[0-9]{12}:core-network/core-network-([0-9a-f]{8}|[0-9a-f]{17})$" }
    network_interface_id      = { like = "eni-…", pattern = "^eni-([0-9a-f]{8}|[0-9a-f]{17})$" }
    vpc_peering_connection_id = { like = "pcx-…", pattern = "^pcx-([0-9a-f]{8}|[0-9a-f]{17})$" }
  }

  destinations = ["cidr", "prefix_list_id"]
  attributes   = concat(local.destinations, keys(local.targets))

  # What a list of maps leaves out is null.
  routes = [for route in var.routes : { for attribute in local.attributes : attribute => lookup(route, attribute, null) }]
}

resource "aws_route" "this" {
  for_each = { for route in local.routes : coalesce(route.cidr, route.prefix_list_id) => route }

  route_table_id             = var.route_table_id
  destination_cidr_block     = each.value.cidr
  destination_prefix_list_id = each.value.prefix_list_id
  gateway_id                 = each.value.gateway_id
  transit_gateway_id         = each.value.transit_gateway_id
  core_network_arn           = each.value.core_network_arn
  network_interface_id       = each.value.network_interface_id
  vpc_peering_connection_id  = each.value.vpc_peering_connection_id

  depends_on = [data.aws_subnets.attached] # Judged first.
}
