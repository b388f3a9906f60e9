variable "name" {
  description = "Name of the VNF, the value of the ownership tag."
  type        = string
  nullable    = false
}

variable "key" {
  description = "Key of this VIP in the root's variable vips."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "vpc_cidr" {
  description = "IPv4 range of the module's own VPC, in which cidr has to lie; null: modules/existing_vpc judged it."
  type        = string
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges of the module's own WAN subnets, which cidr must not overlap; of an existing VPC none."
  type        = list(string)
  nullable    = false
}

variable "prober_subnet_cidrs" {
  description = "IPv4 ranges of the module's own subnets of the prober, which cidr must not overlap; without service checks none."
  type        = list(string)
  nullable    = false
}

variable "vpc_cidrs" {
  description = "IPv4 ranges of the VPC, into which no route may lead."
  type        = list(string)
  nullable    = false
}

variable "vpc_ipv6_cidr" {
  description = "IPv6 range of the VPC; null: it has none."
  type        = string
}

variable "wan_zones" {
  description = "The availability zone of each WAN subnet, by a name each."
  type        = map(string)
  nullable    = false
}

variable "internet_gateway_ids" {
  description = "Id of the VPC's internet gateway, if it has one."
  type        = list(string)
  nullable    = false
}

variable "egress_only_gateway_ids" {
  description = "Id of the VPC's egress-only internet gateway, if the module made one."
  type        = list(string)
  nullable    = false
}

variable "brought_route_table_ids" {
  description = "Id of the VIP subnet's route table, if that is brought."
  type        = list(string)
  nullable    = false
}

variable "network_acl_id" {
  description = "Id of the network ACL of the VIP subnet; null: the VPC's default one."
  type        = string
}

variable "cidr" {
  description = "IPv4 range of the VIP subnet."
  type        = string
  nullable    = false

  validation {
    condition     = try(cidrsubnet(var.cidr, 0, 0) == var.cidr && !strcontains(var.cidr, ":"), false)
    error_message = "vips.${var.key}.cidr is ${var.cidr}, which is not an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write it like ${try(strcontains(var.cidr, ":") ? "10.16.10.0/24" : cidrsubnet(var.cidr, 0, 0), "10.16.10.0/24")}."
  }
}

variable "address" {
  description = "The persistent private IPv4 address."
  type        = string
  nullable    = false

  validation {
    # 10.16.10.020 is .20 to Terraform and .16 to others; AWS takes, and answers with, one form only.
    condition     = try(cidrhost("${trimsuffix(var.address, "/32")}/32", 0) == trimsuffix(var.address, "/32"), false)
    error_message = "vips.${var.key}.address is ${var.address}, which is not an IPv4 address without leading zeros or spaces. Write it like ${try(strcontains(var.address, ":") ? "10.16.10.20" : cidrhost("${trimspace(trimsuffix(var.address, "/32"))}/32", 0), "10.16.10.20")}."
  }
}

variable "device_index" {
  description = "Device index of the VIP's interface on the instance."
  type        = number
  nullable    = false
}

variable "secondary_addresses" {
  description = "Further private IPv4 addresses, each with elastic_ip."
  type        = any
  nullable    = false

  validation {
    condition     = try(alltrue([for address, its in var.secondary_addresses : its == null ? true : length(setsubtract(keys(its), ["elastic_ip"])) == 0]), false)
    error_message = "vips.${var.key}.secondary_addresses has ${try(join(", ", [for address, its in var.secondary_addresses : its == null ? address : "${address} with ${join(", ", keys(its))}"]), "no addresses")}: it is a map from addresses to objects that may have elastic_ip. Write it like { \"10.16.10.21\" = {} }."
  }

  validation {
    condition     = try(alltrue([for address in keys(var.secondary_addresses) : try(cidrhost("${address}/32", 0) == address, false)]), true)
    error_message = "vips.${var.key}.secondary_addresses has ${try(join(", ", keys(var.secondary_addresses)), "")}: each must be an IPv4 address without leading zeros, spaces or a prefix length. Write them like 10.16.10.21."
  }

  validation {
    condition     = try(alltrue([for its in values(var.secondary_addresses) : try(its.elastic_ip, null) == null ? true : length(setsubtract(keys(its.elastic_ip), ["from", "allocation_id"])) == 0]), true)
    error_message = "vips.${var.key}.secondary_addresses has an elastic_ip with ${try(join(", ", flatten([for its in values(var.secondary_addresses) : try(keys(its.elastic_ip), [])])), "")}: an elastic_ip has from and allocation_id. Write it like { from = \"bring\", allocation_id = \"eipalloc-0123456789abcdef0\" }."
  }

  validation {
    condition     = try(alltrue([for its in values(var.secondary_addresses) : contains(["make", "bring", "none"], try(coalesce(its.elastic_ip.from), "none"))]), true)
    error_message = "vips.${var.key}.secondary_addresses has an elastic_ip.from ${try(join(", ", [for its in values(var.secondary_addresses) : "\"${try(its.elastic_ip.from, "")}\""]), "")}: use make, none (the default), or bring with the allocation_id of an Elastic IP of yours."
  }

  validation {
    condition = try(alltrue([
      for its in values(var.secondary_addresses) : try(its.elastic_ip.allocation_id, null) == null ? try(coalesce(its.elastic_ip.from), "none") != "bring" : try(coalesce(its.elastic_ip.from), "none") == "bring"
    ]), true)
    error_message = "vips.${var.key}.secondary_addresses has an elastic_ip with one of from = \"bring\" and allocation_id alone: what is brought has both. Add what is missing, or remove both for none."
  }

  validation {
    condition = try(alltrue([
      for its in values(var.secondary_addresses) : try(its.elastic_ip.allocation_id, null) == null ? true : can(regex("^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$", its.elastic_ip.allocation_id))
    ]), true)
    error_message = "vips.${var.key}.secondary_addresses has an elastic_ip.allocation_id of ${try(join(", ", [for its in values(var.secondary_addresses) : "\"${try(its.elastic_ip.allocation_id, "")}\""]), "")}, which is not an allocation id. Give the eipalloc-… id, not the address itself."
  }
}

