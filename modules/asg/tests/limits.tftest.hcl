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
    instance_type                  = "c5.large"
    jump_host_cidrs                = { office = "203.0.113.0/24" }
    user_data                      = null
    root_volume                    = { type = "io1", size_gib = 4, iops = 100 }
  }

  assert {
    condition     = data.aws_ssm_parameter.image[*].name == ["/images/edge"]
    error_message = "The image should be looked up where it was said."
  }

  assert {
    condition     = output.image_source == "/images/edge" && output.root_volume.iops == 100 && length(data.aws_key_pair.this) == 1 && length(data.aws_ec2_instance_type_offerings.this.locations) == 3
    error_message = "The volume should be the one asked for, the key pair looked up, and the offers too."
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
    values = { instance_type = "t4g.micro", maximum_network_interfaces = 15, supported_architectures = ["arm64"], default_vcpus = 2, memory_size = 1024 }
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

  expect_failures = [output.image_source, var.user_data_base64]
}

run "encoded_user_data_of_16385_bytes" {
  command = plan

  variables {
    user_data_base64 = base64encode(format("%016385d", 0))
  }

  expect_failures = [aws_launch_template.this]
}

run "text_that_is_no_text" {
  command = plan

  variables {
    instance_type            = "C5.LARGE"
    ami_ssm_parameter        = ""
    key_name                 = "ops "
    user_data                = ""
    instance_policy_arns     = { read = "ReadOnlyAccess" }
    permissions_boundary_arn = "arn:aws:iam::123456789012:role/boundary"
    jump_host_cidrs          = ["203.0.113.07/32"]
  }

  expect_failures = [var.instance_type, var.ami_ssm_parameter, var.key_name, var.user_data, var.instance_policy_arns, var.permissions_boundary_arn, var.jump_host_cidrs]
}

run "a_policy_twice" {
  command = plan

  variables {
    instance_policy_arns = { one = "arn:aws:iam::aws:policy/ReadOnlyAccess", two = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  }

  expect_failures = [var.instance_policy_arns]
}

run "an_attribute_that_no_volume_knows" {
  command = plan

  variables {
    root_volume = { size = 20 }
  }

  expect_failures = [var.root_volume]
}

run "a_root_volume_of_magnetic_disks" {
  command = plan

  variables {
    root_volume = { type = "st1" }
  }

  expect_failures = [var.root_volume]
}

run "half_a_gib" {
  command = plan

  variables {
    root_volume = { size_gib = 20.5 }
  }

  expect_failures = [var.root_volume]
}

run "encrypted_perhaps" {
  command = plan

  variables {
    root_volume = { encrypted = "maybe" }
  }

  expect_failures = [var.root_volume]
}

run "an_alias_as_key" {
  command = plan

  variables {
    root_volume = { kms_key_arn = "alias/ebs" }
  }

  expect_failures = [var.root_volume]
}

run "iops_of_a_type_that_has_none" {
  command = plan

  variables {
    root_volume = { type = "gp2", iops = 3000 }
  }

  expect_failures = [output.root_volume]
}

run "io1_without_iops" {
  command = plan

  variables {
    root_volume = { type = "io1" }
  }

  expect_failures = [output.root_volume]
}

run "more_throughput_than_its_iops_give" {
  command = plan

  variables {
    root_volume = { throughput_mibps = 751 }
  }

  expect_failures = [output.root_volume]
}

run "smaller_than_the_image" {
  command = plan

  variables {
    root_volume = { size_gib = 19 }
  }

  override_data {
    target = data.aws_ami.this
    values = { name = "edge", architecture = "x86_64", root_device_name = "/dev/sda1", block_device_mappings = [{ device_name = "/dev/sda1", ebs = { volume_size = "20" }, no_device = "", virtual_name = "" }] }
  }

  expect_failures = [aws_launch_template.this]
}

run "more_iops_than_its_size_gives" {
  command = plan

  variables {
    root_volume = { iops = 10001 }
  }

  override_data {
    target = data.aws_ami.this
    values = { name = "edge", architecture = "x86_64", root_device_name = "/dev/sda1", block_device_mappings = [{ device_name = "/dev/sda1", ebs = { volume_size = "20" }, no_device = "", virtual_name = "" }] }
  }

  expect_failures = [aws_launch_template.this]
}

run "a_type_that_is_offered_nowhere" {
  command = plan

  variables {
    instance_type = "t9.micro"
  }

  override_data {
    target = data.aws_ec2_instance_type_offerings.this
    values = { locations = [] }
  }

  expect_failures = [data.aws_ec2_instance_type_offerings.this]
}

run "a_zone_that_does_not_offer_the_type" {
  command = plan

  variables {
    availability_zones = ["eu-west-1c", "eu-west-1d"]
  }

  expect_failures = [data.aws_ec2_instance_type_offerings.this]
}
