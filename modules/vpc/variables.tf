variable "name" {
  description = "Name of the VNF."
  type        = string
  nullable    = false
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC."
  type        = string
  nullable    = false

  validation {
    condition     = try(cidrsubnet(var.vpc_cidr, 0, 0) == var.vpc_cidr && !strcontains(var.vpc_cidr, ":"), false)
    error_message = "vpc_cidr is ${var.vpc_cidr}, which is not an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write it like ${try(strcontains(var.vpc_cidr, ":") ? "10.16.0.0/16" : cidrsubnet(var.vpc_cidr, 0, 0), "10.16.0.0/16")}."
  }

  validation {
    condition     = try(tonumber(split("/", var.vpc_cidr)[1]) >= 16 && tonumber(split("/", var.vpc_cidr)[1]) <= 28, true)
    error_message = "vpc_cidr is ${var.vpc_cidr}: AWS takes VPC ranges from /16 to /28. Choose a prefix length in between."
  }

  validation {
    # 100.64.0.0/10 and public ranges are for VPCs too; these are nobody's: https://www.rfc-editor.org/rfc/rfc6890
    condition     = !can(regex("^(0|127|169\\.254|22[4-9]|23[0-9]|24[0-9]|25[0-5])\\.", var.vpc_cidr))
    error_message = "vpc_cidr is ${var.vpc_cidr}, of a range for loopback, link-local, multicast or reserved addresses, in which no VPC can be. Choose one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."
  }
}

variable "availability_zones" {
  description = "Names of the availability zones, one for each WAN subnet."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.availability_zones) >= 1 && length(var.availability_zones) <= 3
    error_message = "availability_zones has ${length(var.availability_zones)} entries: give 1 to 3."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : can(regex("^[a-z]+(-[a-z]+)+-[0-9]+[a-z]$", zone))])
    error_message = "availability_zones is ${join(", ", [for zone in var.availability_zones : coalesce(zone, "null")])}: write names of availability zones like eu-west-1a, in lower case, and not ids (euw1-az1). Elastic IPs and subnets of local and wavelength zones do not move between zones."
  }
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges of the WAN subnets."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.wan_subnet_cidrs : try(cidrsubnet(cidr, 0, 0) == cidr && !strcontains(cidr, ":"), false)])
    error_message = "wan_subnet_cidrs is ${join(", ", [for cidr in var.wan_subnet_cidrs : coalesce(cidr, "null")])}: each must be an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write them like ${try([for cidr in var.wan_subnet_cidrs : cidrsubnet(cidr, 0, 0) if cidrsubnet(cidr, 0, 0) != cidr && !strcontains(cidr, ":")][0], "10.16.1.0/24")}."
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
    error_message = "wan_subnet_cidrs is ${join(", ", [for cidr in var.wan_subnet_cidrs : coalesce(cidr, "null")])}: the ranges overlap. Give each WAN subnet a range of its own."
  }
}

variable "has_prober" {
  description = "Whether there are service checks, whose prober has subnets of its own."
  type        = bool
  nullable    = false
}

variable "prober_subnet_cidrs" {
  description = "IPv4 ranges of the prober's subnets."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.prober_subnet_cidrs) >= 1 && length(var.prober_subnet_cidrs) <= 2
    error_message = "prober_subnet_cidrs has ${length(var.prober_subnet_cidrs)} entries: give 1 or 2; with two the checks go on while one of the zones is down."
  }

  validation {
    condition     = alltrue([for cidr in var.prober_subnet_cidrs : try(cidrsubnet(cidr, 0, 0) == cidr && !strcontains(cidr, ":"), false)])
    error_message = "prober_subnet_cidrs is ${join(", ", [for cidr in var.prober_subnet_cidrs : coalesce(cidr, "null")])}: each must be an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write them like ${try([for cidr in var.prober_subnet_cidrs : cidrsubnet(cidr, 0, 0) if cidrsubnet(cidr, 0, 0) != cidr && !strcontains(cidr, ":")][0], "10.16.0.0/28")}."
  }

  validation {
    # Two ranges overlap if they agree on the shorter of their two prefixes.
    condition = alltrue(flatten([
      for i, a in var.prober_subnet_cidrs : [
        for j, b in var.prober_subnet_cidrs : try(
          cidrhost("${split("/", a)[0]}/${min(tonumber(split("/", a)[1]), tonumber(split("/", b)[1]))}", 0) !=
          cidrhost("${split("/", b)[0]}/${min(tonumber(split("/", a)[1]), tonumber(split("/", b)[1]))}", 0),
          true
        ) if i < j
      ]
    ]))
    error_message = "prober_subnet_cidrs is ${join(", ", [for cidr in var.prober_subnet_cidrs : coalesce(cidr, "null")])}: the ranges overlap. Give each subnet a range of its own."
  }
}

variable "assign_public_ip" {
  description = "Whether instances get a public address in the WAN subnets."
  type        = bool
  nullable    = false
}

variable "wan_routes" {
  description = "Further routes of the WAN subnets, routes as modules/routes takes them."
  type        = list(map(string))
  nullable    = false
}

variable "has_ipv6" {
  description = "Whether the VPC has an IPv6 range, chosen by AWS."
  type        = bool
  nullable    = false
}

variable "has_egress_only_gateway" {
  description = "Whether the VPC has an egress-only internet gateway, which IPv6 alone knows."
  type        = bool
  nullable    = false
}

variable "enable_ssm_endpoints" {
  description = "Whether to make interface endpoints for Systems Manager."
  type        = bool
  nullable    = false
}

variable "tags" {
  description = "Tags of everything in this module."
  type        = map(string)
  nullable    = false
}
