# The way in: SSH from the jump hosts only, Session Manager, and what the instance's role may do.

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

run "by_default_session_manager_and_no_port" {
  command = plan

  assert {
    condition     = length(local.ssh_rules) == 0 && aws_launch_template.this.key_name == null
    error_message = "Nothing should be open until ranges are given."
  }

  assert {
    condition     = { for name, attachment in aws_iam_role_policy_attachment.this : name => attachment.policy_arn } == { session_manager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
    error_message = "Session Manager, and nothing else, should be in the instance's role."
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
    error_message = "Only EC2 may take the instance's role."
  }
}

run "the_widest_range_of_jump_hosts" {
  command = plan

  variables {
    jump_host_cidrs          = ["10.0.0.0/8", "203.0.113.7/32"]
    key_name                 = "operators"
    enable_session_manager   = false
    instance_policy_arns     = { licences = "arn:aws:iam::123456789012:policy/licences" }
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition     = [for rule in local.ssh_rules : [rule.protocol, rule.from_port, rule.to_port, join(" ", rule.cidrs)]] == [["tcp", 22, 22, "10.0.0.0/8 203.0.113.7/32"]]
    error_message = "The jump hosts, and only they, may reach port 22."
  }

  assert {
    condition     = { for name, attachment in aws_iam_role_policy_attachment.this : name => attachment.policy_arn } == { licences = "arn:aws:iam::123456789012:policy/licences" }
    error_message = "Policies given should be attached, Session Manager's not."
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary" && aws_launch_template.this.key_name == "operators"
    error_message = "Boundary and key pair should be handed on."
  }
}

run "jump_hosts_wider_than_8" {
  command = plan

  variables {
    jump_host_cidrs = ["10.0.0.0/7"]
  }

  expect_failures = [var.jump_host_cidrs]
}

run "a_jump_host_without_prefix_length" {
  command = plan

  variables {
    jump_host_cidrs = ["203.0.113.7"]
  }

  expect_failures = [var.jump_host_cidrs]
}

run "ssh_from_anywhere_said_twice" {
  command = plan

  variables {
    jump_host_cidrs         = ["0.0.0.0/0"]
    allow_ssh_from_anywhere = true
  }

  assert {
    condition     = length(local.ssh_rules) == 1
    error_message = "Said twice, it should be open."
  }
}

run "ssh_switched_off" {
  command = plan

  variables {
    jump_host_cidrs   = ["0.0.0.0/0"]
    public_ssh_access = false
  }

  assert {
    condition     = length(local.ssh_rules) == 0
    error_message = "Switched off, no range should be open."
  }
}
