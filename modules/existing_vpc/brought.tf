# What the VIP subnet gets of theirs: a route table and a network ACL, if they are named.

locals {
  # Whether one is brought must be known when planning, its id need not be.
  vip_route_table_ids = contains(keys(var.network), "vip_route_table_id") ? [var.network.vip_route_table_id] : []
  vip_network_acl_ids = contains(keys(var.network), "vip_network_acl_id") ? [var.network.vip_network_acl_id] : []
}

data "aws_route_tables" "vip" {
  count = length(local.vip_route_table_ids)

  vpc_id = one(data.aws_vpcs.given.ids)

  filter {
    name   = "route-table-id"
    values = [local.vip_route_table_ids[count.index]]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 1
      error_message = "network.vip_route_table_id is ${local.vip_route_table_ids[count.index]}, and ${var.network.vpc_id} has no such route table. Name one of that VPC, or leave vip_route_table_id out to have one made."
    }
  }
}

data "aws_route_table" "vip" {
  count = length(local.vip_route_table_ids)

  route_table_id = one(data.aws_route_tables.vip[count.index].ids)
}

locals {
  destinations = flatten([for table in data.aws_route_table.vip : [for route in table.routes : [route.cidr_block, route.ipv6_cidr_block]]])
  unrouted     = length(local.vip_route_table_ids) == 0 ? [] : setsubtract(var.default_routes, local.destinations)
}

# A warning, not an error: the provider tells nothing of propagated routes, and narrower ones, or a prefix list, may be all that is
# wanted.
check "vip_route_table" {
  assert {
    condition     = length(local.unrouted) == 0
    error_message = "network.vip_route_table_id is ${join("", local.vip_route_table_ids)}, which has no route of its own to ${join(" and ", local.unrouted)}: the VIP reaches on the internet what other routes lead to, and nothing else. Add the route, to a gateway of ${var.network.vpc_id}, or leave vip_route_table_id out to have a table made."
  }
}

data "aws_network_acls" "vip" {
  count = length(local.vip_network_acl_ids)

  vpc_id = one(data.aws_vpcs.given.ids)

  filter {
    name   = "network-acl-id"
    values = [local.vip_network_acl_ids[count.index]]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 1
      error_message = "network.vip_network_acl_id is ${local.vip_network_acl_ids[count.index]}, and ${var.network.vpc_id} has no such network ACL. Name one of that VPC, or leave vip_network_acl_id out: the VIP subnet then has the VPC's default one."
    }
  }
}

# The ACL that the VIP subnet will have, if a rule of it allows anything.
data "aws_network_acls" "open" {
  vpc_id = one(data.aws_vpcs.given.ids)

  filter {
    name   = length(local.vip_network_acl_ids) == 0 ? "default" : "network-acl-id"
    values = length(local.vip_network_acl_ids) == 0 ? ["true"] : local.vip_network_acl_ids
  }

  filter {
    name   = "entry.rule-action"
    values = ["allow"]
  }
}

# A warning, not an error: whoever wrote the ACL may be about to open it.
check "vip_network_acl" {
  assert {
    condition     = length(data.aws_network_acls.open.ids) > 0
    error_message = "The VIP subnet's network ACL (${length(local.vip_network_acl_ids) == 0 ? "the default one of ${var.network.vpc_id}" : join("", local.vip_network_acl_ids)}) has no rule that allows anything: nobody will reach the VIP. Add rules to it, or name another one as network.vip_network_acl_id."
  }
}
