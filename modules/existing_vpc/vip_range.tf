# The VIP subnet's range: inside the VPC, and nobody else's. Subnets are looked for by the ranges that would collide with it:
# how many subnets a VPC has may not be known when planning, and what is not known cannot say how many lookups there are.

locals {
  lengths = { for cidr in var.vip_cidrs : cidr => tonumber(split("/", cidr)[1]) if can(cidrnetmask(cidr)) }

  # By how many bits a smaller subnet's range is longer, and all places of such: in two digits, as range() counts to 1024 only.
  smaller = {
    for cidr, length in local.lengths : cidr => flatten([
      for bits in range(1, 29 - length) : [
        for high in range(pow(2, max(bits - 6, 0))) : [for low in range(pow(2, min(bits, 6))) : cidrsubnet(cidr, bits, high * 64 + low)]
      ]
    ]) if length < 28
  }

  # A subnet is /16 to /28: it holds the range, or lies in it.
  colliding = {
    for cidr, length in local.lengths : cidr => concat(
      [for wider in range(16, length + 1) : "${cidrhost("${split("/", cidr)[0]}/${wider}", 0)}/${wider}"],
      lookup(local.smaller, cidr, []),
    )
  }

  # A filter takes 200 values: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
  lookups = merge([
    for cidr, ranges in local.colliding : { for place, some in chunklist(ranges, 200) : "${cidr} ${place}" => { vip_cidr = cidr, ranges = some } }
  ]...)

  ours    = setunion(data.aws_subnets.ours_before.ids, data.aws_subnets.ours_after.ids)
  foreign = { for key, found in data.aws_subnets.colliding : key => setsubtract(found.ids, local.ours) }
  crowded = { for key, ids in local.foreign : local.lookups[key].vip_cidr => ids... if length(ids) > 0 }

  associated = [for each in data.aws_vpc.this.cidr_block_associations : each.cidr_block if each.state == "associated"]
  outside = [
    for cidr, length in local.lengths : cidr if !anytrue([
      for range in local.associated : length >= tonumber(split("/", range)[1]) && cidrhost("${split("/", cidr)[0]}/${split("/", range)[1]}", 0) == cidrhost(range, 0)
    ])
  ]
}

# A plan may meet a heal, which makes the VIP subnet anew: what is ours is asked before and after.
data "aws_subnets" "ours_before" {
  filter {
    name   = "vpc-id"
    values = [one(data.aws_vpcs.given.ids)]
  }

  filter {
    name   = "tag:PersistentVnf"
    values = [var.name]
  }
}

data "aws_subnets" "colliding" {
  for_each = local.lookups

  filter {
    name   = "vpc-id"
    values = [one(data.aws_vpcs.given.ids)]
  }

  filter {
    name   = "cidr-block"
    values = each.value.ranges
  }

  depends_on = [data.aws_subnets.ours_before]
}

data "aws_subnets" "ours_after" {
  filter {
    name   = "vpc-id"
    values = [one(data.aws_vpcs.given.ids)]
  }

  filter {
    name   = "tag:PersistentVnf"
    values = [var.name]
  }

  depends_on = [data.aws_subnets.colliding]
}