variable "elastic_ip" {
  description = "Elastic IP of the address: from make, bring or none; with bring, allocation_id."
  type        = any
  nullable    = false

  validation {
    condition     = can(keys(var.elastic_ip)) ? length(setsubtract(keys(var.elastic_ip), ["from", "allocation_id"])) == 0 : false
    error_message = "vips.${var.key}.elastic_ip has ${try(join(", ", keys(var.elastic_ip)), "no attributes")}: it is an object with from and allocation_id. Write it like { from = \"bring\", allocation_id = \"eipalloc-0123456789abcdef0\" }."
  }

  validation {
    condition     = contains(["make", "bring", "none"], try(coalesce(var.elastic_ip.from), "make"))
    error_message = "vips.${var.key}.elastic_ip.from is \"${try(var.elastic_ip.from == null ? "null" : tostring(var.elastic_ip.from), "no text")}\": use make, none, or bring with the allocation_id of an Elastic IP of yours."
  }

  validation {
    condition     = try(var.elastic_ip.allocation_id, null) == null ? try(coalesce(var.elastic_ip.from), "make") != "bring" : try(coalesce(var.elastic_ip.from), "make") == "bring"
    error_message = "vips.${var.key}.elastic_ip has ${try(join(" and ", [for attribute, value in var.elastic_ip : attribute if value != null]), "no attributes")}: what is brought has both from = \"bring\" and its allocation_id. Add what is missing, or remove both to have one made."
  }

  validation {
    condition     = try(var.elastic_ip.allocation_id, null) == null ? true : can(regex("^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$", var.elastic_ip.allocation_id))
    error_message = "vips.${var.key}.elastic_ip.allocation_id is \"${try(var.elastic_ip.allocation_id == null ? "null" : tostring(var.elastic_ip.allocation_id), "no text")}\", which is not an allocation id. Give the eipalloc-… id, not the address itself."
  }
}

