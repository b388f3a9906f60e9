# Subnets of somebody's own VPC are evacuated by their keys.

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

override_data {
  target = module.existing_vpc[0].data.aws_subnets.wan
  values = { ids = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"] }
}

override_data {
  target = module.existing_vpc[0].data.aws_subnets.colliding
  values = { ids = [] }
}

variables {
  name    = "edge"
  network = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" } }
}

run "a_subnet_of_yours" {
  command = plan

  variables {
    evacuate = ["a"]
  }

  assert {
    condition     = output.launch_zones == toset(["b"])
    error_message = "Its key should be enough."
  }
}

run "a_zone_instead_of_a_key" {
  command = plan

  variables {
    evacuate = ["eu-west-1a"]
  }

  expect_failures = [output.launch_zones]
}
