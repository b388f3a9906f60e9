# Rules that join several variables are preconditions here: such a value is judged whatever else is wrong.

output "private_addresses" {
  description = "Its private IPv4 addresses, the first one first."
  value       = concat([local.address], keys(var.secondary_addresses))

  precondition {
    condition     = try(cidrhost("${local.address}/${split("/", var.cidr)[1]}", 0) == cidrhost(var.cidr, 0), true)
    error_message = "${local.called}.address is ${var.address}: it must lie inside its cidr (${var.cidr}). Choose an address from ${try(cidrhost(var.cidr, 4), "the fifth")} to ${try(cidrhost(var.cidr, -2), "the last but one")}, or change cidr."
  }

  precondition {
    condition     = try(!contains([for place in [0, 1, 2, 3, -1] : cidrhost(var.cidr, place)], local.address), true)
    error_message = "${local.called}.address is ${var.address}: AWS reserves the first four addresses and the last one of a subnet. Choose one from ${try(cidrhost(var.cidr, 4), "the fifth")} to ${try(cidrhost(var.cidr, -2), "the last but one")}."
  }

  precondition {
    condition = try(alltrue([
      for address in keys(var.secondary_addresses) : address != local.address
      && cidrhost("${address}/${split("/", var.cidr)[1]}", 0) == cidrhost(var.cidr, 0)
      && !contains([for place in [0, 1, 2, 3, -1] : cidrhost(var.cidr, place)], address)
    ]), true)
    error_message = "${local.called}.secondary_addresses has ${join(", ", keys(var.secondary_addresses))}: each must be another address than ${local.address}, inside its cidr (${var.cidr}), and none of the first four or the last. Choose some from ${try(cidrhost(var.cidr, 4), "the fifth")} to ${try(cidrhost(var.cidr, -2), "the last but one")}."
  }
}

output "cidr" {
  description = "IPv4 range of the VIP subnet."
  value       = var.cidr

  precondition {
    condition = try(
      tonumber(split("/", var.cidr)[1]) >= tonumber(split("/", var.vpc_cidr)[1]) && tonumber(split("/", var.cidr)[1]) <= 28
      && cidrhost("${split("/", var.cidr)[0]}/${split("/", var.vpc_cidr)[1]}", 0) == cidrhost(var.vpc_cidr, 0),
      true
    )
    error_message = "${local.called}.cidr is ${var.cidr}: it must lie inside vpc_cidr (${var.vpc_cidr == null ? "none" : var.vpc_cidr}) and be /28 or larger. Choose another range or widen vpc_cidr."
  }

  precondition {
    # Two ranges overlap if they agree on the shorter of their two prefixes.
    condition = alltrue([
      for cidr in var.wan_subnet_cidrs : try(
        cidrhost("${split("/", cidr)[0]}/${min(tonumber(split("/", cidr)[1]), tonumber(split("/", var.cidr)[1]))}", 0) !=
        cidrhost("${split("/", var.cidr)[0]}/${min(tonumber(split("/", cidr)[1]), tonumber(split("/", var.cidr)[1]))}", 0),
        true
      )
    ])
    error_message = "${local.called}.cidr is ${var.cidr} and overlaps a WAN subnet (${join(", ", var.wan_subnet_cidrs)}). The VIP subnet needs a range of its own: choose one that no subnet uses."
  }

  precondition {
    condition = alltrue([
      for cidr in var.prober_subnet_cidrs : try(
        cidrhost("${split("/", cidr)[0]}/${min(tonumber(split("/", cidr)[1]), tonumber(split("/", var.cidr)[1]))}", 0) !=
        cidrhost("${split("/", var.cidr)[0]}/${min(tonumber(split("/", cidr)[1]), tonumber(split("/", var.cidr)[1]))}", 0),
        true
      )
    ])
    error_message = "${local.called}.cidr is ${var.cidr} and overlaps a subnet of the prober (${join(", ", var.prober_subnet_cidrs)}). The VIP subnet needs a range of its own: choose one that no subnet uses, or other prober_subnet_cidrs."
  }
}