variable "ipv6" {
  description = "IPv6: cidr and address, or subnet_number and host_number, and internet; null: none."
  type        = any

  validation {
    condition     = var.ipv6 == null ? true : can(keys(var.ipv6)) ? length(setsubtract(keys(var.ipv6), local.ipv6_attributes)) == 0 : false
    error_message = "vips.${var.key}.ipv6 has ${try(join(", ", keys(var.ipv6)), "no attributes")}: it is an object of ${join(", ", local.ipv6_attributes)}. Write it like { subnet_number = 10, host_number = 20 }."
  }

  validation {
    condition     = var.ipv6 == null ? true : contains(["address cidr", "host_number subnet_number"], join(" ", sort([for attribute in ["cidr", "address", "subnet_number", "host_number"] : attribute if try(var.ipv6[attribute], null) != null])))
    error_message = "vips.${var.key}.ipv6 has ${try(join(" and ", [for attribute, value in var.ipv6 : attribute if value != null]), "no attributes")}: give cidr and address, or subnet_number and host_number, both of one pair and none of the other."
  }

  validation {
    condition     = contains(["in_and_out", "out", "none"], var.ipv6 == null ? "none" : try(coalesce(var.ipv6.internet), "in_and_out"))
    error_message = "vips.${var.key}.ipv6.internet is \"${try(tostring(var.ipv6.internet), "no text")}\": use in_and_out (the default), out or none."
  }

  validation {
    condition = alltrue([
      for attribute, most in { subnet_number = 255, host_number = 65535 } : try(var.ipv6[attribute], null) == null ? true :
      try(tonumber(var.ipv6[attribute]) >= (attribute == "host_number" ? 4 : 0) && tonumber(var.ipv6[attribute]) <= most && floor(var.ipv6[attribute]) == tonumber(var.ipv6[attribute]), false)
    ])
    error_message = "vips.${var.key}.ipv6 has subnet_number ${try(coalesce(var.ipv6.subnet_number), "none")} and host_number ${try(coalesce(var.ipv6.host_number), "none")}: a subnet has a whole number from 0 to 255 in the VPC's range, and a host one from 4 to 65535, as AWS keeps the first four addresses. Choose such numbers."
  }

  validation {
    condition     = try(var.ipv6.cidr, null) == null ? true : try(cidrsubnet(var.ipv6.cidr, 0, 0) == var.ipv6.cidr && endswith(var.ipv6.cidr, "/64") && strcontains(var.ipv6.cidr, ":"), false)
    error_message = "vips.${var.key}.ipv6.cidr is ${try(coalesce(var.ipv6.cidr), "none")}: it must be a /64 of IPv6 in its shortest form, in lower case and without host bits. Write it like ${try(cidrsubnet(var.ipv6.cidr, 0, 0), "2001:db8:1234:1a00::/64")}."
  }

  validation {
    condition     = try(var.ipv6.address, null) == null ? true : try(cidrhost("${var.ipv6.address}/128", 0) == var.ipv6.address && strcontains(var.ipv6.address, ":"), false)
    error_message = "vips.${var.key}.ipv6.address is ${try(coalesce(var.ipv6.address), "none")}: it must be an IPv6 address in its shortest form, in lower case and without a prefix length. Write it like ${try(cidrhost("${var.ipv6.address}/128", 0), "2001:db8:1234:1a00::14")}."
  }
}

variable "ingress_rules" {
  description = "What may come in on the persistent address, rules as modules/rules takes them."
  type        = any
  nullable    = false
}

variable "egress_rules" {
  description = "What may go out from the persistent address, rules as modules/rules takes them."
  type        = any
  nullable    = false
}

variable "security_group_ids" {
  description = "Ids of further security groups, each by a name."
  type        = any
  nullable    = false

  validation {
    condition     = try(alltrue([for name, id in var.security_group_ids : name == tostring(name) && can(keys(var.security_group_ids)) && can(regex("^sg-([0-9a-f]{8}|[0-9a-f]{17})$", id))]), false)
    error_message = "vips.${var.key}.security_group_ids is ${try(jsonencode(var.security_group_ids), "not known")}: it is a map from names of your choice to ids, sg- and 8 or 17 lower-case hexadecimal digits. Write it like { monitoring = \"sg-0123456789abcdef0\" }."
  }

  validation {
    # https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
    condition     = try(length(var.security_group_ids) <= 15, true)
    error_message = "vips.${var.key}.security_group_ids has ${try(length(var.security_group_ids), 0)} groups: with the VIP's own an interface has 16 at most. Join some of them."
  }
}

variable "routes" {
  description = "Further routes of the VIP subnet, routes as modules/routes takes them."
  type        = list(map(string))
  nullable    = false

  validation {
    condition     = length(var.brought_route_table_ids) == 0 || length(var.routes) == 0
    error_message = "vips.${var.key}.routes leads to ${join(", ", [for route in var.routes : try(coalesce(lookup(route, "cidr", null), lookup(route, "prefix_list_id", null)), "nowhere")])}, and network.vip_route_table_id names a route table of yours, which is not touched. Give that table its routes yourself, or leave vip_route_table_id out to have one made."
  }
}

variable "propagating_vgws" {
  description = "Ids of virtual private gateways whose routes propagate into the VIP subnet's route table."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.propagating_vgws : can(regex("^vgw-([0-9a-f]{8}|[0-9a-f]{17})$", id))])
    error_message = "vips.${var.key}.propagating_vgws is ${join(", ", [for id in var.propagating_vgws : coalesce(id, "null")])}: write ids of virtual private gateways, vgw- and 8 or 17 lower-case hexadecimal digits. Routes of a transit gateway do not propagate into a subnet's table; give them in routes."
  }

  validation {
    condition     = length(var.brought_route_table_ids) == 0 || length(var.propagating_vgws) == 0
    error_message = "vips.${var.key}.propagating_vgws is ${join(", ", [for id in var.propagating_vgws : coalesce(id, "null")])}, and network.vip_route_table_id names a route table of yours, which is not touched. Let the gateways propagate into it yourself, or leave vip_route_table_id out to have one made."
  }
}

