# Who fails EC2's status checks for long enough is replaced: what the handler is told, and the alarm that calls it.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "left_to_auto_scaling" {
  command = plan

  assert {
    condition     = length(aws_lambda_permission.alarm) == 0 && alltrue([for alarm in aws_cloudwatch_metric_alarm.this : length(alarm.alarm_actions) == 1])
    error_message = "Without impaired_after_seconds no alarm may call the handler."
  }

  assert {
    condition     = length(setintersection(keys(aws_cloudwatch_metric_alarm.this), ["status-checks-failed", "early-replacement-stopped"])) == 0
    error_message = "Without impaired_after_seconds nobody replaces early, and nobody has to be told of it."
  }
}

run "replaced" {
  variables {
    impaired_after_seconds    = 90
    max_replacements_per_hour = 2
    storm_cleared_at          = "2026-01-31T09:00:00+01:00"
  }

  assert {
    condition = {
      for name, value in aws_lambda_function.this["hook_handler"].environment[0].variables : name => value
      if contains(["IMPAIRED_AFTER_SECONDS", "MAX_REPLACEMENTS_PER_HOUR", "STORM_CLEARED_AT"], name)
    } == { IMPAIRED_AFTER_SECONDS = "90", MAX_REPLACEMENTS_PER_HOUR = "2", STORM_CLEARED_AT = "2026-01-31T09:00:00+01:00" }
    error_message = "The handler should be told as it is given."
  }

  # docs/aws-behaviour.md#metrics-of-status-checks
  assert {
    condition = [for alarm in [aws_cloudwatch_metric_alarm.this["status-checks-failed"]] : [alarm.namespace, alarm.metric_name, alarm.dimensions, alarm.statistic, alarm.period, alarm.evaluation_periods, alarm.datapoints_to_alarm, alarm.treat_missing_data]] == [
      ["AWS/EC2", "StatusCheckFailed", tomap({ AutoScalingGroupName = "edge" }), "Maximum", 60, 3, 3, "notBreaching"]
    ]
    error_message = "Any member, for two whole minutes at least and one more, as the first may have been begun."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["status-checks-failed"].alarm_actions == toset(["arn:aws:sns:eu-west-1:123456789012:made", "arn:aws:lambda:eu-west-1:123456789012:function:edge-hook-handler"])
    error_message = "The alarm should tell people, and call the handler."
  }

  # docs/aws-behaviour.md#alarms-that-call-a-function
  assert {
    condition = [for permission in aws_lambda_permission.alarm : [permission.action, permission.principal, permission.source_account, permission.source_arn]] == [
      ["lambda:InvokeFunction", "lambda.alarms.cloudwatch.amazonaws.com", "123456789012", "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:edge-status-checks-failed"]
    ]
    error_message = "That alarm, and no other, may call the handler."
  }

  assert {
    condition     = [for name in ["status-checks-failed", "early-replacement-stopped"] : length(regexall("(90 seconds|had 2 such)", aws_cloudwatch_metric_alarm.this[name].alarm_description))] == [1, 1]
    error_message = "The alarms should say what was given."
  }
}

run "as_long_as_cloudwatch_looks_back" {
  command = plan

  variables {
    impaired_after_seconds = 86340
  }

  assert {
    condition     = [for alarm in [aws_cloudwatch_metric_alarm.this["status-checks-failed"]] : alarm.period * alarm.evaluation_periods] == [86400]
    error_message = "A day, and no longer (docs/aws-behaviour.md#range-of-an-alarm)."
  }
}

run "shorter_than_a_check" {
  command = plan

  variables {
    impaired_after_seconds = 59
  }

  expect_failures = [var.impaired_after_seconds]
}

run "longer_than_a_day" {
  command = plan

  variables {
    impaired_after_seconds = 86341
  }

  expect_failures = [var.impaired_after_seconds]
}

run "half_seconds" {
  command = plan

  variables {
    impaired_after_seconds = 90.5
  }

  expect_failures = [var.impaired_after_seconds]
}

run "as_long_as_the_grace" {
  variables {
    health_check_grace_seconds = 1200
    impaired_after_seconds     = 1200
  }

  assert {
    condition     = output.ready == "arn:aws:lambda:eu-west-1:123456789012:function:made"
    error_message = "An appliance is given all of its grace to boot again, and no more is asked."
  }
}

run "shorter_than_the_grace" {
  command = plan

  variables {
    health_check_grace_seconds = 1200
    impaired_after_seconds     = 1199
  }

  expect_failures = [output.ready]
}

run "no_replacement_at_all" {
  command = plan

  variables {
    max_replacements_per_hour = 0
  }

  expect_failures = [var.max_replacements_per_hour]
}

run "more_than_an_hour_holds" {
  command = plan

  variables {
    max_replacements_per_hour = 21
  }

  expect_failures = [var.max_replacements_per_hour]
}

run "half_replacements" {
  command = plan

  variables {
    max_replacements_per_hour = 1.5
  }

  expect_failures = [var.max_replacements_per_hour]
}

run "no_time" {
  command = plan

  variables {
    storm_cleared_at = "31 January"
  }

  expect_failures = [var.storm_cleared_at]
}

run "a_day_that_is_not" {
  command = plan

  variables {
    storm_cleared_at = "2026-02-30T08:00:00Z"
  }

  expect_failures = [var.storm_cleared_at]
}
