# What the instance's role may do.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "by_default_session_manager" {
  command = plan

  assert {
    condition     = { for name, attachment in aws_iam_role_policy_attachment.this : name => attachment.policy_arn } == { session_manager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
    error_message = "Session Manager, and nothing else, should be in the instance's role."
  }

  assert {
    condition = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
    error_message = "Only EC2 may take the instance's role."
  }
}

run "what_a_person_gives_the_role" {
  command = plan

  variables {
    enable_session_manager   = false
    instance_policy_arns     = { licences = "arn:aws:iam::123456789012:policy/licences" }
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition     = { for name, attachment in aws_iam_role_policy_attachment.this : name => attachment.policy_arn } == { licences = "arn:aws:iam::123456789012:policy/licences" }
    error_message = "Policies given should be attached, Session Manager's not."
  }

  assert {
    condition     = aws_iam_role.this[0].permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "The boundary should be handed on."
  }
}

run "under_the_names_of_the_house" {
  command = plan

  variables {
    iam = { makes_roles = true, path = "/vnf/", role_names = { instance = "acme-edge" }, role_arns = {}, instance_profile_arn = null }
  }

  assert {
    condition     = [aws_iam_role.this[0].path, aws_iam_role.this[0].name, aws_iam_instance_profile.this[0].path, aws_iam_instance_profile.this[0].name] == ["/vnf/", "acme-edge", "/vnf/", "acme-edge"]
    error_message = "Role and instance profile should have the name and the path given."
  }

  assert {
    condition     = output.instance_role_name == "acme-edge"
    error_message = "Others should learn the role's name."
  }
}

run "somebody_elses_role" {
  command = plan

  variables {
    iam = { makes_roles = false, path = "/", role_names = {}, role_arns = {}, instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/platform/edge" }
  }

  assert {
    condition     = length(aws_iam_role.this) + length(aws_iam_instance_profile.this) + length(aws_iam_role_policy_attachment.this) == 0
    error_message = "Nothing should be made in IAM."
  }

  assert {
    condition     = aws_launch_template.this.iam_instance_profile[0].arn == "arn:aws:iam::123456789012:instance-profile/platform/edge"
    error_message = "The instance should have the instance profile that is brought."
  }

  assert {
    condition     = output.instance_role_name == null && join(", ", output.role_policies.managed_policy_arns) == "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" && jsondecode(output.role_policies.trust_policy).Statement[0].Principal == { Service = "ec2.amazonaws.com" }
    error_message = "Who makes the role should learn what it needs."
  }
}

run "another_instance_profile_is_another_launch_template" {
  command = plan

  variables {
    iam = { makes_roles = true, path = "/vnf/", role_names = {}, role_arns = {}, instance_profile_arn = null }
  }

  assert {
    condition     = output.launch_fingerprint != run.by_default_session_manager.launch_fingerprint
    error_message = "The record should tell a changed instance profile."
  }
}
