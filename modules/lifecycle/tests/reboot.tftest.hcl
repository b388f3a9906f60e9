# The launch hook has to last for what happens inside it.

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
  terminate_hook_timeout_seconds = 540
  vpc_id                         = "vpc-0123456789abcdef0"
  vip_cidr                       = "10.16.10.0/24"
  vip_address                    = "10.16.10.20"
  vip_route_table_id             = "rtb-0123456789abcdef0"
  vip_security_group_ids         = ["sg-0123456789abcdef0"]
  eip_allocation_id              = "eipalloc-0123456789abcdef0"
  owner_tag                      = { key = "PersistentVnf", value = "edge" }
  reboot_after_attach            = true
}

run "a_delay_that_just_fits" {
  command = plan

  variables {
    reboot_delay_seconds = 60
  }
}

run "a_delay_that_does_not" {
  command = plan

  variables {
    reboot_delay_seconds = 61
  }

  expect_failures = [var.reboot_delay_seconds]
}

run "no_reboot_no_matter" {
  command = plan

  variables {
    reboot_after_attach  = false
    reboot_delay_seconds = 300
  }
}
