variable "name" {
  description = "Name of the VNF, the value of the ownership tag."
  type        = string
  nullable    = false
}

variable "network" {
  description = "vpc_id, wan_subnet_ids, and on request prober_subnet_ids, vip_route_table_id and vip_network_acl_id."
  type        = any

  validation {
    condition = can(keys(var.network)) ? (
      length(setsubtract(keys(var.network), ["vpc_id", "wan_subnet_ids", "prober_subnet_ids", "vip_route_table_id", "vip_network_acl_id"])) == 0
      && length(setsubtract(["vpc_id", "wan_subnet_ids"], keys(var.network))) == 0
    ) : false
    error_message = "network has ${try(join(", ", keys(var.network)), "no attributes")}: it is an object with vpc_id and wan_subnet_ids, and on request prober_subnet_ids, vip_route_table_id and vip_network_acl_id. Write it like { vpc_id = \"vpc-0123456789abcdef0\", wan_subnet_ids = { a = \"subnet-0123456789abcdef0\" } }."
  }

  validation {
    condition     = can(var.network.vpc_id) ? can(regex("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", var.network.vpc_id)) : true
    error_message = "network.vpc_id is \"${try(var.network.vpc_id == null ? "null" : tostring(var.network.vpc_id), "no text")}\", which is not the id of a VPC. Write vpc- and 8 or 17 lower-case hexadecimal digits."
  }

  validation {
    condition     = can(var.network.wan_subnet_ids) ? can(keys(var.network.wan_subnet_ids)) && try(length(var.network.wan_subnet_ids) >= 1 && length(var.network.wan_subnet_ids) <= 3, false) : true
    error_message = "network.wan_subnet_ids has ${try(join(", ", keys(var.network.wan_subnet_ids)), "no names")}: it is a map of 1 to 3 subnets, each under a name of your choice. Write it like { a = \"subnet-0123456789abcdef0\", b = \"subnet-0fedcba9876543210\" }."
  }

  validation {
    condition     = alltrue([for id in try(values(var.network.wan_subnet_ids), []) : can(regex("^subnet-([0-9a-f]{8}|[0-9a-f]{17})$", id))])
    error_message = "network.wan_subnet_ids is ${try(join(", ", [for name, id in var.network.wan_subnet_ids : "${name} = ${coalesce(id, "null")}"]), "no map")}: write ids of subnets, subnet- and 8 or 17 lower-case hexadecimal digits."
  }

  validation {
    condition     = try(length(distinct(values(var.network.wan_subnet_ids))) == length(var.network.wan_subnet_ids), true)
    error_message = "network.wan_subnet_ids is ${try(join(", ", [for name, id in var.network.wan_subnet_ids : "${name} = ${coalesce(id, "null")}"]), "no map")}: each subnet may be there once. Name others, or fewer."
  }

  validation {
    condition     = can(var.network.prober_subnet_ids) ? can(keys(var.network.prober_subnet_ids)) && try(length(var.network.prober_subnet_ids) >= 1 && length(var.network.prober_subnet_ids) <= 2, false) : true
    error_message = "network.prober_subnet_ids has ${try(join(", ", keys(var.network.prober_subnet_ids)), "no names")}: it is a map of 1 or 2 subnets, each under a name of your choice. Write it like { a = \"subnet-0123456789abcdef0\", b = \"subnet-0fedcba9876543210\" }, or leave it out if there are no service_checks."
  }

  validation {
    condition     = alltrue([for id in try(values(var.network.prober_subnet_ids), []) : can(regex("^subnet-([0-9a-f]{8}|[0-9a-f]{17})$", id))])
    error_message = "network.prober_subnet_ids is ${try(join(", ", [for name, id in var.network.prober_subnet_ids : "${name} = ${coalesce(id, "null")}"]), "no map")}: write ids of subnets, subnet- and 8 or 17 lower-case hexadecimal digits."
  }

  validation {
    condition     = try(length(distinct(concat(values(var.network.prober_subnet_ids), values(var.network.wan_subnet_ids)))) == length(var.network.prober_subnet_ids) + length(distinct(values(var.network.wan_subnet_ids))), true)
    error_message = "network.prober_subnet_ids is ${try(join(", ", [for name, id in var.network.prober_subnet_ids : "${name} = ${coalesce(id, "null")}"]), "no map")}: each subnet may be there once, and none that is in wan_subnet_ids, as an appliance answers a WAN subnet by its WAN side. Name others, or fewer."
  }

  validation {
    condition     = can(var.network.vip_route_table_id) ? can(regex("^rtb-([0-9a-f]{8}|[0-9a-f]{17})$", var.network.vip_route_table_id)) : true
    error_message = "network.vip_route_table_id is \"${try(var.network.vip_route_table_id == null ? "null" : tostring(var.network.vip_route_table_id), "no text")}\", which is not the id of a route table. Write rtb- and 8 or 17 lower-case hexadecimal digits, or leave the attribute out to have one made."
  }

  validation {
    condition     = can(var.network.vip_network_acl_id) ? can(regex("^acl-([0-9a-f]{8}|[0-9a-f]{17})$", var.network.vip_network_acl_id)) : true
    error_message = "network.vip_network_acl_id is \"${try(var.network.vip_network_acl_id == null ? "null" : tostring(var.network.vip_network_acl_id), "no text")}\", which is not the id of a network ACL. Write acl- and 8 or 17 lower-case hexadecimal digits, or leave the attribute out for the VPC's default one."
  }
}

variable "has_prober" {
  description = "Whether there are service checks, whose prober needs the subnets."
  type        = bool
  nullable    = false
}

variable "vip_cidrs" {
  description = "IPv4 ranges of the VIP subnets."
  type        = list(string)
  nullable    = false
}

variable "default_routes" {
  description = "Default routes that the VIPs need: 0.0.0.0/0 for an Elastic IP, ::/0 for IPv6 to the internet."
  type        = list(string)
  nullable    = false
}

variable "needs_internet_gateway" {
  description = "Whether something of the VNF's, an Elastic IP, needs the VPC's internet gateway."
  type        = bool
  nullable    = false
}
