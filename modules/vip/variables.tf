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
  description = "IPv4 range of the VPC, in which vip_cidr has to lie."
  type        = string
  nullable    = false
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges of the WAN subnets, which vip_cidr must not overlap."
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
