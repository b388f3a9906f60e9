output "this" {
  description = "The network, in the form of modules/existing_vpc. Its WAN subnets are routed to the internet: whoever uses them is created after their routes and destroyed before them."
  value = {
    vpc_id               = aws_vpc.this.id
    ipv4_cidrs           = [var.vpc_cidr]
    ipv6_cidr            = one(aws_vpc_ipv6_cidr_block_association.this[*].ipv6_cidr_block)
    internet_gateway_ids = [aws_internet_gateway.this.id]
    # IPv6's way out only.
    egress_only_gateway_ids = aws_egress_only_internet_gateway.this[*].id
    wan_subnets             = { for cidr, subnet in aws_subnet.wan : cidr => { id = subnet.id, cidr = cidr, zone = local.wan_subnets[cidr], assigns_public_ip = var.assign_public_ip } }
    wan_route_table_id      = aws_route_table.wan.id
    vip_route_table_ids     = [] # Ours, not brought.
    vip_network_acl_id      = null
  }

  depends_on = [aws_route.wan_internet, aws_route_table_association.wan]
}

output "internet_gateway_id" {
  description = "Id of the internet gateway."
  value       = aws_internet_gateway.this.id
}

output "wan_routes" {
  description = "Destinations of the WAN subnets' further routes: whoever uses it is created after these and destroyed before them."
  value       = module.wan_routes.destinations

  depends_on = [module.wan_routes]
}

output "prober_subnet_ids" {
  description = "Ids of the prober's subnets."
  value       = [for subnet in aws_subnet.prober : subnet.id]

  depends_on = [aws_route_table_association.prober]
}

# Rules that join several variables stand here: such a value is judged whatever else is wrong.

output "zones" {
  description = "WAN subnets' ranges and the availability zone of each."
  value       = local.wan_subnets

  precondition {
    condition     = length(var.wan_subnet_cidrs) == length(var.availability_zones)
    error_message = "wan_subnet_cidrs has ${length(var.wan_subnet_cidrs)} entries and availability_zones ${length(var.availability_zones)}: each availability zone needs a WAN subnet of its own. Give as many ranges as zones."
  }

  precondition {
    condition = alltrue([
      for cidr in var.wan_subnet_cidrs : try(
        tonumber(split("/", cidr)[1]) >= tonumber(split("/", var.vpc_cidr)[1]) && tonumber(split("/", cidr)[1]) <= 28
        && cidrhost("${split("/", cidr)[0]}/${split("/", var.vpc_cidr)[1]}", 0) == cidrhost(var.vpc_cidr, 0),
        true
      )
    ])
    error_message = "wan_subnet_cidrs is ${join(", ", var.wan_subnet_cidrs)}: each must lie inside vpc_cidr (${var.vpc_cidr}) and be /28 or larger. Choose other ranges or widen vpc_cidr."
  }
}

output "prober_zones" {
  description = "The prober's subnets' ranges and the availability zone of each."
  value       = local.prober_subnets

  precondition {
    condition     = !var.has_prober || length(var.prober_subnet_cidrs) <= length(local.prober_zones)
    error_message = "prober_subnet_cidrs has ${length(var.prober_subnet_cidrs)} entries, and availability_zones is ${join(", ", var.availability_zones)}: each of these subnets is in a zone of its own. Give as many ranges as zones, 2 at most."
  }

  precondition {
    condition = !var.has_prober || alltrue([
      for cidr in var.prober_subnet_cidrs : try(
        tonumber(split("/", cidr)[1]) >= tonumber(split("/", var.vpc_cidr)[1]) && tonumber(split("/", cidr)[1]) <= 28
        && cidrhost("${split("/", cidr)[0]}/${split("/", var.vpc_cidr)[1]}", 0) == cidrhost(var.vpc_cidr, 0),
        true
      )
    ])
    error_message = "prober_subnet_cidrs is ${join(", ", var.prober_subnet_cidrs)}: each must lie inside vpc_cidr (${var.vpc_cidr}) and be /28 or larger. Choose other ranges or widen vpc_cidr."
  }

  precondition {
    condition = !var.has_prober || alltrue(flatten([
      for a in var.prober_subnet_cidrs : [
        for b in var.wan_subnet_cidrs : try(
          cidrhost("${split("/", a)[0]}/${min(tonumber(split("/", a)[1]), tonumber(split("/", b)[1]))}", 0) !=
          cidrhost("${split("/", b)[0]}/${min(tonumber(split("/", a)[1]), tonumber(split("/", b)[1]))}", 0),
          true
        )
      ]
    ]))
    error_message = "prober_subnet_cidrs is ${join(", ", var.prober_subnet_cidrs)} and overlaps a WAN subnet (${join(", ", var.wan_subnet_cidrs)}). The prober's subnets need ranges of their own: choose some that no subnet uses."
  }
}
