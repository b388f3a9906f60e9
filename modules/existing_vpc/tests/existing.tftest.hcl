# What is looked up in somebody else's VPC, and each thing that makes it unfit.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

override_data {
  target = data.aws_subnets.wan
  values = { ids = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"] }
}

override_data {
  target = data.aws_subnets.ours_before
  values = { ids = ["subnet-0cccccccccccccccc"] }
}

override_data {
  target = data.aws_subnets.ours_after
  values = { ids = [] }
}

override_data {
  target = data.aws_subnets.colliding
  values = { ids = ["subnet-0cccccccccccccccc"] }
}

run "what_others_learn" {
  command = plan

  assert {
    condition     = output.this.vpc_id == "vpc-0123456789abcdef0" && output.this.ipv4_cidrs == ["10.16.0.0/16"] && output.this.ipv6_cidr == null
    error_message = "Others should learn the VPC and its ranges."
  }

  assert {
    condition     = output.this.wan_subnets.b == { id = "subnet-0bbbbbbbbbbbbbbbb", cidr = "10.16.1.0/24", zone = "eu-west-1a", assigns_public_ip = true }
    error_message = "Each WAN subnet should be told with its range and zone."
  }

  assert {
    condition     = output.this.internet_gateway_ids == ["igw-0123456789abcdef0"] && output.this.wan_route_table_id == null && length(output.this.vip_route_table_ids) == 0 && output.this.vip_network_acl_id == null
    error_message = "Theirs is the gateway; nothing is brought for the VIP subnet."
  }

  assert {
    condition     = { for key, each in data.aws_subnets.colliding : key => length(one([for filter in each.filter : filter.values if filter.name == "cidr-block"])) } == { "10.16.10.0/24 0" = 9 + 2 + 4 + 8 + 16 }
    error_message = "Looked for are the 9 ranges from /16 to /24 that hold it, and all that lie in it."
  }
}

run "with_a_table_and_an_acl_of_theirs" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, vip_route_table_id = "rtb-0123456789abcdef0", vip_network_acl_id = "acl-0123456789abcdef0" }
  }

  assert {
    condition     = length(data.aws_route_tables.vip) == 1 && length(data.aws_network_acls.vip) == 1 && one(output.this.vip_route_table_ids) == "rtb-0123456789abcdef0" && output.this.vip_network_acl_id == "acl-0123456789abcdef0"
    error_message = "What is brought should be looked up and handed on."
  }
}

run "with_both_default_routes" {
  command = plan

  variables {
    network        = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, vip_route_table_id = "rtb-0123456789abcdef0" }
    default_routes = ["0.0.0.0/0", "::/0"]
  }

  assert {
    condition     = length(data.aws_route_table.vip) == 1 && length(local.unrouted) == 0
    error_message = "check.vip_route_table should pass."
  }
}

run "a_table_that_leads_nowhere_for_private_vips" {
  command = plan

  variables {
    network        = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, vip_route_table_id = "rtb-0123456789abcdef0" }
    default_routes = []
  }

  override_data {
    target = data.aws_route_table.vip
    values = { routes = [] }
  }

  assert {
    condition     = length(local.unrouted) == 0
    error_message = "No way to the internet is needed."
  }
}

run "private_only_in_ipv6_space" {
  command = plan

  variables {
    needs_internet_gateway = false
  }

  override_data {
    target = data.aws_vpc.this
    values = {
      owner_id        = "123456789012"
      ipv6_cidr_block = "2001:db8:0:1200::/56"
      cidr_block_associations = [
        { association_id = "vpc-cidr-assoc-0", cidr_block = "10.99.0.0/16", state = "associated" },
        { association_id = "vpc-cidr-assoc-1", cidr_block = "10.16.0.0/20", state = "associated" },
      ]
    }
  }

  assert {
    condition     = length(output.this.internet_gateway_ids) == 0 && output.this.ipv6_cidr == "2001:db8:0:1200::/56" && output.this.ipv4_cidrs == ["10.99.0.0/16", "10.16.0.0/20"]
    error_message = "No gateway is needed, and a secondary range will do."
  }
}

run "the_largest_range" {
  command = plan

  variables {
    vip_cidrs = ["10.16.0.0/16"]
  }

  assert {
    condition     = length(local.lookups) == 41 && length(distinct(local.colliding["10.16.0.0/16"])) == 8191
    error_message = "Every range in it should be looked for, 200 at a time."
  }
}

run "the_smallest_range_made_anew_while_we_look" {
  command = plan

  variables {
    vip_cidrs = ["10.16.10.16/28"]
  }

  override_data {
    target = data.aws_subnets.ours_before
    values = { ids = [] }
  }

  override_data {
    target = data.aws_subnets.ours_after
    values = { ids = ["subnet-0cccccccccccccccc"] }
  }

  assert {
    condition     = length(local.crowded) == 0 && length(local.colliding["10.16.10.16/28"]) == 13
    error_message = "A subnet of ours that came in between is ours."
  }
}

