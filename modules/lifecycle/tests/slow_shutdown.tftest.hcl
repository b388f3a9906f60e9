# An instance that shuts down too slowly is ended: only where somebody asked for it.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "a_guest_has_its_time" {
  assert {
    condition     = !strcontains(aws_iam_role_policy.function["hook_handler"].policy, "ec2:TerminateInstances")
    error_message = "Without end_slow_shutdown_after_seconds the handler may end no instance."
  }
}

run "a_guest_is_not_waited_for" {
  variables {
    end_slow_shutdown_after_seconds = 60
    function_timeout_seconds        = 120
  }

  assert {
    condition     = aws_lambda_function.this["hook_handler"].environment[0].variables["END_SLOW_SHUTDOWN_AFTER_SECONDS"] == "60"
    error_message = "The handler should be told as it is given."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement : statement.Condition
      if contains(flatten([statement.Action]), "ec2:TerminateInstances")
    ] == [{ StringEquals = { "aws:ResourceTag/aws:autoscaling:groupName" = var.group_name } }]
    error_message = "The handler may end instances of the group only."
  }

  assert {
    condition     = output.ready == "arn:aws:lambda:eu-west-1:123456789012:function:made"
    error_message = "Half of a run is as long as one may wait."
  }
}

run "shorter_than_a_healthy_guest_needs" {
  command = plan

  variables {
    end_slow_shutdown_after_seconds = 9
  }

  expect_failures = [var.end_slow_shutdown_after_seconds]
}

run "longer_than_half_of_any_run" {
  command = plan

  variables {
    function_timeout_seconds        = 900
    end_slow_shutdown_after_seconds = 451
  }

  expect_failures = [var.end_slow_shutdown_after_seconds]
}

run "half_seconds" {
  command = plan

  variables {
    end_slow_shutdown_after_seconds = 30.5
  }

  expect_failures = [var.end_slow_shutdown_after_seconds]
}

run "longer_than_half_of_a_run" {
  command = plan

  variables {
    function_timeout_seconds        = 120
    end_slow_shutdown_after_seconds = 61
  }

  expect_failures = [output.ready]
}
