# What only the root module limits, from both sides: its name and tags, and what several submodules take. (Hooks: root.tftest.hcl.)

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

run "the_shortest_name" {
  command = plan

  variables {
    name = "vnf"
    tags = { persistentvnf = "not the ownership tag", awsome = "no prefix of AWS" }
  }
}

run "the_shortest_retention_and_a_boundary" {
  command = plan

  variables {
    name                     = "edge"
    log_retention_days       = 1
    permissions_boundary_arn = "arn:aws-us-gov:iam::123456789012:policy/team/boundary"
  }
}

run "the_longest_retention" {
  command = plan

  variables {
    name               = "edge"
    log_retention_days = 3653
  }
}

run "a_package_for_each_function" {
  command = plan

  variables {
    name            = "edge"
    lambda_packages = { hook_handler = null, warmup = null, prober = null }
  }
}

run "a_package_of_no_function" {
  command = plan

  variables {
    name            = "edge"
    lambda_packages = { handler = "versions.tf" }
  }

  expect_failures = [var.lambda_packages]
}

run "a_package_that_is_not_there" {
  command = plan

  variables {
    name            = "edge"
    lambda_packages = { prober = "nowhere.zip" }
  }

  expect_failures = [var.lambda_packages]
}

run "routes_and_endpoints_in_a_vpc_of_our_own" {
  command = plan

  variables {
    name                 = "edge"
    wan_routes           = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
    enable_ssm_endpoints = true
  }
}

run "routes_of_somebody_elses_wan_side" {
  command = plan

  variables {
    name       = "edge"
    network    = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" } }
    wan_routes = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.wan_routes]
}

run "endpoints_in_somebody_elses_vpc" {
  command = plan

  variables {
    name                 = "edge"
    network              = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" } }
    enable_ssm_endpoints = true
  }

  expect_failures = [var.enable_ssm_endpoints]
}

run "less_than_the_shortest_retention" {
  command = plan

  variables {
    name                     = "edge"
    log_retention_days       = 0
    permissions_boundary_arn = "arn:aws:iam::123456789012:role/boundary"
  }

  expect_failures = [var.log_retention_days, var.permissions_boundary_arn]
}

run "more_than_the_longest_retention" {
  command = plan

  variables {
    name                     = "edge"
    log_retention_days       = 3654
    permissions_boundary_arn = "boundary"
  }

  expect_failures = [var.log_retention_days, var.permissions_boundary_arn]
}

run "the_longest_name" {
  variables {
    name = "a-name-of-thirty-two-characters1"
  }
}

run "a_hyphen_last" {
  command = plan

  variables {
    name = "edge-"
  }

  expect_failures = [var.name]
}

run "a_capital" {
  command = plan

  variables {
    name = "Edge"
  }

  expect_failures = [var.name]
}

run "a_name_too_short" {
  command = plan

  variables {
    name = "v1"
    tags = { PersistentVnf = "edge" }
  }

  expect_failures = [var.name, var.tags]
}

run "a_name_too_long" {
  command = plan

  variables {
    name = "a-name-of-thirty-three-characters"
    tags = { "AWS:owner" = "edge" }
  }

  expect_failures = [var.name, var.tags]
}

run "a_tag_that_iam_refuses" {
  command = plan

  variables {
    name = "edge"
    tags = { Team = "a\nb" }
  }

  expect_failures = [var.tags]
}

run "tags_that_differ_in_capitals" {
  command = plan

  variables {
    name = "edge"
    tags = { Team = "a", team = "b" }
  }

  expect_failures = [var.tags]
}