variable "next_hop_routes" {
  description = "Routes of others that lead to the VIP's interface: route_table_id and destination, each by a name."
  type        = any
  nullable    = false

  validation {
    condition     = try(alltrue([for name, route in var.next_hop_routes : can(keys(var.next_hop_routes)) && length(setsubtract(["destination", "route_table_id"], keys(route))) == 0 && length(keys(route)) == 2]), false)
    error_message = "vips.${var.key}.next_hop_routes has ${try(join("; ", [for name, route in var.next_hop_routes : "${name} with ${join(", ", keys(route))}"]), "no routes")}: it is a map from names of your choice to objects of route_table_id and destination. Write it like { branch = { route_table_id = \"rtb-0123456789abcdef0\", destination = \"192.168.0.0/16\" } }."
  }

  validation {
    condition     = try(alltrue([for route in values(var.next_hop_routes) : try(cidrsubnet(route.destination, 0, 0) == route.destination, false)]), true)
    error_message = "vips.${var.key}.next_hop_routes has the destinations ${try(join(", ", [for route in values(var.next_hop_routes) : try(tostring(coalesce(route.destination)), "none")]), "")}: each is an IPv4 or IPv6 range in CIDR form without host bits, leading zeros or spaces. Write them like ${try([for route in values(var.next_hop_routes) : cidrsubnet(route.destination, 0, 0) if try(cidrsubnet(route.destination, 0, 0) != route.destination, false)][0], "192.168.0.0/16")}."
  }

  validation {
    condition     = try(alltrue([for route in values(var.next_hop_routes) : can(regex("^rtb-([0-9a-f]{8}|[0-9a-f]{17})$", route.route_table_id))]), true)
    error_message = "vips.${var.key}.next_hop_routes has the route_table_ids ${try(join(", ", [for route in values(var.next_hop_routes) : try(tostring(coalesce(route.route_table_id)), "none")]), "")}: write ids of route tables, rtb- and 8 or 17 lower-case hexadecimal digits."
  }
}

variable "connection_tracking" {
  description = "How long EC2 remembers idle connections: tcp_established_seconds, udp_stream_seconds, udp_seconds; null: EC2's own."
  type        = any

  validation {
    condition     = var.connection_tracking == null ? true : can(keys(var.connection_tracking)) ? length(setsubtract(keys(var.connection_tracking), keys(local.tracked_seconds))) == 0 : false
    error_message = "vips.${var.key}.connection_tracking has ${try(join(", ", keys(var.connection_tracking)), "no attributes")}: it is an object of ${join(", ", keys(local.tracked_seconds))}. Write it like { tcp_established_seconds = 3600 }."
  }

  validation {
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
    condition = alltrue([
      for attribute, range in local.tracked_seconds : try(var.connection_tracking[attribute], null) == null ? true :
      try(tonumber(var.connection_tracking[attribute]) >= range[0] && tonumber(var.connection_tracking[attribute]) <= range[1] && floor(var.connection_tracking[attribute]) == tonumber(var.connection_tracking[attribute]), false)
    ])
    error_message = "vips.${var.key}.connection_tracking has ${try(join(", ", [for attribute, value in var.connection_tracking : "${attribute} ${coalesce(value, "null")}"]), "")}: EC2 takes whole seconds, ${join(", ", [for attribute, range in local.tracked_seconds : "${attribute} from ${range[0]} to ${range[1]}"])}."
  }
}

variable "interface_tags" {
  description = "Further tags of the VIP's interface."
  type        = map(string)
  nullable    = false

  validation {
    condition     = !anytrue([for tag in keys(var.interface_tags) : contains(["PersistentVnf", "PersistentVip", "PersistentVipRepairedAt", "Name"], tag) || startswith(lower(tag), "aws:")])
    error_message = "vips.${var.key}.interface_tags has the keys ${join(", ", keys(var.interface_tags))}: PersistentVnf, PersistentVip, PersistentVipRepairedAt and Name are the handler's, and aws: is AWS's own prefix. Choose other keys."
  }

  validation {
    condition = alltrue([
      for tag, value in var.interface_tags : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", tag)) && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", value))
    ])
    error_message = "vips.${var.key}.interface_tags is ${join(", ", [for tag, value in var.interface_tags : "${tag} = ${value == null ? "null" : value}"])}: keys have 1 to 128 and values up to 256 letters, digits, spaces and _ . : / = + - @. Write them so."
  }
}

variable "allow_ssh_from_anywhere" {
  description = "Whether SSH may be opened to a range wider than /8."
  type        = bool
  nullable    = false
}

variable "tags" {
  description = "Tags of everything in this module."
  type        = map(string)
  nullable    = false
}
