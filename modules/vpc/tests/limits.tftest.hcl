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

run "the_largest_network" {
  command = plan

  variables {
    vpc_cidr         = "10.16.0.0/16"
    wan_subnet_cidrs = ["10.16.0.0/17", "10.16.128.0/18", "10.16.255.240/28"]
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
    vpc_cidr = "10.16.0.1/16"
  }

  expect_failures = [var.vpc_cidr]
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
  }

  expect_failures = [var.vpc_cidr, var.wan_subnet_cidrs]
}

run "a_wan_subnet_too_small" {
  command = plan

  variables {
    wan_subnet_cidrs = ["10.16.1.0/24", "10.16.2.0/24", "10.16.3.0/29"]
  }

  expect_failures = [output.zones]
}

run "a_range_of_nobody" {
  command = plan

  variables {
    vpc_cidr         = "169.254.0.0/16"
    wan_subnet_cidrs = ["169.254.1.0/24", "169.254.2.0/24", "169.254.3.0/24"]
  }

  expect_failures = [var.vpc_cidr]
}

run "a_local_zone" {
  command = plan

  variables {
    availability_zones = ["us-west-2-lax-1a"]
    wan_subnet_cidrs   = ["10.16.1.0/24"]
  }

  expect_failures = [var.availability_zones]
}
