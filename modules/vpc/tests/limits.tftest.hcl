# Every limit of the address plan from both sides.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "the_smallest_network" {
  command = plan

  variables {
    vpc_cidr           = "10.16.0.240/28"
    availability_zones = ["eu-west-1a"]
    wan_subnet_cidrs   = ["10.16.0.240/28"]
  }
}

run "the_largest_network_and_every_kind_of_route" {
  command = plan

  variables {
    vpc_cidr         = "10.16.0.0/16"
    wan_subnet_cidrs = ["10.16.0.0/17", "10.16.128.0/18", "10.16.255.240/28"]
    vip_routes = [
      { cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" },
      { cidr = "192.168.7.7/32", transit_gateway_id = "tgw-0123456789abcdef0" },
      { cidr = "172.16.0.0/12", network_interface_id = "eni-0123456789abcdef0" },
      { cidr = "0.0.0.0/1", vpc_peering_connection_id = "pcx-0123456789abcdef0" },
    ]
  }

  assert {
    condition = [
      aws_route.vip["192.168.0.0/16"].gateway_id,
      aws_route.vip["192.168.7.7/32"].transit_gateway_id,
      aws_route.vip["172.16.0.0/12"].network_interface_id,
      aws_route.vip["0.0.0.0/1"].vpc_peering_connection_id,
    ] == ["vgw-0123456789abcdef0", "tgw-0123456789abcdef0", "eni-0123456789abcdef0", "pcx-0123456789abcdef0"]
    error_message = "Each route should lead to its target."
  }
}

run "a_network_too_small" {
  command = plan

  variables {
    vpc_cidr           = "10.16.0.0/29"
    availability_zones = []
    wan_subnet_cidrs   = []
  }

  expect_failures = [var.vpc_cidr, var.availability_zones]
}

run "a_network_too_large" {
  command = plan

  variables {
    vpc_cidr = "10.16.0.0/15"
  }

  expect_failures = [var.vpc_cidr]
}

run "host_bits" {
  command = plan

  variables {
    vpc_cidr   = "10.16.0.1/16"
    vip_routes = [{ cidr = "192.168.0.1/16", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.vpc_cidr, var.vip_routes]
}

run "host_bits_of_a_wan_subnet" {
  command = plan

  variables {
    wan_subnet_cidrs = ["10.16.1.0/24", "10.16.2.0/24", "10.16.3.1/24"]
  }

  expect_failures = [var.wan_subnet_cidrs]
}

run "ipv6" {
  command = plan

  variables {
    vpc_cidr           = "fd00::/20"
    availability_zones = ["eu-west-1a"]
    wan_subnet_cidrs   = ["fd00::/20"]
    vip_routes         = [{ cidr = "fd01::/20", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.vpc_cidr, var.wan_subnet_cidrs, var.vip_routes]
}

run "a_wan_subnet_too_small" {
  command = plan

  variables {
    wan_subnet_cidrs = ["10.16.1.0/24", "10.16.2.0/24", "10.16.3.0/29"]
  }

  expect_failures = [output.zones]
}

run "a_default_route" {
  command = plan

  variables {
    vip_routes = [{ cidr = "0.0.0.0/0", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.vip_routes]
}

run "two_routes_to_one_range" {
  command = plan

  variables {
    vip_routes = [
      { cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" },
      { cidr = "192.168.0.0/16", transit_gateway_id = "tgw-0123456789abcdef0" },
    ]
  }

  expect_failures = [var.vip_routes]
}

run "a_route_with_two_targets" {
  command = plan

  variables {
    vip_routes = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0", transit_gateway_id = "tgw-0123456789abcdef0" }]
  }

  expect_failures = [var.vip_routes]
}

run "a_range_of_nobody" {
  command = plan

  variables {
    vpc_cidr         = "169.254.0.0/16"
    wan_subnet_cidrs = ["169.254.1.0/24", "169.254.2.0/24", "169.254.3.0/24"]
  }

  expect_failures = [var.vpc_cidr]
}

run "an_attribute_that_no_route_knows" {
  command = plan

  variables {
    availability_zones   = ["us-west-2-lax-1a"]
    wan_subnet_cidrs     = ["10.16.1.0/24"]
    vip_routes           = [{ cidr = "192.168.0.0/16", transit_gateway = "tgw-0123456789abcdef0" }]
    vip_propagating_vgws = ["tgw-0123456789abcdef0"]
  }

  expect_failures = [var.availability_zones, var.vip_routes, var.vip_propagating_vgws]
}

run "a_transit_gateway_as_gateway" {
  command = plan

  variables {
    vip_routes = [{ cidr = "192.168.0.0/16", gateway_id = "tgw-0123456789abcdef0" }]
  }

  expect_failures = [var.vip_routes]
}

run "a_route_into_the_vpc" {
  command = plan

  variables {
    vip_routes = [{ cidr = "10.16.200.0/24", transit_gateway_id = "tgw-0123456789abcdef0" }]
  }

  expect_failures = [output.vip_routes]
}
