# The group, its hooks and its launch template.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
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

run "one_type_is_the_launch_templates_own" {
  command = plan

  assert {
    condition     = length(aws_autoscaling_group.this.launch_template) == 1 && length(aws_autoscaling_group.this.mixed_instances_policy) == 0 && aws_launch_template.this.instance_type == "t3.micro"
    error_message = "A single type needs no policy."
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

run "alone" {
  command = plan

  variables {
    enable_instance_refresh = true
  }

  assert {
    condition     = aws_autoscaling_group.this.max_size == 1 && aws_autoscaling_group.this.instance_maintenance_policy[0].min_healthy_percentage == 0 && aws_autoscaling_group.this.instance_maintenance_policy[0].max_healthy_percentage == 100
    error_message = "There should be one instance, the old or the new one."
  }
}

run "standby" {
  command = plan

  variables {
    standby                 = "hot"
    enable_instance_refresh = true
  }

  assert {
    condition     = [aws_autoscaling_group.this.min_size, aws_autoscaling_group.this.max_size, aws_autoscaling_group.this.desired_capacity] == [0, 2, 0]
    error_message = "There should be room for two, and the group should not start by itself."
  }

  assert {
    condition = [for policy in [aws_autoscaling_group.this.instance_maintenance_policy[0], aws_autoscaling_group.this.instance_refresh[0].preferences[0]] : [
      policy.min_healthy_percentage, policy.max_healthy_percentage
    ]] == [[50, 100], [50, 100]]
    error_message = "One of the two should always serve."
  }

  assert {
    condition     = aws_autoscaling_group.this.instance_refresh[0].preferences[0].scale_in_protected_instances == "Refresh"
    error_message = "A refresh should come to the holder too, which is protected."
  }
}

run "what_boots" {
  command = plan

  variables {
    appliance = {
      vnf                        = "VyOS"
      image                      = { id = "ami-0fedcba9876543210", name = "VyOS 1.4", created = "2026-01-01T00:00:00.000Z", source = "ami_id" }
      instance_types             = ["t3.small"]
      http_tokens                = "optional"
      key_name                   = "operators"
      login_name                 = "vyos"
      root_device_name           = "/dev/sda1"
      root_volume                = { size_gib = 40, type = "io2", iops = 3000, throughput_mibps = null, encrypted = true, kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/brought" }
      data_volumes               = { "/dev/sdf" = { size_gib = 100, type = "gp3", iops = null, throughput_mibps = null, kms_key_arn = null, snapshot_id = null } }
      health_check_grace_seconds = 300
      reboot_after_attach        = true
      reboot_delay_seconds       = 60
      harmless_user_data         = ["bWluZQ=="]
      first_boot                 = "mine"
      fingerprint                = { instance_types = "t3.small", user_data = "0000", root_volume_size_gib = null, root_volume = {}, data_volumes = {} }
    }
    user_data = "bWluZQ=="
  }

  assert {
    condition = [
      aws_launch_template.this.image_id, aws_launch_template.this.instance_type, aws_launch_template.this.metadata_options[0].http_tokens,
      aws_launch_template.this.key_name, aws_launch_template.this.description, aws_autoscaling_group.this.health_check_grace_period
    ] == ["ami-0fedcba9876543210", "t3.small", "optional", "operators", "VyOS for edge, image VyOS 1.4", 300]
    error_message = "Image, type, metadata, key pair and grace are the appliance's."
  }

  assert {
    condition = { for field in ["volume_size", "volume_type", "iops", "kms_key_id"] : field => tostring(aws_launch_template.this.block_device_mappings[0].ebs[0][field]) } == {
      volume_size = "40", volume_type = "io2", iops = "3000", kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/brought"
    }
    error_message = "The root volume should be the one asked for."
  }

  assert {
    condition = [for mapping in slice(aws_launch_template.this.block_device_mappings, 1, 2) : [mapping.device_name, one(mapping.ebs).volume_size, one(mapping.ebs).encrypted, one(mapping.ebs).delete_on_termination]] == [
      ["/dev/sdf", 100, "true", "true"]
    ]
    error_message = "Further volumes are encrypted, and go with the instance."
  }

  assert {
    condition     = terraform_data.first_boot.input == base64decode(aws_launch_template.this.user_data) && !issensitive(aws_launch_template.this.user_data)
    error_message = "What no user wrote is no secret."
  }
}

run "user_data_that_may_hold_secrets" {
  command = plan

  variables {
    user_data = "bWluZQ=="
  }

  assert {
    condition     = nonsensitive(aws_launch_template.this.user_data) == "bWluZQ==" && issensitive(aws_launch_template.this.user_data)
    error_message = "What holds the user's lines may hold secrets."
  }
}

run "several_types_are_tried_in_their_order_on_demand" {
  command = plan

  variables {
    appliance = {
      vnf                        = "Custom"
      image                      = { id = "ami-0fedcba9876543210", name = "edge", created = "2026-01-01", source = "ami_id" }
      instance_types             = ["c5.large", "c6i.large", "m5.large"]
      http_tokens                = "required"
      key_name                   = null
      login_name                 = "ec2-user"
      root_device_name           = "/dev/xvda"
      root_volume                = { size_gib = null, type = "gp3", iops = null, throughput_mibps = null, encrypted = true, kms_key_arn = null }
      data_volumes               = {}
      health_check_grace_seconds = 60
      reboot_after_attach        = false
      reboot_delay_seconds       = 30
      harmless_user_data         = []
      first_boot                 = "nothing"
      fingerprint                = { instance_types = "c5.large,c6i.large,m5.large", user_data = "0000", root_volume_size_gib = null, root_volume = {}, data_volumes = {} }
    }
  }

  assert {
    condition     = length(aws_autoscaling_group.this.launch_template) == 0 && aws_launch_template.this.instance_type == "c5.large"
    error_message = "The policy names the template, whose own type is the preferred one."
  }

  assert {
    condition     = [for override in one(one(aws_autoscaling_group.this.mixed_instances_policy).launch_template).override : override.instance_type] == ["c5.large", "c6i.large", "m5.large"]
    error_message = "The types should be tried in the given order."
  }

  assert {
    condition = [
      for distribution in one(aws_autoscaling_group.this.mixed_instances_policy).instances_distribution :
      [distribution.on_demand_allocation_strategy, tostring(distribution.on_demand_percentage_above_base_capacity)]
    ] == [["prioritized", "100"]]
    error_message = "No Spot Instance may carry the VIP."
  }
}

run "made_in_maintenance" {
  command = plan

  variables {
    maintenance = true
  }

  assert {
    condition     = aws_autoscaling_group.this.suspended_processes == toset(["AZRebalance", "HealthCheck", "ReplaceUnhealthy"])
    error_message = "A group that is made in maintenance should be in it from the first."
  }
}

run "made_out_of_maintenance" {
  command = plan

  variables {
    maintenance = false
  }

  assert {
    condition     = aws_autoscaling_group.this.suspended_processes == toset(["AZRebalance"])
    error_message = "Without maintenance only balance is suspended."
  }
}
