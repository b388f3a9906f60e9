# The prober's subnets: where they are, and which ranges they may have.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "without_a_prober" {
  command = plan

  variables {
    prober_subnet_cidrs = ["10.99.0.0/28", "10.16.1.0/28"] # Of ranges that are not made nothing is asked.
  }

  assert {
    condition     = length(aws_subnet.prober) + length(aws_route_table.prober) + length(aws_route_table_association.prober) == 0
    error_message = "Without service checks there should be no subnets for them."
  }
}

run "with_one" {
  variables {
    has_prober          = true
    availability_zones  = ["eu-west-1a", "eu-west-1a", "eu-west-1b"]
    prober_subnet_cidrs = ["10.16.0.0/28", "10.16.0.16/28"]
  }

  assert {
    condition     = output.prober_zones == { "10.16.0.0/28" = "eu-west-1a", "10.16.0.16/28" = "eu-west-1b" } && { for cidr, subnet in aws_subnet.prober : cidr => subnet.availability_zone } == output.prober_zones
    error_message = "Each should be in a zone of its own, the first ones."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.prober : !coalesce(subnet.map_public_ip_on_launch, false) && subnet.tags == tomap({ Name = "edge-prober" })])
    error_message = "Nothing in them should have a public address."
  }

  assert {
    condition     = alltrue([for association in aws_route_table_association.prober : association.route_table_id == aws_route_table.prober[0].id]) && length(aws_route_table_association.prober) == 2
    error_message = "They should have a route table of their own."
  }

  assert {
    condition     = toset(output.prober_subnet_ids) == toset([for subnet in aws_subnet.prober : subnet.id])
    error_message = "The prober should learn of them."
  }
}

run "zones_in_another_order" {
  variables {
    has_prober          = true
    availability_zones  = ["eu-west-1b", "eu-west-1a", "eu-west-1c"]
    prober_subnet_cidrs = ["10.16.0.0/28", "10.16.0.16/28"]
  }

  assert {
    condition     = { for cidr, subnet in aws_subnet.prober : cidr => subnet.availability_zone } == { "10.16.0.0/28" = "eu-west-1a", "10.16.0.16/28" = "eu-west-1b" }
    error_message = "They should stay where they are."
  }
}

run "one_in_the_only_zone_and_the_largest" {
  command = plan

  variables {
    has_prober          = true
    availability_zones  = ["eu-west-1a"]
    wan_subnet_cidrs    = ["10.16.0.0/17"]
    prober_subnet_cidrs = ["10.16.128.0/17"]
  }
}

run "more_than_zones" {
  command = plan

  variables {
    has_prober         = true
    availability_zones = ["eu-west-1a", "eu-west-1a", "eu-west-1a"]
  }

  expect_failures = [output.prober_zones]
}

run "outside" {
  command = plan

  variables {
    has_prober          = true
    prober_subnet_cidrs = ["10.16.0.0/28", "10.99.0.0/28"]
  }

  expect_failures = [output.prober_zones]
}

run "too_small" {
  command = plan

  variables {
    has_prober          = true
    prober_subnet_cidrs = ["10.16.0.0/29"]
  }

  expect_failures = [output.prober_zones]
}

run "in_a_wan_subnet" {
  command = plan

  variables {
    has_prober          = true
    prober_subnet_cidrs = ["10.16.0.0/28", "10.16.3.0/28"]
  }

  expect_failures = [output.prober_zones]
}

run "none" {
  command = plan

  variables {
    prober_subnet_cidrs = []
  }

  expect_failures = [var.prober_subnet_cidrs]
}

run "three" {
  command = plan

  variables {
    prober_subnet_cidrs = ["10.16.0.0/28", "10.16.0.16/28", "10.16.0.32/28"]
  }

  expect_failures = [var.prober_subnet_cidrs]
}

run "host_bits" {
  command = plan

  variables {
    prober_subnet_cidrs = ["10.16.0.1/28"]
  }

  expect_failures = [var.prober_subnet_cidrs]
}

run "ranges_that_overlap" {
  command = plan

  variables {
    prober_subnet_cidrs = ["10.16.0.0/27", "10.16.0.16/28"]
  }

  expect_failures = [var.prober_subnet_cidrs]
}
