# IPv6: given or by number, and how it reaches the internet.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "by_number" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { subnet_number = 10, host_number = 20 }
  }

  assert {
    condition     = output.handler.ipv6_cidr == "2001:db8:1234:1a0a::/64" && output.handler.ipv6_address == "2001:db8:1234:1a0a::14" && join(" ", keys(aws_route.internet)) == "0.0.0.0/0 ::/0"
    error_message = "Range and address should be those of the numbers, and the internet gateway their way."
  }
}

run "as_given_and_out_only" {
  command = plan

  variables {
    vpc_ipv6_cidr           = "2001:db8:1234:1a00::/56"
    ipv6                    = { cidr = "2001:db8:1234:1aff::/64", address = "2001:db8:1234:1aff::4", internet = "out" }
    egress_only_gateway_ids = ["eigw-0123456789abcdef0"]
  }

  assert {
    condition     = output.ipv6_cidr == "2001:db8:1234:1aff::/64" && output.ipv6_address == "2001:db8:1234:1aff::4" && aws_route.egress_only["::/0"].egress_only_gateway_id == "eigw-0123456789abcdef0" && join(" ", keys(aws_route.internet)) == "0.0.0.0/0"
    error_message = "Out only is the egress-only gateway."
  }
}

run "not_to_the_internet_and_the_last_host" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { subnet_number = 255, host_number = 65535, internet = "none" }
  }

  assert {
    condition     = length(aws_route.egress_only) == 0 && join(" ", keys(aws_route.internet)) == "0.0.0.0/0"
    error_message = "Nothing leads to the internet."
  }
}

run "an_attribute_that_ipv6_does_not_know" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { range = "2001:db8::/64" }
  }

  expect_failures = [var.ipv6]
}

run "half_of_each_pair" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { cidr = "2001:db8:1234:1a0a::/64", host_number = 20 }
  }

  expect_failures = [var.ipv6]
}

run "another_word_for_the_internet" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { subnet_number = 1, host_number = 4, internet = "in" }
  }

  expect_failures = [var.ipv6]
}

run "a_host_that_aws_keeps" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { subnet_number = 256, host_number = 3 }
  }

  expect_failures = [var.ipv6]
}

run "a_range_with_host_bits" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { cidr = "2001:db8:1234:1a0a::1/64", address = "2001:db8:1234:1a0a::14" }
  }

  expect_failures = [var.ipv6]
}

run "an_address_in_a_long_form" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { cidr = "2001:db8:1234:1a0a::/64", address = "2001:db8:1234:1a0a:0::14" }
  }

  expect_failures = [var.ipv6]
}

run "a_vpc_without_ipv6" {
  command = plan

  variables {
    ipv6 = { cidr = "2001:db8:1234:1a0a::/64", address = "2001:db8:1234:1a0a::14" }
  }

  expect_failures = [output.ipv6_cidr]
}

run "a_range_of_another_vpc" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { cidr = "2001:db8:1234:1b0a::/64", address = "2001:db8:1234:1b0a::14" }
  }

  expect_failures = [output.ipv6_cidr]
}

run "an_address_outside_its_range" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { cidr = "2001:db8:1234:1a0a::/64", address = "2001:db8:1234:1a0b::14" }
  }

  expect_failures = [output.ipv6_address]
}

run "out_only_of_somebody_elses_vpc" {
  command = plan

  variables {
    vpc_ipv6_cidr = "2001:db8:1234:1a00::/56"
    ipv6          = { subnet_number = 10, host_number = 20, internet = "out" }
  }

  expect_failures = [output.routes]
}
