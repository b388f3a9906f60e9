# IPv6: the VIP subnet's range and the one address, given, or by number where AWS has yet to choose the VPC's range.

locals {
  ipv6_attributes = ["cidr", "address", "subnet_number", "host_number", "internet"]
  by_number       = try(coalesce(var.ipv6.subnet_number, var.ipv6.host_number), null) != null

  ipv6_cidr    = var.ipv6 == null ? null : local.by_number ? try(cidrsubnet(var.vpc_ipv6_cidr, 8, var.ipv6.subnet_number), null) : try(var.ipv6.cidr, null)
  ipv6_address = var.ipv6 == null ? null : local.by_number ? try(cidrhost(local.ipv6_cidr, var.ipv6.host_number), null) : try(var.ipv6.address, null)

  ipv6_internet = var.ipv6 == null ? "none" : try(coalesce(var.ipv6.internet), "in_and_out")
}
