output "this" {
  description = "The network, in the form of modules/vpc: whoever uses it is created after it was judged."
  value = {
    vpc_id                  = var.network.vpc_id
    ipv4_cidrs              = local.associated
    ipv6_cidr               = data.aws_vpc.this.ipv6_cidr_block == "" ? null : data.aws_vpc.this.ipv6_cidr_block
    internet_gateway_ids    = [for gateway in data.aws_internet_gateway.this : gateway.id]
    egress_only_gateway_ids = [] # None is made in it, and AWS has no lookup of theirs.
    wan_subnets = {
      for key, id in var.network.wan_subnet_ids : key => {
        id                = id
        cidr              = data.aws_subnet.wan[key].cidr_block
        zone              = data.aws_subnet.wan[key].availability_zone
        assigns_public_ip = data.aws_subnet.wan[key].map_public_ip_on_launch
      }
    }
    wan_route_table_id  = null # Theirs.
    vip_route_table_ids = local.vip_route_table_ids
    vip_network_acl_id  = one(local.vip_network_acl_ids)
  }

  precondition {
    # docs/aws-behaviour.md#shared-vpcs
    condition     = data.aws_vpc.this.owner_id == data.aws_caller_identity.current.account_id
    error_message = "network.vpc_id is ${var.network.vpc_id}, which account ${data.aws_vpc.this.owner_id} owns and shares with this one (${data.aws_caller_identity.current.account_id}): a participant cannot make the VIP subnet in it. Deploy in the owner's account, or into a VPC of this one."
  }

  precondition {
    condition     = length(local.outside) == 0
    error_message = "vips has the ranges ${join(", ", local.outside)}: each must lie inside one of the ranges of ${var.network.vpc_id} (${join(", ", local.associated)}). Choose another range, or associate one with the VPC."
  }

  precondition {
    condition     = length(local.crowded) == 0
    error_message = "vips has the ranges ${join(", ", keys(local.crowded))}, which overlap ${join(", ", flatten(values(local.crowded)))}. The VIP subnet needs a range of its own, for good: it is deleted and created again under it. Choose one that no subnet uses."
  }

  # The zones of the WAN subnets, and what is brought.
  depends_on = [data.aws_availability_zones.regional, data.aws_subnet.prober, data.aws_route_tables.vip, data.aws_network_acls.vip]
}

output "prober_subnet_ids" {
  description = "Ids of the prober's subnets."
  value       = values(local.prober_subnet_ids)

  precondition {
    condition     = !var.has_prober || length(local.prober_subnet_ids) > 0
    error_message = "network has ${join(", ", keys(var.network))} and no prober_subnet_ids, and there are service_checks: their prober needs 1 or 2 subnets of its own in ${var.network.vpc_id}. Add them like prober_subnet_ids = { a = \"subnet-0123456789abcdef0\" }, or remove service_checks."
  }
}
