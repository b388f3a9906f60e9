# Every limit from both sides: the last value that passes, and the first that does not.

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

run "the_smallest_of_everything" {
  command = plan

  variables {
    vnf                            = "Custom"
    ami_ssm_parameter              = "/images/edge"
    http_tokens                    = "required"
    cooldown_seconds               = 1
    health_check_grace_seconds     = 0
    launch_hook_timeout_seconds    = 30
    terminate_hook_timeout_seconds = 30
    reboot_delay_seconds           = 0
    user_data_base64               = "AA=="
    key_name                       = "k"
    root_volume                    = { type = "io1", size_gib = 4, iops = 100 }
  }

  assert {
    condition     = [for parameter in data.aws_ssm_parameter.image : parameter.name] == ["/images/edge"]
    error_message = "The image should be looked up where it was said."
  }

  assert {
    condition     = data.aws_ec2_instance_type.this.maximum_network_interfaces == 2
    error_message = "This run is to show that two interfaces are enough."
  }
}

run "the_greatest_of_everything" {
  command = plan

  variables {
    ami_id                         = "ami-0123456789abcdef0"
    instance_type                  = "t4g.micro"
    http_tokens                    = "optional"
    health_check_grace_seconds     = 7200
    launch_hook_timeout_seconds    = 7200
    terminate_hook_timeout_seconds = 7200
    reboot_delay_seconds           = 300
    user_data_base64               = base64encode(format("%016384d", 0))
    root_volume                    = { size_gib = 40, type = "io2", iops = 3000, kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/brought" }
    first_boot                     = {}
    instance_policy_arns           = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    permissions_boundary_arn       = "arn:aws-us-gov:iam::123456789012:policy/team/boundary"
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { instance_type = "t4g.micro", maximum_network_interfaces = 15, supported_architectures = ["arm64"] }
  }

  override_data {
    target = data.aws_ami.this
    values = { name = "edge-arm64", architecture = "arm64", root_device_name = "/dev/xvda", block_device_mappings = [] }
  }

  assert {
    condition     = aws_autoscaling_group.this.timeouts.delete == "250m"
    error_message = "Deletion should wait for both hooks and ten minutes more."
  }

  assert {
    condition = { for field in ["volume_size", "volume_type", "iops", "kms_key_id"] : field => tostring(aws_launch_template.this.block_device_mappings[0].ebs[0][field]) } == {
      volume_size = "40", volume_type = "io2", iops = "3000", kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/brought"
    }
    error_message = "The root volume should be the one asked for."
  }
}

run "less_than_the_smallest" {
  command = plan

  variables {
    vnf                            = "custom"
    ami_id                         = "/images/edge"
    user_data_base64               = "IyEvYmluL3No\nZWNobw=="
    http_tokens                    = "disabled"
    cooldown_seconds               = 0
    health_check_grace_seconds     = -1
    launch_hook_timeout_seconds    = 29
    terminate_hook_timeout_seconds = 29
    reboot_delay_seconds           = -1
  }

  expect_failures = [
    var.vnf,
    var.ami_id,
    var.user_data_base64,
    var.http_tokens,
    var.cooldown_seconds,
    var.health_check_grace_seconds,
    var.launch_hook_timeout_seconds,
    var.terminate_hook_timeout_seconds,
    var.reboot_delay_seconds,
  ]
}

run "more_than_the_greatest" {
  command = plan

  variables {
    health_check_grace_seconds     = 7201
    launch_hook_timeout_seconds    = 7201
    terminate_hook_timeout_seconds = 7201
    reboot_delay_seconds           = 301
  }

  expect_failures = [
    var.health_check_grace_seconds,
    var.launch_hook_timeout_seconds,
    var.terminate_hook_timeout_seconds,
    var.reboot_delay_seconds,
  ]
}

run "said_in_two_ways" {
  command = plan

  variables {
    ami_id            = "ami-0123456789abcdef0"
    ami_ssm_parameter = "/images/edge"
    user_data         = "#!/bin/sh"
    user_data_base64  = "IyEvYmluL3No"
  }

  expect_failures = [var.ami_id, var.user_data_base64]
}

run "encoded_user_data_of_16385_bytes" {
  command = plan

  variables {
    user_data_base64 = base64encode(format("%016385d", 0))
  }

  expect_failures = [aws_launch_template.this]
}
