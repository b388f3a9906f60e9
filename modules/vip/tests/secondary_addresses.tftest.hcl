# Further addresses: secondary ones, their Elastic IPs, and none.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "secondary_addresses_with_and_without_an_elastic_ip" {
  command = plan

  variables {
    secondary_addresses = {
      "10.16.10.21" = {}
      "10.16.10.22" = { elastic_ip = { from = "make" } }
      "10.16.10.23" = { elastic_ip = { from = "bring", allocation_id = "eipalloc-0123456789abcdef0" } }
      "10.16.10.24" = null
    }
  }

  assert {
    condition     = join(" ", keys(aws_eip.this)) == "10.16.10.22 primary" && output.handler.elastic_ips["10.16.10.23"] == "eipalloc-0123456789abcdef0" && length(output.handler.secondary_addresses) == 4
    error_message = "Each address should have the Elastic IP that it is given, and no other."
  }
}

run "private_only" {
  command = plan

  variables {
    elastic_ip           = { from = "none" }
    internet_gateway_ids = []
  }

  assert {
    condition     = length(aws_eip.this) == 0 && length(output.handler.elastic_ips) == 0 && length(aws_route.internet) == 0 && length(output.routes) == 0
    error_message = "A private VIP needs no Elastic IP and no way to the internet."
  }
}

run "a_default_route_of_a_private_vip" {
  command = plan

  variables {
    elastic_ip = { from = "none" }
    routes     = [{ cidr = "0.0.0.0/0", gateway_id = "vgw-0123456789abcdef0" }]
  }

  assert {
    condition     = output.routes[0] == "0.0.0.0/0" && length(aws_route.internet) == 0
    error_message = "Where no Elastic IP needs the default route, the operator may have it."
  }
}

run "no_map" {
  command = plan

  variables {
    secondary_addresses = ["10.16.10.21"]
  }

  expect_failures = [var.secondary_addresses]
}

run "an_attribute_that_no_address_knows" {
  command = plan

  variables {
    secondary_addresses = { "10.16.10.21" = { eip = "x" } }
  }

  expect_failures = [var.secondary_addresses]
}

run "a_padded_secondary_address" {
  command = plan

  variables {
    secondary_addresses = { "10.16.10.021" = {} }
  }

  expect_failures = [var.secondary_addresses]
}

run "an_elastic_ip_of_a_secondary_address_that_nobody_knows" {
  command = plan

  variables {
    secondary_addresses = { "10.16.10.21" = { elastic_ip = { id = "x" } } }
  }

  expect_failures = [var.secondary_addresses]
}

run "an_elastic_ip_of_a_secondary_address_from_elsewhere" {
  command = plan

  variables {
    secondary_addresses = { "10.16.10.21" = { elastic_ip = { from = "find" } } }
  }

  expect_failures = [var.secondary_addresses]
}

run "a_secondary_elastic_ip_without_its_id" {
  command = plan

  variables {
    secondary_addresses = { "10.16.10.21" = { elastic_ip = { from = "bring" } } }
  }

  expect_failures = [var.secondary_addresses]
}

run "a_secondary_elastic_ip_with_an_address" {
  command = plan

  variables {
    secondary_addresses = { "10.16.10.21" = { elastic_ip = { from = "bring", allocation_id = "198.51.100.20" } } }
  }

  expect_failures = [var.secondary_addresses]
}

run "the_first_address_twice" {
  command = plan

  variables {
    secondary_addresses = { "10.16.10.20" = {} }
  }

  expect_failures = [output.private_addresses]
}

run "a_secondary_address_elsewhere" {
  command = plan

  variables {
    secondary_addresses = { "10.16.11.21" = {} }
  }

  expect_failures = [output.private_addresses]
}

run "a_reserved_secondary_address" {
  command = plan

  variables {
    secondary_addresses = { "10.16.10.3" = {} }
  }

  expect_failures = [output.private_addresses]
}
