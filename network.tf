# The network, whoever made it: ours by modules/vpc, or somebody else's, judged by modules/existing_vpc.
#
# Asked by their number: what asks all instances of a module (module.vpc[*]) comes after everything in it, and so after wan_routes,
# which may lead to a gateway that is attached to these very subnets.

locals {
  own_vpc        = var.network == null
  network        = local.own_vpc ? module.vpc[0].this : module.existing_vpc[0].this
  wan_subnet_ids = [for subnet in local.network.wan_subnets : subnet.id]
  wan_zones      = { for key, subnet in local.network.wan_subnets : key => subnet.zone }
  wan_routes     = local.own_vpc ? module.vpc[0].wan_routes : []

  # Apart from the network: what only the VNF needs does not come after them, nor wait for Lambda to leave them.
  prober_subnet_ids = local.own_vpc ? module.vpc[0].prober_subnet_ids : module.existing_vpc[0].prober_subnet_ids

  # Where instances are launched, by what is literal: zones of ours, keys of somebody else's subnets.
  launch_zones      = setsubtract(local.zone_keys, var.evacuate)
  launch_subnet_ids = [for key, subnet in local.network.wan_subnets : subnet.id if contains(local.launch_zones, local.own_vpc ? subnet.zone : key)]

  # By what is said, as an id may not be known yet.
  has_elastic_ip = anytrue([
    for vip in local.vips : try(coalesce(vip.elastic_ip.from), "make") != "none"
    || anytrue([for its in values(vip.secondary_addresses) : try(coalesce(its.elastic_ip.from), "none") != "none"])
  ])
  needs_internet_gateway = contains(local.ipv6_ways, "in_and_out") || local.has_elastic_ip
  default_routes = concat(
    local.has_elastic_ip ? ["0.0.0.0/0"] : [],
    length(setintersection(local.ipv6_ways, ["in_and_out", "out"])) > 0 ? ["::/0"] : [],
  )

  # In somebody else's VPC are those that somebody else pays for.
  enable_flow_logs = var.enable_flow_logs == null ? local.own_vpc : var.enable_flow_logs
}

# What a network of our own will be like is in the variables, and judged by them, whatever else of it is wrong. Somebody else's
# has to be looked up.
locals {
  own_vpc_cidr            = local.own_vpc ? var.vpc_cidr : null
  own_wan_subnet_cidrs    = local.own_vpc ? var.wan_subnet_cidrs : []
  own_prober_subnet_cidrs = local.own_vpc && local.has_prober ? var.prober_subnet_cidrs : []
  zone_keys               = local.own_vpc ? var.availability_zones : try(keys(var.network.wan_subnet_ids), [])

  existing_subnets        = local.own_vpc ? {} : module.existing_vpc[0].this.wan_subnets
  brought_route_table_ids = local.own_vpc ? [] : module.existing_vpc[0].this.vip_route_table_ids

  zones            = local.own_vpc ? var.availability_zones : [for subnet in local.existing_subnets : subnet.zone]
  wan_subnet_cidrs = local.own_vpc ? var.wan_subnet_cidrs : [for subnet in local.existing_subnets : subnet.cidr]
  assign_public_ip = local.own_vpc ? var.assign_public_ip : alltrue([for subnet in local.existing_subnets : subnet.assigns_public_ip])
  vpc_cidrs        = local.own_vpc ? [var.vpc_cidr] : module.existing_vpc[0].this.ipv4_cidrs
}
