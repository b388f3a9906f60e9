# The address plan: every rule at its boundary, from both sides.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

variables {
  name             = "edge"
  vpc_id           = "vpc-0123456789abcdef0"
  vpc_cidr         = "10.16.0.0/16"
  wan_subnet_cidrs = ["10.16.1.0/24", "10.16.2.0/24"]
}

run "first_usable_address" {
  command = plan

  variables {
    address = "10.16.10.4"
  }
}

run "last_usable_address_written_as_the_sample_did" {
  command = plan

  variables {
    address = "10.16.10.254/32"
  }

  assert {
    condition     = output.private_addresses[0] == "10.16.10.254"
    error_message = "The /32 should be taken off."
  }
}

run "last_of_the_first_four_addresses" {
  command = plan

  variables {
    address = "10.16.10.3"
  }

  expect_failures = [output.private_addresses]
}

run "broadcast_address" {
  command = plan

  variables {
    address = "10.16.10.255"
  }

  expect_failures = [output.private_addresses]
}

run "smallest_subnet_at_the_end_of_the_vpc" {
  command = plan

  variables {
    cidr    = "10.16.255.240/28"
    address = "10.16.255.244"
  }

  assert {
    condition     = output.cidr == "10.16.255.240/28"
    error_message = "The smallest range, at the end of the VPC, should do."
  }
}

run "subnet_too_small" {
  command = plan

  variables {
    cidr    = "10.16.10.0/29"
    address = "10.16.10.4"
  }

  expect_failures = [output.cidr]
}

run "subnet_outside_the_vpc" {
  command = plan

  variables {
    cidr    = "10.17.0.0/24"
    address = "10.17.0.20"
  }

  expect_failures = [output.cidr]
}

run "subnet_around_a_wan_subnet" {
  command = plan

  variables {
    cidr    = "10.16.0.0/22"
    address = "10.16.0.20"
  }

  expect_failures = [output.cidr]
}

run "subnet_inside_a_wan_subnet" {
  command = plan

  variables {
    cidr    = "10.16.2.128/28"
    address = "10.16.2.132"
  }

  expect_failures = [output.cidr]
}

run "brought_elastic_ip" {
  command = plan

  variables {
    elastic_ip = { from = "bring", allocation_id = "eipalloc-0123456789abcdef0" }
  }

  assert {
    condition     = length(aws_eip.this) == 0 && length(data.aws_eips.brought) == 1 && output.this.public_addresses["10.16.10.20"] == "198.51.100.20" && output.handler.elastic_ips["10.16.10.20"] == "eipalloc-0123456789abcdef0"
    error_message = "No Elastic IP should be made where one is brought."
  }
}

run "only_the_automation_may_carry_the_owner_tag" {
  command = plan

  assert {
    condition     = !contains(keys(aws_eip.this["primary"].tags), "PersistentVnf") && !contains(keys(aws_route_table.this[0].tags), "PersistentVnf")
    error_message = "The ownership tag marks what the handler may delete."
  }
}
