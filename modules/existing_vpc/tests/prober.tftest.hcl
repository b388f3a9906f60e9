# The prober's subnets in somebody else's VPC.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

override_data {
  target = data.aws_subnets.wan
  values = { ids = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"] }
}

override_data {
  target = data.aws_subnets.prober
  values = { ids = ["subnet-0dddddddddddddddd", "subnet-0eeeeeeeeeeeeeeee"] }
}

override_data {
  target = data.aws_subnets.colliding
  values = { ids = [] }
}

variables {
  has_prober = true
}

run "two" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0dddddddddddddddd", b = "subnet-0eeeeeeeeeeeeeeee" } }
  }

  assert {
    condition     = toset(output.prober_subnet_ids) == toset(["subnet-0dddddddddddddddd", "subnet-0eeeeeeeeeeeeeeee"]) && length(data.aws_subnet.prober) == 2 && length(data.aws_subnets.prober) == 1
    error_message = "The prober should be in these."
  }
}

run "two_and_no_checks" {
  command = plan

  variables {
    has_prober = false
    network    = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0dddddddddddddddd" } }
  }

  assert {
    condition     = length(output.prober_subnet_ids) + length(data.aws_subnet.prober) + length(data.aws_subnets.prober) == 0
    error_message = "What nobody uses should not be asked for."
  }
}

run "none" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" } }
  }

  expect_failures = [output.prober_subnet_ids]
}

run "a_list_of_them" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = ["subnet-0dddddddddddddddd"] }
  }

  expect_failures = [var.network]
}

run "three" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0ddddddddddddddd1", b = "subnet-0ddddddddddddddd2", c = "subnet-0ddddddddddddddd3" } }
  }

  expect_failures = [var.network]
}

run "a_name_in_place_of_an_id" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "private-a" } }
  }

  expect_failures = [var.network]
}

run "one_twice" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0dddddddddddddddd", b = "subnet-0dddddddddddddddd" } }
  }

  expect_failures = [var.network]
}

run "a_wan_subnet" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" } }
  }

  expect_failures = [var.network]
}

run "a_prober_of_another_vpc" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0ffffffffffffffff" } }
  }

  expect_failures = [data.aws_subnets.prober]
}

run "a_prober_without_ipv4" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0dddddddddddddddd" } }
  }

  override_data {
    target = data.aws_subnet.prober
    values = { cidr_block = "", outpost_arn = "" }
  }

  expect_failures = [data.aws_subnet.prober]
}

run "a_prober_in_the_vip_subnet" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0dddddddddddddddd" } }
  }

  override_data {
    target = data.aws_subnet.prober
    values = { cidr_block = "10.16.10.0/24", outpost_arn = "" }
  }

  expect_failures = [data.aws_subnet.prober]
}
