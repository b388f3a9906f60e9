# What address.tftest.hcl leaves: form, neighbours, and the largest range.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

variables {
  name             = "edge"
  vpc_id           = "vpc-0123456789abcdef0"
  vpc_cidr         = "10.16.0.0/16"
  wan_subnet_cidrs = ["10.16.1.0/24", "10.16.3.0/24"]
}

run "right_between_two_wan_subnets" {
  command = plan

  variables {
    cidr    = "10.16.2.0/24"
    address = "10.16.2.4"
  }
}

run "the_whole_vpc" {
  command = plan

  variables {
    wan_subnet_cidrs = []
    cidr             = "10.16.0.0/16"
    address          = "10.16.255.254"
  }
}

run "more_than_the_vpc" {
  command = plan

  variables {
    wan_subnet_cidrs = []
    cidr             = "10.16.0.0/15"
    address          = "10.16.0.4"
  }

  expect_failures = [output.cidr]
}

run "no_address" {
  command = plan

  variables {
    address = "10.16.10.256"
  }

  expect_failures = [var.address]
}

run "neither_range_nor_allocation" {
  command = plan

  variables {
    cidr       = "10.16.10.0"
    elastic_ip = { from = "bring", allocation_id = "198.51.100.20" }
  }

  expect_failures = [var.cidr, var.elastic_ip]
}

run "host_bits" {
  command = plan

  variables {
    cidr = "10.16.10.20/24"
  }

  expect_failures = [var.cidr]
}

run "the_address_before_the_range" {
  command = plan

  variables {
    address = "10.16.9.255"
  }

  expect_failures = [output.private_addresses]
}

run "the_address_after_the_range" {
  command = plan

  variables {
    address = "10.16.11.0"
  }

  expect_failures = [output.private_addresses]
}

run "the_first_of_the_reserved_addresses" {
  command = plan

  variables {
    address = "10.16.10.0"
  }

  expect_failures = [output.private_addresses]
}

run "padded_octets" {
  command = plan

  variables {
    cidr    = "10.016.10.0/24"
    address = "10.16.10.020"
  }

  expect_failures = [var.cidr, var.address]
}

run "an_elastic_ip_without_its_word" {
  command = plan

  variables {
    elastic_ip = { allocation_id = "eipalloc-0123456789abcdef0" }
  }

  expect_failures = [var.elastic_ip]
}

run "an_elastic_ip_without_its_id" {
  command = plan

  variables {
    elastic_ip = { from = "bring" }
  }

  expect_failures = [var.elastic_ip]
}

run "an_elastic_ip_from_elsewhere" {
  command = plan

  variables {
    elastic_ip = { from = "find" }
  }

  expect_failures = [var.elastic_ip]
}

run "an_elastic_ip_with_an_attribute_that_nobody_knows" {
  command = plan

  variables {
    elastic_ip = { from = "make", id = "eipalloc-0123456789abcdef0" }
  }

  expect_failures = [var.elastic_ip]
}

run "an_elastic_ip_that_is_said_to_be_made" {
  command = plan

  variables {
    elastic_ip = { from = "make", allocation_id = null }
  }
}

run "an_elastic_ip_that_nobody_has" {
  command = plan

  variables {
    elastic_ip = { from = "bring", allocation_id = "eipalloc-0fedcba9876543210" }
  }

  override_data {
    target = data.aws_eips.brought["primary"]
    values = { allocation_ids = [], public_ips = [] }
  }

  expect_failures = [data.aws_eips.brought]
}

run "beside_the_prober" {
  command = plan

  variables {
    prober_subnet_cidrs = ["10.16.2.0/28"]
    cidr                = "10.16.2.16/28"
    address             = "10.16.2.20"
  }
}

run "in_the_probers_subnet" {
  command = plan

  variables {
    prober_subnet_cidrs = ["10.16.2.0/28"]
    cidr                = "10.16.2.0/24"
    address             = "10.16.2.20"
  }

  expect_failures = [output.cidr]
}
