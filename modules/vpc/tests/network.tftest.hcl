# The network: subnets by CIDR, routes, and the rules that WAN subnets must follow.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "a_subnet_for_each_zone" {
  command = plan

  assert {
    condition = { for cidr, subnet in aws_subnet.wan : cidr => subnet.availability_zone } == {
      "10.16.1.0/24" = "eu-west-1a"
      "10.16.2.0/24" = "eu-west-1b"
      "10.16.3.0/24" = "eu-west-1c"
    }
    error_message = "WAN subnets should be keyed by CIDR and lie in the zones in their order."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.wan : subnet.map_public_ip_on_launch])
    error_message = "By default every WAN subnet gives public addresses."
  }

  assert {
    condition     = length(aws_vpc_ipv6_cidr_block_association.this) == 0 && length(aws_egress_only_internet_gateway.this) == 0
    error_message = "IPv6 is for those who ask for it."
  }

  assert {
    condition     = length(aws_vpc_endpoint.ssm) == 0
    error_message = "Endpoints are off by default."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.wan : !contains(keys(subnet.tags), "PersistentVnf")])
    error_message = "A WAN subnet must not look like a VIP subnet to the handler."
  }
}

run "a_zone_given_twice" {
  variables {
    availability_zones   = ["eu-west-1a", "eu-west-1b", "eu-west-1b"]
    enable_ssm_endpoints = true
    assign_public_ip     = false
  }

  assert {
    condition     = length(aws_subnet.wan) == 3 && alltrue([for subnet in aws_subnet.wan : !subnet.map_public_ip_on_launch])
    error_message = "There should be three subnets without public addresses."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.ssm)) == toset(["ssm", "ssmmessages", "ec2messages"])
    error_message = "Systems Manager needs three endpoints."
  }

  assert {
    condition = alltrue([
      for endpoint in aws_vpc_endpoint.ssm :
      endpoint.subnet_ids == toset([aws_subnet.wan["10.16.1.0/24"].id, aws_subnet.wan["10.16.2.0/24"].id])
    ])
    error_message = "An endpoint takes one subnet of each zone."
  }
}

run "fewer_ranges_than_zones" {
  command = plan

  variables {
    wan_subnet_cidrs = ["10.16.1.0/24", "10.16.2.0/24"]
  }

  expect_failures = [output.zones]
}

run "one_zone" {
  command = plan

  variables {
    availability_zones = ["eu-west-1c"]
    wan_subnet_cidrs   = ["10.16.1.0/28"]
  }
}

run "four_zones" {
  command = plan

  variables {
    availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1a"]
    wan_subnet_cidrs   = ["10.16.1.0/24", "10.16.2.0/24", "10.16.3.0/24", "10.16.4.0/24"]
  }

  expect_failures = [var.availability_zones]
}

run "a_zone_of_another_region" {
  command = plan

  variables {
    availability_zones = ["eu-west-1a", "eu-west-1b", "us-east-1a"]
  }

  expect_failures = [data.aws_availability_zones.given]
}

run "a_wan_subnet_outside_the_vpc" {
  command = plan

  variables {
    wan_subnet_cidrs = ["10.16.1.0/24", "10.16.2.0/24", "10.17.3.0/24"]
  }

  expect_failures = [output.zones]
}

run "wan_subnets_that_overlap" {
  command = plan

  variables {
    wan_subnet_cidrs = ["10.16.0.0/22", "10.16.2.0/24", "10.16.4.0/24"]
  }

  expect_failures = [var.wan_subnet_cidrs]
}

run "wan_subnets_side_by_side" {
  command = plan

  variables {
    wan_subnet_cidrs = ["10.16.0.0/23", "10.16.2.0/24", "10.16.3.0/24"]
  }
}

run "ipv6_and_its_way_out" {
  command = plan

  variables {
    has_ipv6                = true
    has_egress_only_gateway = true
  }

  assert {
    condition     = aws_vpc_ipv6_cidr_block_association.this[0].assign_generated_ipv6_cidr_block && length(aws_egress_only_internet_gateway.this) == 1
    error_message = "A range that AWS chooses, and one gateway."
  }
}

run "the_form_that_others_take_it_in" {
  variables {
    wan_routes = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
  }

  assert {
    condition     = length(data.aws_availability_zones.given.names) == 3
    error_message = "The zones given should be looked up."
  }

  assert {
    condition     = output.this.vpc_id == aws_vpc.this.id && output.this.ipv4_cidrs == ["10.16.0.0/16"] && output.this.internet_gateway_ids == [aws_internet_gateway.this.id] && output.internet_gateway_id == aws_internet_gateway.this.id
    error_message = "Others should learn the VPC, its range and its gateway."
  }

  assert {
    condition     = output.this.wan_subnets["10.16.2.0/24"] == { id = aws_subnet.wan["10.16.2.0/24"].id, cidr = "10.16.2.0/24", zone = "eu-west-1b", assigns_public_ip = true }
    error_message = "Each WAN subnet should be told with its range and zone."
  }

  assert {
    condition     = output.this.wan_route_table_id == aws_route_table.wan.id && output.wan_routes == tolist(["192.168.0.0/16"]) && length(output.zones) == 3
    error_message = "Others should learn the WAN subnets' table, and that it has its routes."
  }
}
