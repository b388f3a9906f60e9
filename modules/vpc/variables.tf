variable "name" {
  description = "Name of the VNF; every resource's Name tag starts with it."
  type        = string
  nullable    = false
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC in CIDR form, /16 to /28. Default: the original sample's."
  type        = string
  default     = "10.16.0.0/16"
  nullable    = false

  validation {
    condition     = try(cidrhost(var.vpc_cidr, 0) == split("/", var.vpc_cidr)[0] && cidrnetmask(var.vpc_cidr) != "", false) # cidrnetmask knows IPv4 only
    error_message = "vpc_cidr is ${var.vpc_cidr}, which is not an IPv4 range in CIDR form without host bits. Write it like 10.16.0.0/16."
  }

  validation {
    condition     = try(tonumber(split("/", var.vpc_cidr)[1]) >= 16 && tonumber(split("/", var.vpc_cidr)[1]) <= 28, true)
    error_message = "vpc_cidr is ${var.vpc_cidr}: AWS takes VPC ranges from /16 to /28. Choose a prefix length in between."
  }
}

variable "availability_zones" {
  description = "Names of the 1 to 3 availability zones that the VNF may run in; one may be repeated, with a WAN subnet each. Default: the original sample's."
  type        = list(string)
  default     = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  nullable    = false

  validation {
    condition     = length(var.availability_zones) >= 1 && length(var.availability_zones) <= 3
    error_message = "availability_zones has ${length(var.availability_zones)} entries: give 1 to 3. To weigh one zone more, name it twice."
  }
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges of the WAN subnets, one for each entry of availability_zones and in the same order, /16 to /28. Default: the original sample's."
  type        = list(string)
  default     = ["10.16.1.0/24", "10.16.2.0/24", "10.16.3.0/24"]
  nullable    = false

  validation {
    condition     = length(var.wan_subnet_cidrs) == length(var.availability_zones)
    error_message = "wan_subnet_cidrs has ${length(var.wan_subnet_cidrs)} entries and availability_zones ${length(var.availability_zones)}: each availability zone needs a WAN subnet of its own. Give as many ranges as zones."
  }

  validation {
    condition     = alltrue([for cidr in var.wan_subnet_cidrs : try(cidrhost(cidr, 0) == split("/", cidr)[0], false)])
    error_message = "wan_subnet_cidrs is ${join(", ", var.wan_subnet_cidrs)}: each must be an IPv4 range in CIDR form without host bits. Write them like 10.16.1.0/24."
  }

  validation {
    condition = alltrue([
      for cidr in var.wan_subnet_cidrs : try(
        tonumber(split("/", cidr)[1]) >= tonumber(split("/", var.vpc_cidr)[1]) && tonumber(split("/", cidr)[1]) <= 28
        && cidrhost("${split("/", cidr)[0]}/${split("/", var.vpc_cidr)[1]}", 0) == cidrhost(var.vpc_cidr, 0),
        true
      )
    ])
    error_message = "wan_subnet_cidrs is ${join(", ", var.wan_subnet_cidrs)}: each must lie inside vpc_cidr (${var.vpc_cidr}) and be /28 or larger. Choose other ranges or widen vpc_cidr."
  }

  validation {
    # Two ranges overlap if they agree on the shorter of their two prefixes.
    condition = alltrue(flatten([
      for i, a in var.wan_subnet_cidrs : [
        for j, b in var.wan_subnet_cidrs : try(
          cidrhost("${split("/", a)[0]}/${min(tonumber(split("/", a)[1]), tonumber(split("/", b)[1]))}", 0) !=
          cidrhost("${split("/", b)[0]}/${min(tonumber(split("/", a)[1]), tonumber(split("/", b)[1]))}", 0),
          true
        ) if i < j
      ]
    ]))
    error_message = "wan_subnet_cidrs is ${join(", ", var.wan_subnet_cidrs)}: the ranges overlap. Give each WAN subnet a range of its own."
  }
}

variable "assign_public_ip" {
  description = "Whether instances get a public address of their own on the WAN side, in all WAN subnets or in none. Default true: management and Systems Manager reach them in every AZ."
  type        = bool
  default     = true
  nullable    = false
}

variable "vip_routes" {
  description = <<-EOT
    Further routes of the VIP subnet, so that the private address is reachable from the operator's network. Each has a cidr and
    one target: gateway_id (virtual private gateway), transit_gateway_id, network_interface_id or vpc_peering_connection_id. Take a
    gateway's id from its attachment to the VPC, so that it is attached before it is routed to. Default: none. The route to the internet gateway (0.0.0.0/0) is always there, the Elastic IP needs it.
  EOT
  type = list(object({
    cidr                      = string
    gateway_id                = optional(string)
    transit_gateway_id        = optional(string)
    network_interface_id      = optional(string)
    vpc_peering_connection_id = optional(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for route in var.vip_routes : try(cidrhost(route.cidr, 0) == split("/", route.cidr)[0] && cidrnetmask(route.cidr) != "", false)])
    error_message = "vip_routes has the cidrs ${join(", ", var.vip_routes[*].cidr)}: each must be an IPv4 range in CIDR form without host bits. Write them like 192.168.0.0/16."
  }

  validation {
    condition     = !contains(var.vip_routes[*].cidr, "0.0.0.0/0") && length(distinct(var.vip_routes[*].cidr)) == length(var.vip_routes)
    error_message = "vip_routes has the cidrs ${join(", ", var.vip_routes[*].cidr)}: each may appear once, and 0.0.0.0/0 not at all, since the Elastic IP needs the default route to the internet gateway. Route the operator's own networks instead."
  }

  validation {
    condition = alltrue([
      for route in var.vip_routes : length(compact([
        route.gateway_id, route.transit_gateway_id, route.network_interface_id, route.vpc_peering_connection_id
      ])) == 1
    ])
    error_message = "vip_routes to ${join(", ", var.vip_routes[*].cidr)}: each needs exactly one target. Set one of gateway_id, transit_gateway_id, network_interface_id and vpc_peering_connection_id."
  }
}

variable "vip_propagating_vgws" {
  description = "Ids of virtual private gateways whose routes propagate into the VIP subnet's route table; take them from the gateways' attachments to the VPC. Default: none."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "enable_ssm_endpoints" {
  description = "Whether to make interface endpoints for Systems Manager (ssm, ssmmessages, ec2messages) in each AZ. Default false: they are the dearest part of the network and needed only without public addresses (assign_public_ip = false)."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of everything in this module. Default: none."
  type        = map(string)
  default     = {}
  nullable    = false
}
