# Rules that join several variables are preconditions here: such a value is judged whatever else is wrong.

output "vip_address" {
  description = "The persistent private IPv4 address, without a prefix length."
  value       = local.vip_address

  precondition {
    condition     = try(cidrhost("${trimsuffix(var.vip_address, "/32")}/${split("/", var.vip_cidr)[1]}", 0) == cidrhost(var.vip_cidr, 0), true)
    error_message = "vip_address is ${var.vip_address}: it must lie inside vip_cidr (${var.vip_cidr}). Choose an address from ${try(cidrhost(var.vip_cidr, 4), "the fifth")} to ${try(cidrhost(var.vip_cidr, -2), "the last but one")}, or change vip_cidr."
  }

  precondition {
    condition = try(
      !contains([for place in [0, 1, 2, 3, -1] : cidrhost(var.vip_cidr, place)], trimsuffix(var.vip_address, "/32")),
      true
    )
    error_message = "vip_address is ${var.vip_address}: AWS reserves the first four addresses and the last one of a subnet. Choose one from ${try(cidrhost(var.vip_cidr, 4), "the fifth")} to ${try(cidrhost(var.vip_cidr, -2), "the last but one")}."
  }
}

output "vip_cidr" {
  description = "IPv4 range of the VIP subnet."
  value       = var.vip_cidr

  precondition {
    condition = try(
      tonumber(split("/", var.vip_cidr)[1]) >= tonumber(split("/", var.vpc_cidr)[1]) && tonumber(split("/", var.vip_cidr)[1]) <= 28
      && cidrhost("${split("/", var.vip_cidr)[0]}/${split("/", var.vpc_cidr)[1]}", 0) == cidrhost(var.vpc_cidr, 0),
      true
    )
    error_message = "vip_cidr is ${var.vip_cidr}: it must lie inside vpc_cidr (${var.vpc_cidr == null ? "none" : var.vpc_cidr}) and be /28 or larger. Choose another range or widen vpc_cidr."
  }

  precondition {
    # Two ranges overlap if they agree on the shorter of their two prefixes.
    condition = alltrue([
      for cidr in var.wan_subnet_cidrs : try(
        cidrhost("${split("/", cidr)[0]}/${min(tonumber(split("/", cidr)[1]), tonumber(split("/", var.vip_cidr)[1]))}", 0) !=
        cidrhost("${split("/", var.vip_cidr)[0]}/${min(tonumber(split("/", cidr)[1]), tonumber(split("/", var.vip_cidr)[1]))}", 0),
        true
      )
    ])
    error_message = "vip_cidr is ${var.vip_cidr} and overlaps a WAN subnet (wan_subnet_cidrs: ${join(", ", var.wan_subnet_cidrs)}). The VIP subnet needs a range of its own: choose one that no subnet uses."
  }
}

output "route_table_id" {
  description = "Id of the route table for the VIP subnet, complete with its routes: whoever uses it is created after them and destroyed before them."
  value       = local.owns_route_table ? aws_route_table.this[0].id : var.brought_route_table_ids[0]

  depends_on = [aws_route.internet, module.routes]
}

output "routes" {
  description = "Destinations of the VIP subnet's further routes."
  value       = module.routes.destinations
}

output "eip_allocation_id" {
  description = "Allocation id of the Elastic IP."
  value       = local.owns_eip ? one(aws_eip.this[*].id) : local.brought_eip
}

output "public_ip" {
  description = "The persistent public IPv4 address."
  value       = one(concat(aws_eip.this[*].public_ip, flatten(data.aws_eips.brought[*].public_ips)))
}

output "security_group_id" {
  description = "Id of the security group of the VIP interface."
  value       = module.security_group.id
}

output "owner_tag" {
  description = "Key and value of the tag by which the automation knows its VIP subnet and interface. Nothing else may carry it."
  value       = { key = "PersistentVnf", value = var.name }
}
