# A zip built elsewhere. The mocked function runs what the mocked archive built, not this file.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

variables {
  name                           = "edge"
  group_name                     = "edge"
  group_arn                      = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:0:autoScalingGroupName/edge"
  launch_hook_name               = "edge-launch"
  launch_hook_timeout_seconds    = 600
  terminate_hook_name            = "edge-terminate"
  terminate_hook_timeout_seconds = 600
  vpc_id                         = "vpc-0123456789abcdef0"
  vip_cidr                       = "10.16.10.0/24"
  vip_address                    = "10.16.10.20"
  vip_route_table_id             = "rtb-0123456789abcdef0"
  vip_security_group_ids         = ["sg-0123456789abcdef0"]
  eip_allocation_id              = "eipalloc-0123456789abcdef0"
  owner_tag                      = { key = "PersistentVnf", value = "edge" }
}

run "it_is_taken" {
  command = plan

  variables {
    lambda_packages = { warmup = "versions.tf" } # any file
  }

  assert {
    condition     = toset(keys(archive_file.package)) == toset(["hook_handler"]) && aws_lambda_function.this["warmup"].filename == "versions.tf"
    error_message = "A package brought should be taken, the other one built."
  }
}

run "a_package_that_is_there" {
  variables {
    lambda_packages = { warmup = "versions.tf" }
  }

  expect_failures = [aws_lambda_function.this]
}
