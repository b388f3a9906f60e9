# A hot standby: one variable, and what cannot be with it.

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

variables {
  name = "edge"
}

run "in_two_zones" {
  command = plan

  variables {
    standby            = "hot"
    availability_zones = ["eu-west-1a", "eu-west-1b"]
    wan_subnet_cidrs   = ["10.16.1.0/24", "10.16.2.0/24"]
  }

  assert {
    condition     = output.launch_zones == toset(["eu-west-1a", "eu-west-1b"])
    error_message = "Two zones are enough."
  }
}

run "while_a_zone_is_evacuated" {
  command = plan

  variables {
    standby  = "hot"
    evacuate = ["eu-west-1a", "eu-west-1b"]
  }

  assert {
    condition     = output.launch_zones == toset(["eu-west-1c"])
    error_message = "Whoever evacuates zones in need should not be held up."
  }
}

run "in_one_zone" {
  command = plan

  variables {
    standby            = "hot"
    availability_zones = ["eu-west-1a"]
    wan_subnet_cidrs   = ["10.16.1.0/24"]
  }

  expect_failures = [output.launch_zones]
}

run "beside_launch_before_terminate" {
  command = plan

  variables {
    standby                 = "hot"
    launch_before_terminate = true
  }

  expect_failures = [var.standby]
}

run "of_another_kind" {
  command = plan

  variables {
    standby = "warm"
  }

  expect_failures = [var.standby]
}
