variable "name" {
  description = "Name of the VNF."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "public_ssh_access" {
  description = "Whether jump_host_cidrs may reach the WAN side by SSH."
  type        = bool
  nullable    = false
}

variable "jump_host_cidrs" {
  description = "IPv4 ranges of the jump hosts, a list or a map."
  type        = any
  nullable    = false

  validation {
    condition     = try(alltrue([for cidr in var.jump_host_cidrs : try(cidrsubnet(cidr, 0, 0) == cidr && !strcontains(cidr, ":"), false)]), false)
    error_message = "jump_host_cidrs is ${try(join(", ", [for cidr in var.jump_host_cidrs : cidr]), "no list")}: each must be an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write them like ${try([for cidr in var.jump_host_cidrs : cidrsubnet(cidr, 0, 0) if cidrsubnet(cidr, 0, 0) != cidr && !strcontains(cidr, ":")][0], "203.0.113.0/24")}, and a single host like 203.0.113.7/32, in brackets."
  }

  validation {
    condition     = !var.public_ssh_access || var.allow_ssh_from_anywhere || try(alltrue([for cidr in var.jump_host_cidrs : try(tonumber(split("/", cidr)[1]) >= 8, true)]), true)
    error_message = "jump_host_cidrs is ${try(join(", ", [for cidr in var.jump_host_cidrs : cidr]), "")} and would open SSH to a range wider than /8. Narrow it, or say it twice with allow_ssh_from_anywhere = true."
  }
}

variable "allow_ssh_from_anywhere" {
  description = "Whether SSH may be opened to a range wider than /8."
  type        = bool
  nullable    = false
}

variable "wan_ingress_rules" {
  description = "What may come in on the WAN side, rules as modules/rules takes them."
  type        = any
  nullable    = false
}

variable "wan_egress_rules" {
  description = "What may go out on the WAN side, rules as modules/rules takes them."
  type        = any
  nullable    = false
}

variable "tags" {
  description = "Tags of everything in this module."
  type        = map(string)
  nullable    = false
}
