# One name, one deployment. (A file of its own: in a state that has the claim nothing is refused.)

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

run "a_name_that_is_taken" {
  command = plan

  override_data {
    target = data.aws_cloudwatch_log_groups.existing
    values = { log_group_names = ["/aws/lambda/edge-hook-handler", "/aws/lambda/edge-warmup"] }
  }

  expect_failures = [terraform_data.claim]
}

run "a_name_that_begins_another_one" {
  override_data {
    target = data.aws_cloudwatch_log_groups.existing
    values = { log_group_names = ["/aws/lambda/edge-hook-handler-b", "/aws/lambda/edge-warmup-hook-handler"] }
  }
  assert {
    condition     = keys(terraform_data.claim) == ["edge"]
    error_message = "The claim bears the name."
  }
}
