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
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
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
    condition     = aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "The boundary should be handed on."
  }
}
