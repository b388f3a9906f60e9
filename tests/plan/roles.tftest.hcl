# Whose IAM roles: the module's own under the names of the house, or brought ones; and what goes with neither.

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

variables {
  name = "edge"
}

run "what_the_modules_own_roles_have" {
  command = plan

  assert {
    condition     = keys(output.role_policies) == ["flow_logs", "hook_handler", "instance", "warmup"] && output.role_policies.instance.policy == null
    error_message = "Each role should be told with what it needs."
  }
}

run "brought_roles" {
  command = plan

  variables {
    iam = {
      from = "bring"
      role_arns = {
        hook_handler = "arn:aws:iam::123456789012:role/platform/handler"
        warmup       = "arn:aws:iam::123456789012:role/platform/warmup"
        flow_logs    = "arn:aws:iam::123456789012:role/platform/flow-logs"
      }
      instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/platform/edge"
    }
  }

  assert {
    condition     = output.function_role_names == { hook_handler = "handler", warmup = "warmup" } && output.instance_role_name == null
    error_message = "The functions should have the roles that are brought."
  }
}

run "no_role_for_the_flow_logs_and_no_flow_logs" {
  command = plan

  variables {
    enable_flow_logs = false
    iam = {
      from                 = "bring"
      role_arns            = { hook_handler = "arn:aws:iam::123456789012:role/handler", warmup = "arn:aws:iam::123456789012:role/warmup" }
      instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/edge"
    }
  }
}

run "no_role_for_the_flow_logs" {
  command = plan

  variables {
    iam = {
      from                 = "bring"
      role_arns            = { hook_handler = "arn:aws:iam::123456789012:role/handler", warmup = "arn:aws:iam::123456789012:role/warmup" }
      instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/edge"
    }
  }

  expect_failures = [output.function_role_names]
}

run "a_boundary_for_brought_roles" {
  command = plan

  variables {
    enable_flow_logs         = false
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
    iam = {
      from                 = "bring"
      role_arns            = { hook_handler = "arn:aws:iam::123456789012:role/handler", warmup = "arn:aws:iam::123456789012:role/warmup" }
      instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/edge"
    }
  }

  expect_failures = [output.function_role_names]
}

run "policies_for_a_brought_role" {
  command = plan

  variables {
    enable_flow_logs     = false
    instance_policy_arns = { licences = "arn:aws:iam::123456789012:policy/licences" }
    iam = {
      from                 = "bring"
      role_arns            = { hook_handler = "arn:aws:iam::123456789012:role/handler", warmup = "arn:aws:iam::123456789012:role/warmup" }
      instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/edge"
    }
  }

  expect_failures = [output.function_role_names]
}

run "the_longest_names_and_path" {
  command = plan

  variables {
    iam = {
      path       = "/${join("/", [for _ in range(51) : "aaaaaaaaa"])}/"
      role_names = { hook_handler = join("", [for _ in range(64) : "a"]), warmup = null }
    }
  }
}

run "a_path_without_slashes" {
  command = plan

  variables {
    iam = { path = "vnf" }
  }

  expect_failures = [var.iam]
}

run "an_attribute_that_roles_do_not_have" {
  command = plan

  variables {
    iam = { prefix = "acme-" }
  }

  expect_failures = [var.iam]
}

run "roles_that_are_neither_made_nor_brought" {
  command = plan

  variables {
    iam = { from = "find" }
  }

  expect_failures = [var.iam]
}

run "a_path_of_brought_roles" {
  command = plan

  variables {
    iam = { from = "bring", path = "/vnf/", role_arns = { hook_handler = "arn:aws:iam::123456789012:role/a", warmup = "arn:aws:iam::123456789012:role/b" }, instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/c" }
  }

  expect_failures = [var.iam]
}

run "too_few_roles" {
  command = plan

  variables {
    iam = { from = "bring", role_arns = { warmup = "arn:aws:iam::123456789012:role/b" }, instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/c" }
  }

  expect_failures = [var.iam]
}

run "a_name_for_a_role_that_there_is_not" {
  command = plan

  variables {
    iam = { role_names = { handler = "acme" } }
  }

  expect_failures = [var.iam]
}

run "a_name_with_a_path" {
  command = plan

  variables {
    iam = { role_names = { warmup = "vnf/acme" } }
  }

  expect_failures = [var.iam]
}

run "one_name_for_two_roles" {
  command = plan

  variables {
    iam = { role_names = { warmup = "acme", instance = "ACME" } }
  }

  expect_failures = [var.iam]
}

run "a_brought_role_that_there_is_not" {
  command = plan

  variables {
    iam = { from = "bring", role_arns = { hook_handler = "arn:aws:iam::123456789012:role/a", warmup = "arn:aws:iam::123456789012:role/b", handler = "arn:aws:iam::123456789012:role/c" }, instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/c" }
  }

  expect_failures = [var.iam]
}

run "a_user_in_place_of_a_role" {
  command = plan

  variables {
    iam = { from = "bring", role_arns = { hook_handler = "arn:aws:iam::123456789012:role/a", warmup = "arn:aws:iam::123456789012:user/b" }, instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/c" }
  }

  expect_failures = [var.iam]
}

run "a_role_in_place_of_an_instance_profile" {
  command = plan

  variables {
    iam = { from = "bring", role_arns = { hook_handler = "arn:aws:iam::123456789012:role/a", warmup = "arn:aws:iam::123456789012:role/b" }, instance_profile_arn = "arn:aws:iam::123456789012:role/c" }
  }

  expect_failures = [var.iam]
}
