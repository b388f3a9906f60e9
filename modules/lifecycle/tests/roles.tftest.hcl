# Whose roles the functions have, and what they are called.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "under_the_names_of_the_house" {
  variables {
    iam = { makes_roles = true, path = "/vnf/", role_names = { warmup = "acme-edge-warmup" }, role_arns = {}, instance_profile_arn = null }
  }

  assert {
    condition     = { for function, role in aws_iam_role.function : function => "${role.path}${role.name}" } == { hook_handler = "/vnf/edge-hook-handler-eu-west-1", warmup = "/vnf/acme-edge-warmup" }
    error_message = "A role should have the path, and the name given or else its own one."
  }

  assert {
    condition     = output.function_role_names == { hook_handler = "edge-hook-handler-eu-west-1", warmup = "acme-edge-warmup" }
    error_message = "Others should learn the roles' names."
  }
}

run "somebody_elses_roles" {
  command = plan

  variables {
    iam = {
      makes_roles          = false
      path                 = "/"
      role_names           = {}
      role_arns            = { hook_handler = "arn:aws:iam::123456789012:role/platform/handler", warmup = "arn:aws:iam::123456789012:role/warmer" }
      instance_profile_arn = null
    }
  }

  assert {
    condition     = length(aws_iam_role.function) + length(aws_iam_role_policy.function) + length(aws_iam_role_policy.leaving) == 0
    error_message = "Nothing should be made in IAM."
  }

  assert {
    condition     = { for function, this in aws_lambda_function.this : function => this.role } == { hook_handler = "arn:aws:iam::123456789012:role/platform/handler", warmup = "arn:aws:iam::123456789012:role/warmer" }
    error_message = "The functions should have the roles that are brought."
  }

  assert {
    condition     = output.function_role_names == { hook_handler = "handler", warmup = "warmer" }
    error_message = "Others should learn the roles' names, which have no path."
  }

  assert {
    condition = alltrue([
      for function in ["hook_handler", "warmup"] : jsondecode(output.role_policies[function].trust_policy).Statement[0].Principal == { Service = "lambda.amazonaws.com" }
    ])
    error_message = "Only Lambda may take the functions' roles."
  }
}

run "what_brought_roles_need_is_what_our_own_have" {
  assert {
    condition     = { for function, policy in aws_iam_role_policy.function : function => policy.policy } == { for function, its in output.role_policies : function => its.policy }
    error_message = "Both should have the same rights."
  }

  assert {
    condition = length(setsubtract(
      flatten([for statement in jsondecode(aws_iam_role_policy.leaving[0].policy).Statement : statement.Action]),
      flatten([for statement in jsondecode(output.role_policies.hook_handler.policy).Statement : statement.Action]),
    )) == 0
    error_message = "What is taken away after the sweep only should be in it, too."
  }
}
