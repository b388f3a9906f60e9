# Whose role the prober has, and what that may do.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "its_own" {
  assert {
    condition     = aws_iam_role.this[0].name == "edge-prober-eu-west-1" && output.function_role_name == "edge-prober-eu-west-1" && aws_iam_role_policy.this[0].policy == output.role_policies.policy
    error_message = "The role should have the function's name, and what a brought one needs."
  }

  assert {
    condition = [
      for statement in jsondecode(output.role_policies.policy).Statement : [statement.Effect, statement.Resource, try(statement.Condition, null)] if can(regex("ec2:", jsonencode(statement.Action)))
      ] == [
      ["Allow", "*", null],
      ["Deny", "*", { ArnEquals = { "lambda:SourceFunctionArn" = "arn:aws:lambda:eu-west-1:123456789012:function:edge-prober" } }],
    ]
    error_message = "Lambda may have its interfaces, and the function's own code may not."
  }

  assert {
    condition     = toset(keys(terraform_data.first_rights.input)) == toset(local.statements[*].Sid)
    error_message = "A first plan should show each statement."
  }

  assert {
    condition     = length(distinct([for statement in jsondecode(output.role_policies.policy).Statement : statement.Action if can(regex("ec2:", jsonencode(statement.Action)))])) == 1
    error_message = "All that Lambda may, the code may not."
  }

  assert {
    condition     = jsondecode(output.role_policies.policy).Statement[0].Resource == "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/edge-prober:*"
    error_message = "It should write its own logs alone."
  }
}

run "under_the_names_of_the_house" {
  command = plan

  variables {
    iam = { makes_roles = true, path = "/vnf/", role_names = { prober = "acme-edge-prober" }, role_arns = {}, instance_profile_arn = null }
  }

  assert {
    condition     = "${aws_iam_role.this[0].path}${aws_iam_role.this[0].name}" == "/vnf/acme-edge-prober"
    error_message = "The role should have the path and the name that are given."
  }
}

run "somebody_elses" {
  command = plan

  variables {
    iam = { makes_roles = false, path = "/", role_names = {}, role_arns = { prober = "arn:aws:iam::123456789012:role/platform/prober" }, instance_profile_arn = null }
  }

  assert {
    condition     = length(aws_iam_role.this) + length(aws_iam_role_policy.this) == 0 && aws_lambda_function.this.role == "arn:aws:iam::123456789012:role/platform/prober" && output.function_role_name == "prober"
    error_message = "The function should have the role that is brought, and nothing be made in IAM."
  }
}

run "nobodys" {
  command = plan

  variables {
    iam = { makes_roles = false, path = "/", role_names = {}, role_arns = { warmup = "arn:aws:iam::123456789012:role/warmup" }, instance_profile_arn = null }
  }

  expect_failures = [aws_lambda_function.this]
}
