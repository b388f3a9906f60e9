# Every limit from both sides: the last value that passes, and the first that does not.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "the_smallest_of_everything" {
  command = plan

  variables {
    cooldown_seconds               = 1
    launch_hook_timeout_seconds    = 30
    terminate_hook_timeout_seconds = 30
  }

  assert {
    condition     = aws_autoscaling_group.this.default_cooldown == 1
    error_message = "The cooldown should be the one asked for."
  }
}

run "the_greatest_of_everything" {
  command = plan

  variables {
    launch_hook_timeout_seconds    = 7200
    terminate_hook_timeout_seconds = 7200
    instance_policy_arns           = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    permissions_boundary_arn       = "arn:aws-us-gov:iam::123456789012:policy/team/boundary"
  }

  assert {
    condition     = aws_autoscaling_group.this.timeouts.delete == "250m"
    error_message = "Deletion should wait for both hooks and ten minutes more."
  }
}

run "less_than_the_smallest" {
  command = plan

  variables {
    cooldown_seconds               = 0
    launch_hook_timeout_seconds    = 29
    terminate_hook_timeout_seconds = 29
    instance_policy_arns           = { read = "ReadOnlyAccess" }
  }

  expect_failures = [
    var.cooldown_seconds,
    var.launch_hook_timeout_seconds,
    var.terminate_hook_timeout_seconds,
    var.instance_policy_arns,
  ]
}

run "more_than_the_greatest" {
  command = plan

  variables {
    launch_hook_timeout_seconds    = 7201
    terminate_hook_timeout_seconds = 7201
  }

  expect_failures = [
    var.launch_hook_timeout_seconds,
    var.terminate_hook_timeout_seconds,
  ]
}

run "a_policy_twice" {
  command = plan

  variables {
    instance_policy_arns = { one = "arn:aws:iam::aws:policy/ReadOnlyAccess", two = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  }

  expect_failures = [var.instance_policy_arns]
}
