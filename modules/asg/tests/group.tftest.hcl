# The group, its hooks and its launch template.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

variables {
  name                = "edge"
  group_name          = "edge"
  launch_hook_name    = "edge-launch"
  terminate_hook_name = "edge-terminate"
  vpc_id              = "vpc-0123456789abcdef0"
  subnet_ids          = ["subnet-0123456789abcdef0"]
  vip_cidr            = "10.16.10.0/24"
  vip_address         = "10.16.10.20"
}

run "a_group_of_one_that_starts_empty" {
  command = plan

  assert {
    condition = [
      aws_autoscaling_group.this.min_size, aws_autoscaling_group.this.max_size, aws_autoscaling_group.this.desired_capacity
    ] == [0, 1, 0]
    error_message = "The warm-up function, not Terraform, raises the group to one."
  }

  assert {
    condition = { for hook in aws_autoscaling_group.this.initial_lifecycle_hook : hook.name => [hook.lifecycle_transition, hook.default_result, hook.heartbeat_timeout] } == {
      "edge-launch"    = ["autoscaling:EC2_INSTANCE_LAUNCHING", "ABANDON", 600]
      "edge-terminate" = ["autoscaling:EC2_INSTANCE_TERMINATING", "CONTINUE", 600]
    }
    error_message = "The hooks should be the group's own, from its first second on."
  }

  assert {
    condition     = aws_autoscaling_group.this.instance_maintenance_policy[0].max_healthy_percentage == 100 && aws_autoscaling_group.this.instance_maintenance_policy[0].min_healthy_percentage == 0
    error_message = "The order of replacement should not depend on the account's setting."
  }

  assert {
    condition     = aws_autoscaling_group.this.suspended_processes == toset(["AZRebalance"]) && aws_autoscaling_group.this.default_cooldown == 10 && aws_autoscaling_group.this.health_check_grace_period == 60
    error_message = "Cooldown, grace and suspended processes should be explicit."
  }

  assert {
    condition     = length(aws_autoscaling_group.this.instance_refresh) == 0
    error_message = "No apply may replace the instance unasked."
  }

  assert {
    condition     = aws_autoscaling_group.this.timeouts.delete == "30m"
    error_message = "Deletion should wait for both hooks and some minutes more."
  }

  assert {
    condition = { for tag in aws_autoscaling_group.this.tag : tag.key => tag.value if tag.propagate_at_launch } == {
      CostCentre = "voice"
      Name       = "edge"
    }
    error_message = "Instances should carry the provider's default tags, too, and never the ownership tag."
  }

  assert {
    condition     = aws_launch_template.this.metadata_options[0].http_tokens == "required" && aws_launch_template.this.block_device_mappings[0].ebs[0].encrypted == "true"
    error_message = "IMDSv2 and an encrypted root volume are the default."
  }
}

run "short_hooks_still_leave_twenty_minutes" {
  command = plan

  variables {
    launch_hook_timeout_seconds    = 60
    terminate_hook_timeout_seconds = 60
  }

  assert {
    condition     = aws_autoscaling_group.this.timeouts.delete == "20m"
    error_message = "Twenty minutes is the least."
  }
}

run "launch_before_terminate" {
  command = plan

  variables {
    launch_before_terminate = true
    enable_instance_refresh = true
  }

  assert {
    condition     = aws_autoscaling_group.this.instance_maintenance_policy[0].max_healthy_percentage == 200 && aws_autoscaling_group.this.instance_refresh[0].preferences[0].min_healthy_percentage == 100
    error_message = "Two instances may overlap, in a refresh too."
  }
}

run "launch_before_terminate_with_a_reboot" {
  command = plan

  variables {
    launch_before_terminate = true
    reboot_after_attach     = true
  }

  expect_failures = [var.launch_before_terminate]
}

run "instance_type_with_one_interface" {
  command = plan

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 1, supported_architectures = ["x86_64"], default_vcpus = 1, memory_size = 1024 }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "image_of_another_architecture" {
  command = plan

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 2, supported_architectures = ["arm64"], default_vcpus = 1, memory_size = 1024 }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "explicit_image" {
  command = plan

  variables {
    ami_id = "ami-0fedcba9876543210"
  }

  assert {
    condition     = aws_launch_template.this.image_id == "ami-0fedcba9876543210" && output.image.source == "ami_id"
    error_message = "An explicit image takes the place of what the parameter holds."
  }
}

run "user_data_of_16384_bytes" {
  command = plan

  variables {
    user_data = format("%016384d", 0)
  }
}

run "user_data_of_16385_bytes" {
  command = plan

  variables {
    user_data = format("%016385d", 0)
  }

  expect_failures = [aws_launch_template.this]
}

run "bytes_count_not_characters" {
  command = plan

  variables {
    user_data = format("é%016383d", 0)
  }

  expect_failures = [aws_launch_template.this]
}