output "ipv6_cidr" {
  description = "IPv6 range of the VIP subnet; null: none."
  value       = local.ipv6_cidr

  precondition {
    condition     = var.ipv6 == null ? true : var.vpc_ipv6_cidr != null
    error_message = "${local.called}.ipv6 is set, but the VPC has no IPv6 range. Give the VPC one, or remove ipv6."
  }

  precondition {
    condition     = local.ipv6_cidr == null ? true : try(cidrhost("${split("/", local.ipv6_cidr)[0]}/${split("/", var.vpc_ipv6_cidr)[1]}", 0) == cidrhost(var.vpc_ipv6_cidr, 0), true)
    error_message = "${local.called}.ipv6.cidr is ${local.ipv6_cidr == null ? "null" : local.ipv6_cidr}: it must lie inside the VPC's IPv6 range (${var.vpc_ipv6_cidr == null ? "none" : var.vpc_ipv6_cidr}). Choose another range, or give subnet_number and host_number."
  }
}

output "ipv6_address" {
  description = "Its IPv6 address; null: none."
  value       = local.ipv6_address

  precondition {
    condition     = local.ipv6_address == null ? true : try(cidrhost("${local.ipv6_address}/64", 0) == cidrhost(local.ipv6_cidr, 0) && !contains([for place in [0, 1, 2, 3, -1] : cidrhost(local.ipv6_cidr, place)], local.ipv6_address), true)
    error_message = "${local.called}.ipv6.address is ${local.ipv6_address == null ? "null" : local.ipv6_address}: it must lie inside its cidr (${local.ipv6_cidr == null ? "null" : local.ipv6_cidr}) and be none of the first four addresses or the last, which AWS keeps. Choose another one."
  }
}

output "routes" {
  description = "Destinations that have a route in the VIP subnet's route table, as far as it is ours."
  value       = concat(local.own_destinations, module.routes.destinations)

  precondition {
    condition     = !local.owns_route_table || length(local.to_egress_only_gateway) == 0 || length(var.egress_only_gateway_ids) > 0
    error_message = "${local.called}.ipv6.internet is \"out\", and network names a VPC of yours, in which no egress-only internet gateway is made. Give the VIP a route table of yours that leads to one (network.vip_route_table_id), or write internet = \"none\" and a route to wherever it goes out."
  }
}

output "handler" {
  description = "What the hook handler is told of it: README.md of modules/lifecycle has an example."
  value = {
    key                 = var.key
    cidr                = var.cidr
    address             = local.address
    secondary_addresses = keys(var.secondary_addresses)
    elastic_ips         = { for name, id in local.allocation_ids : (name == "primary" ? local.address : name) => id }
    device_index        = var.device_index
    ipv6_cidr           = local.ipv6_cidr
    ipv6_address        = local.ipv6_address
    route_table_id      = local.route_table_id
    network_acl_id      = var.network_acl_id
    security_group_ids  = local.security_group_ids
    next_hop_routes     = [for route in values(var.next_hop_routes) : { route_table_id = route.route_table_id, destination = route.destination }]
    connection_tracking = var.connection_tracking == null ? null : { for attribute in keys(local.tracked_seconds) : attribute => try(tonumber(var.connection_tracking[attribute]), null) }
    interface_tags      = var.interface_tags
  }

  # The handler associates the VIP subnet with a table that has its routes.
  depends_on = [aws_route.internet, aws_route.egress_only, module.routes]
}

output "interrupting" {
  description = "What interrupts its service when it changes: elastic_ips are made, or the brought ones' ids."
  value = {
    cidr                = var.cidr
    address             = local.address
    device_index        = var.device_index
    secondary_addresses = keys(var.secondary_addresses)
    elastic_ips         = { for name, each in local.elastic_ips : name => each.from == "make" ? "made" : each.allocation_id if each.from != "none" }
    routes              = sort(module.routes.destinations)
  }
}

output "guest" {
  description = "What the instance's first boot needs to know of it."
  value = {
    device_index        = var.device_index
    cidr                = var.cidr
    address             = local.address
    secondary_addresses = keys(var.secondary_addresses)
    ipv6_cidr           = local.ipv6_cidr
    ipv6_address        = local.ipv6_address
  }
}

output "this" {
  description = "What people need to know of it."
  value = {
    private_address     = local.address
    secondary_addresses = keys(var.secondary_addresses)
    public_addresses    = { for name, address in local.public_addresses : (name == "primary" ? local.address : name) => address }
    allocation_ids      = { for name, id in local.allocation_ids : (name == "primary" ? local.address : name) => id }
    ipv6_address        = local.ipv6_address
    security_group_id   = module.security_group.id
    route_table_id      = local.route_table_id
    device_index        = var.device_index
  }

  # As above, for whoever adds routes of his own.
  depends_on = [aws_route.internet, aws_route.egress_only, module.routes]
}
