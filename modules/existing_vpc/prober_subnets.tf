# The prober's subnets, if there is one: in this VPC, with IPv4, and no VIP subnet.

locals {
  prober_subnet_ids = { for name in try(keys(var.network.prober_subnet_ids), []) : name => var.network.prober_subnet_ids[name] if var.has_prober }
}

data "aws_subnets" "prober" {
  count = length(local.prober_subnet_ids) > 0 ? 1 : 0

  filter {
    name   = "subnet-id"
    values = values(local.prober_subnet_ids)
  }

  filter {
    name   = "vpc-id"
    values = [one(data.aws_vpcs.given.ids)]
  }

  lifecycle {
    postcondition {
      condition     = length(setsubtract(values(local.prober_subnet_ids), self.ids)) == 0
      error_message = "network.prober_subnet_ids has ${join(", ", setsubtract(values(local.prober_subnet_ids), self.ids))}, which is no subnet of ${var.network.vpc_id} that this account sees. Name subnets of that VPC."
    }
  }
}

data "aws_subnet" "prober" {
  for_each = local.prober_subnet_ids

  id = each.value

  lifecycle {
    postcondition {
      condition     = self.cidr_block != "" && self.outpost_arn == ""
      error_message = "network.prober_subnet_ids.${each.key} is ${each.value}, a subnet ${self.outpost_arn == "" ? "without an IPv4 range" : "of an Outpost"}: the VIPs are probed by IPv4, from the region itself. Name another one."
    }

    postcondition {
      # Two ranges overlap if they agree on the shorter of their two prefixes.
      condition = alltrue([
        for cidr in var.vip_cidrs : try(
          cidrhost("${split("/", cidr)[0]}/${min(tonumber(split("/", cidr)[1]), tonumber(split("/", self.cidr_block)[1]))}", 0) !=
          cidrhost("${split("/", self.cidr_block)[0]}/${min(tonumber(split("/", cidr)[1]), tonumber(split("/", self.cidr_block)[1]))}", 0),
          true
        )
      ])
      error_message = "network.prober_subnet_ids.${each.key} is ${each.value} with the range ${self.cidr_block}, in which a VIP subnet is to be (${join(", ", var.vip_cidrs)}): that one goes from zone to zone. Name another one."
    }
  }

  depends_on = [data.aws_subnets.prober] # Judged first.
}
