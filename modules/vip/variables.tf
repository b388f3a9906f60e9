variable "name" {
  description = "Name of the VNF; it is also the value of the ownership tag, so it must be unique in its VPC."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC that the address lives in."
  type        = string
  nullable    = false
}

variable "vpc_cidr" {
  description = "IPv4 range of that VPC, for the check that vip_cidr lies inside it."
  type        = string
  nullable    = false
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges already used by subnets of that VPC, for the check that vip_cidr is clear of them. Default: none."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "vip_cidr" {
  description = "IPv4 range of the VIP subnet, /16 to /28, inside vpc_cidr and used by nothing else: the subnet is deleted and created again in another AZ under this very range."
  type        = string
  default     = "10.16.10.0/24"
  nullable    = false

  validation {
    condition     = try(cidrsubnet(var.vip_cidr, 0, 0) == var.vip_cidr && !strcontains(var.vip_cidr, ":"), false)
    error_message = "vip_cidr is ${var.vip_cidr}, which is not an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write it like ${try(strcontains(var.vip_cidr, ":") ? "10.16.10.0/24" : cidrsubnet(var.vip_cidr, 0, 0), "10.16.10.0/24")}."
  }
}

variable "vip_address" {
  description = "The persistent private IPv4 address, inside vip_cidr and none of its five reserved addresses (the first four and the last). A trailing /32 is accepted and dropped."
  type        = string
  default     = "10.16.10.20"
  nullable    = false

  validation {
    # 10.16.10.020 is .20 to Terraform and .16 to others; AWS takes, and answers with, one form only.
    condition     = try(cidrhost("${trimsuffix(var.vip_address, "/32")}/32", 0) == trimsuffix(var.vip_address, "/32"), false)
    error_message = "vip_address is ${var.vip_address}, which is not an IPv4 address without leading zeros or spaces. Write it like ${try(strcontains(var.vip_address, ":") ? "10.16.10.20" : cidrhost("${trimspace(trimsuffix(var.vip_address, "/32"))}/32", 0), "10.16.10.20")}."
  }
}

variable "elastic_ip" {
  description = <<-EOT
    The Elastic IP. from: make (default: the module makes one, and destroy releases it) or bring; with bring, allocation_id (eipalloc-…),
    which may be known after the apply only. Recommended: bring one that is in a state of its own, so that it survives destroy.
  EOT
  type        = any
  default     = {}
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
  description = <<-EOT
    What may come in on the persistent address, a list of rules. A rule has a description (text); a protocol: all, tcp, udp, icmp, esp, gre, ah,
    sctp, ipip, ospf, vrrp, l2tp or an IANA number such as "50"; for tcp and udp a from_port and, if it is a range, a to_port (whole numbers,
    0 to 65535; for icmp the type and the code, -1 for any, which is the code's default); and its peers: cidrs (IPv4), prefix_list_ids,
    security_group_ids. Each of these is a list, or a map from names of your choice: cidrs that are not known when planning need the map.
    Any other attribute is refused. Default: nothing.
  EOT
  type        = any
  default     = []
  nullable    = false
}

variable "vip_egress_rules" {
  description = "What may go out from the persistent address, rules like those of vip_ingress_rules. Default: everything, since a VNF's peers are rarely known beforehand."
  type        = any
  default = [{
    description = "Everything"
    protocol    = "all"
    cidrs       = ["0.0.0.0/0"]
  }]
  nullable = false
}

variable "allow_ssh_from_anywhere" {
  description = "Whether a rule may open TCP 22 to a range wider than /8. Default false: it has to be said twice."
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
