# What the variables may say.

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

run "one_subnet" {
  command = plan

  variables {
    network = { vpc_id = "vpc-01234567", wan_subnet_ids = { only = "subnet-01234567" } }
  }

  override_data {
    target = data.aws_subnets.wan
    values = { ids = ["subnet-01234567"] }
  }
}

run "an_id_in_place_of_the_network" {
  command = plan

  variables {
    network = "vpc-0123456789abcdef0"
  }

  expect_failures = [var.network]
}

run "an_attribute_that_nobody_knows" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }, subnet_ids = [] }
  }

  expect_failures = [var.network]
}

run "a_name_in_place_of_the_vpcs_id" {
  command = plan

  variables {
    network = { vpc_id = "shared", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" } }
  }

  expect_failures = [var.network]
}

run "subnets_in_a_list" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = ["subnet-0aaaaaaaaaaaaaaaa"] }
  }

  expect_failures = [var.network]
}

run "four_subnets" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb", c = "subnet-0cccccccccccccccc", d = "subnet-0dddddddddddddddd" } }
  }

  expect_failures = [var.network]
}

run "a_zone_in_place_of_a_subnet" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "eu-west-1a" } }
  }

  expect_failures = [var.network]
}

run "one_subnet_twice" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0aaaaaaaaaaaaaaaa" } }
  }

  expect_failures = [var.network]
}

run "a_table_that_is_null" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }, vip_route_table_id = null }
  }

  expect_failures = [var.network]
}

run "a_group_in_place_of_an_acl" {
  command = plan

  variables {
    network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }, vip_network_acl_id = "sg-0123456789abcdef0" }
  }

  expect_failures = [var.network]
}
