variable "name" {
  description = "Name of the VNF, the value of the ownership tag."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "vpc_cidr" {
  description = "IPv4 range of the module's own VPC, in which vip_cidr has to lie; null: modules/existing_vpc judged it."
  type        = string
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges of the module's own WAN subnets, which vip_cidr must not overlap; of an existing VPC none."
  type        = list(string)
  nullable    = false
}

variable "vpc_cidrs" {
  description = "IPv4 ranges of the VPC, into which no route may lead."
  type        = list(string)
  nullable    = false
}

variable "wan_zones" {
  description = "The availability zone of each WAN subnet, by a name each."
  type        = map(string)
  nullable    = false
}

variable "internet_gateway_ids" {
  description = "Id of the VPC's internet gateway; none: no default route."
  type        = list(string)
  nullable    = false
}

variable "brought_route_table_ids" {
  description = "Id of the VIP subnet's route table, if that is brought."
  type        = list(string)
  nullable    = false
}

variable "vip_cidr" {
  description = "IPv4 range of the VIP subnet."
  type        = string
  nullable    = false

  validation {
    condition     = try(cidrsubnet(var.vip_cidr, 0, 0) == var.vip_cidr && !strcontains(var.vip_cidr, ":"), false)
    error_message = "vip_cidr is ${var.vip_cidr}, which is not an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write it like ${try(strcontains(var.vip_cidr, ":") ? "10.16.10.0/24" : cidrsubnet(var.vip_cidr, 0, 0), "10.16.10.0/24")}."
  }
}

variable "vip_address" {
  description = "The persistent private IPv4 address."
  type        = string
  nullable    = false

  validation {
    # 10.16.10.020 is .20 to Terraform and .16 to others; AWS takes, and answers with, one form only.
    condition     = try(cidrhost("${trimsuffix(var.vip_address, "/32")}/32", 0) == trimsuffix(var.vip_address, "/32"), false)
    error_message = "vip_address is ${var.vip_address}, which is not an IPv4 address without leading zeros or spaces. Write it like ${try(strcontains(var.vip_address, ":") ? "10.16.10.20" : cidrhost("${trimspace(trimsuffix(var.vip_address, "/32"))}/32", 0), "10.16.10.20")}."
  }
}

variable "elastic_ip" {
  description = "from: make or bring; with bring, allocation_id."
  type        = any
  nullable    = false

  validation {
    condition     = can(keys(var.elastic_ip)) ? length(setsubtract(keys(var.elastic_ip), ["from", "allocation_id"])) == 0 : false
    error_message = "elastic_ip has ${try(join(", ", keys(var.elastic_ip)), "no attributes")}: it is an object with from and allocation_id. Write it like { from = \"bring\", allocation_id = \"eipalloc-0123456789abcdef0\" }."
  }

  validation {
    condition     = contains(["make", "bring"], try(coalesce(var.elastic_ip.from), "make"))
    error_message = "elastic_ip.from is \"${try(var.elastic_ip.from == null ? "null" : tostring(var.elastic_ip.from), "no text")}\": use make, or bring with the allocation_id of an Elastic IP of yours."
  }

  validation {
    condition     = try(var.elastic_ip.allocation_id, null) == null ? try(coalesce(var.elastic_ip.from), "make") != "bring" : try(coalesce(var.elastic_ip.from), "make") == "bring"
    error_message = "elastic_ip has ${try(join(" and ", [for attribute, value in var.elastic_ip : attribute if value != null]), "no attributes")}: what is brought has both from = \"bring\" and its allocation_id. Add what is missing, or remove both to have one made."
  }

  validation {
    condition     = try(var.elastic_ip.allocation_id, null) == null ? true : can(regex("^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$", var.elastic_ip.allocation_id))
    error_message = "elastic_ip.allocation_id is \"${try(var.elastic_ip.allocation_id == null ? "null" : tostring(var.elastic_ip.allocation_id), "no text")}\", which is not an allocation id. Give the eipalloc-… id, not the address itself."
  }
}

variable "vip_ingress_rules" {
  description = "What may come in on the persistent address, rules as modules/rules takes them."
  type        = any
  nullable    = false
}

variable "vip_egress_rules" {
  description = "What may go out from the persistent address, rules as modules/rules takes them."
  type        = any
  nullable    = false
}

variable "vip_routes" {
  description = "Further routes of the VIP subnet, routes as modules/routes takes them."
  type        = list(map(string))
  nullable    = false

  validation {
    condition     = length(var.brought_route_table_ids) == 0 || length(var.vip_routes) == 0
    error_message = "vip_routes leads to ${join(", ", [for route in var.vip_routes : try(coalesce(lookup(route, "cidr", null), lookup(route, "prefix_list_id", null)), "nowhere")])}, and network.vip_route_table_id names a route table of yours, which is not touched. Give that table its routes yourself, or leave vip_route_table_id out to have one made."
  }
}

variable "vip_propagating_vgws" {
  description = "Ids of virtual private gateways whose routes propagate into the VIP subnet's route table."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for id in var.vip_propagating_vgws : can(regex("^vgw-([0-9a-f]{8}|[0-9a-f]{17})$", id))])
    error_message = "vip_propagating_vgws is ${join(", ", [for id in var.vip_propagating_vgws : coalesce(id, "null")])}: write ids of virtual private gateways, vgw- and 8 or 17 lower-case hexadecimal digits. Routes of a transit gateway do not propagate into a subnet's table; give them in vip_routes."
  }

  validation {
    condition     = length(var.brought_route_table_ids) == 0 || length(var.vip_propagating_vgws) == 0
    error_message = "vip_propagating_vgws is ${join(", ", [for id in var.vip_propagating_vgws : coalesce(id, "null")])}, and network.vip_route_table_id names a route table of yours, which is not touched. Let the gateways propagate into it yourself, or leave vip_route_table_id out to have one made."
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