run "what_others_learn_where_nothing_else_is_asked_for" {
  command = plan

  assert {
    condition     = length(data.aws_subnet.wan) == 2 && length(data.aws_subnets.wan.ids) == 2 && length(data.aws_vpcs.given.ids) == 1 && length(data.aws_availability_zones.regional.names) == 3
    error_message = "Both subnets should be looked up, in the VPC, in zones of the region."
  }
}

run "an_open_acl" {
  command = plan

  assert {
    condition     = length(data.aws_network_acls.open.ids) == 1
    error_message = "check.vip_network_acl should pass."
  }
}

run "no_such_vpc" {
  command = plan

  override_data {
    target = data.aws_vpcs.given
    values = { ids = [] }
  }

  expect_failures = [data.aws_vpcs.given]
}

run "of_another_account" {
  command = plan

  override_data {
    target = data.aws_vpc.this
    values = {
      owner_id                = "111122223333"
      ipv6_cidr_block         = ""
      cidr_block_associations = [{ association_id = "vpc-cidr-assoc-0", cidr_block = "10.16.0.0/16", state = "associated" }]
    }
  }

  expect_failures = [output.this]
}

run "a_range_outside" {
  command = plan

  override_data {
    target = data.aws_vpc.this
    values = {
      owner_id                = "123456789012"
      ipv6_cidr_block         = ""
      cidr_block_associations = [{ association_id = "vpc-cidr-assoc-0", cidr_block = "10.17.0.0/16", state = "associated" }]
    }
  }

  expect_failures = [output.this]
}

run "a_range_that_is_leaving" {
  command = plan

  override_data {
    target = data.aws_vpc.this
    values = {
      owner_id                = "123456789012"
      ipv6_cidr_block         = ""
      cidr_block_associations = [{ association_id = "vpc-cidr-assoc-0", cidr_block = "10.16.0.0/16", state = "disassociating" }]
    }
  }

  expect_failures = [output.this]
}

run "a_range_around_the_vpcs" {
  command = plan

  override_data {
    target = data.aws_vpc.this
    values = {
      owner_id                = "123456789012"
      ipv6_cidr_block         = ""
      cidr_block_associations = [{ association_id = "vpc-cidr-assoc-0", cidr_block = "10.16.10.128/25", state = "associated" }]
    }
  }

  expect_failures = [output.this]
}

run "a_range_that_somebody_uses" {
  command = plan

  override_data {
    target = data.aws_subnets.colliding
    values = { ids = ["subnet-0cccccccccccccccc", "subnet-0dddddddddddddddd"] }
  }

  expect_failures = [output.this]
}

run "a_subnet_of_another_vpc" {
  command = plan

  override_data {
    target = data.aws_subnets.wan
    values = { ids = ["subnet-0aaaaaaaaaaaaaaaa"] }
  }

  expect_failures = [data.aws_subnets.wan]
}

run "a_subnet_without_ipv4" {
  command = plan

  override_data {
    target = data.aws_subnet.wan
    values = { cidr_block = "", availability_zone = "eu-west-1a", map_public_ip_on_launch = true, outpost_arn = "" }
  }

  expect_failures = [data.aws_subnet.wan["a"], data.aws_subnet.wan["b"]]
}

run "a_wan_subnet_in_a_local_zone" {
  command = plan

  override_data {
    target = data.aws_subnet.wan
    values = { cidr_block = "10.16.1.0/24", availability_zone = "eu-west-1-lon-1a", map_public_ip_on_launch = true, outpost_arn = "" }
  }

  expect_failures = [data.aws_availability_zones.regional]
}

run "a_table_of_another_vpc" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }, vip_route_table_id = "rtb-0123456789abcdef0" }
  }

  override_data {
    target = data.aws_route_tables.vip
    values = { ids = [] }
  }

  expect_failures = [data.aws_route_tables.vip[0]]
}

run "a_table_without_the_default_route" {
  command = plan

  variables {
    network        = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }, vip_route_table_id = "rtb-0123456789abcdef0" }
    default_routes = ["0.0.0.0/0", "::/0"]
  }

  override_data {
    target = data.aws_route_table.vip
    values = { routes = [{ cidr_block = "0.0.0.0/0" }] }
  }

  expect_failures = [check.vip_route_table]
}

run "an_acl_of_another_vpc" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }, vip_network_acl_id = "acl-0123456789abcdef0" }
  }

  override_data {
    target = data.aws_network_acls.vip
    values = { ids = [] }
  }

  expect_failures = [data.aws_network_acls.vip[0]]
}

run "an_acl_that_allows_nothing" {
  command = plan

  override_data {
    target = data.aws_network_acls.open
    values = { ids = [] }
  }

  expect_failures = [check.vip_network_acl]
}
