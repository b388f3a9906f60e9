# Zones that are evacuated: where instances are still launched, and that somewhere they are.

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

variables {
  name = "edge"
}

run "nowhere" {
  assert {
    condition     = output.launch_zones == toset(["eu-west-1a", "eu-west-1b", "eu-west-1c"])
    error_message = "Every zone should take instances."
  }
}

run "one_zone_of_ours" {
  variables {
    evacuate = ["eu-west-1b"]
  }

  assert {
    condition     = output.launch_zones == toset(["eu-west-1a", "eu-west-1c"]) && length(output.wan_subnet_ids) == 3
    error_message = "The zone's subnet should stay, and take no instances."
  }
}

run "all_but_one" {
  command = plan

  variables {
    evacuate = ["eu-west-1c", "eu-west-1a", "eu-west-1a"]
  }

  assert {
    condition     = output.launch_zones == toset(["eu-west-1b"])
    error_message = "One zone is enough."
  }
}

run "all" {
  command = plan

  variables {
    evacuate = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  }

  expect_failures = [output.launch_zones]
}

run "a_zone_that_is_not_used" {
  command = plan

  variables {
    evacuate = ["eu-west-1d"]
  }

  expect_failures = [output.launch_zones]
}
