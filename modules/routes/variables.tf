variable "label" {
  description = "Whose routes these are: vip or wan."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "vpc_cidrs" {
  description = "IPv4 ranges of the VPC, into which no route may lead."
  type        = list(string)
  nullable    = false
}

variable "zones" {
  description = "The availability zone of each WAN subnet, by a name each: where a Transit Gateway has to take packets."
  type        = map(string)
  nullable    = false
}

variable "route_table_id" {
  description = "Id of the route table; null if there are no routes."
  type        = string
}

variable "routes" {
  description = "The routes: cidr or prefix_list_id, and one target each."
  type        = list(map(string))
  nullable    = false

  validation {
    condition     = alltrue([for route in var.routes : length(setsubtract(keys(route), local.attributes)) == 0])
    error_message = "${var.label}_routes has a route with ${join(", ", setsubtract(flatten([for route in var.routes : keys(route)]), local.attributes))}, which no route knows. A route may have ${join(", ", local.attributes)}."
  }

  validation {
    condition     = alltrue([for route in var.routes : length([for destination in local.destinations : destination if lookup(route, destination, null) != null]) == 1])
    error_message = "${var.label}_routes has ${length(var.routes)} routes, and each needs exactly one destination: a cidr, or the prefix_list_id of a prefix list. Set one of the two."
  }

  validation {
    condition     = alltrue([for route in var.routes : lookup(route, "cidr", null) == null ? true : try(cidrsubnet(route.cidr, 0, 0) == route.cidr && !strcontains(route.cidr, ":"), false)])
    error_message = "${var.label}_routes has the cidrs ${join(", ", [for route in var.routes : route.cidr if lookup(route, "cidr", null) != null])}: each must be an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write them like ${try([for route in var.routes : cidrsubnet(route.cidr, 0, 0) if !strcontains(route.cidr, ":")][0], "192.168.0.0/16")}."
  }

  validation {
    condition     = alltrue([for route in var.routes : lookup(route, "prefix_list_id", null) == null ? true : can(regex("^pl-([0-9a-f]{8}|[0-9a-f]{17})$", route.prefix_list_id))])
    error_message = "${var.label}_routes has the prefix_list_ids ${join(", ", [for route in var.routes : route.prefix_list_id if lookup(route, "prefix_list_id", null) != null])}: write ids as AWS does, pl- and 8 or 17 lower-case hexadecimal digits."
  }

  validation {
    condition = try(
      length(distinct([for route in var.routes : coalesce(lookup(route, "cidr", null), lookup(route, "prefix_list_id", null))])) == length(var.routes)
      && !contains([for route in var.routes : lookup(route, "cidr", null)], "0.0.0.0/0"),
      true
    )
    error_message = "${var.label}_routes has the destinations ${join(", ", [for route in var.routes : try(coalesce(lookup(route, "cidr", null), lookup(route, "prefix_list_id", null)), "none")])}: each may appear once, and 0.0.0.0/0 not at all, since the default route leads to the internet gateway. Route the operator's own networks instead."
  }

  validation {
    condition     = alltrue([for route in var.routes : length([for target in keys(local.targets) : target if lookup(route, target, null) != null]) == 1])
    error_message = "${var.label}_routes to ${join(", ", [for route in var.routes : try(coalesce(lookup(route, "cidr", null), lookup(route, "prefix_list_id", null)), "nowhere")])}: each needs exactly one target. Set one of ${join(", ", keys(local.targets))}."
  }

  validation {
    condition = alltrue(flatten([
      for route in var.routes : [for target, written in local.targets : can(regex(written.pattern, route[target])) if lookup(route, target, null) != null]
    ]))
    error_message = "${var.label}_routes has the targets ${join(", ", flatten([for route in var.routes : [for target in keys(local.targets) : "${target} ${route[target]}" if lookup(route, target, null) != null]]))}: write ${join(", ", [for target, written in local.targets : "${written.like} as ${target}"])}, in lower case. (The internet gateway has its route already.)"
  }

  validation {
    # What is looked up of it must be known when planning, its id need not be.
    condition     = alltrue([for route in var.routes : contains(keys(route), "transit_gateway_id") ? route.transit_gateway_id != null : true])
    error_message = "${var.label}_routes has a route with transit_gateway_id = null: leave the attribute out where a route leads elsewhere."
  }
}
