# Maintenance: what the sweep is told, when people are told, and the rights to begin and end it.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "the_operator_decides" {
  command = plan

  assert {
    condition     = jsondecode(aws_lambda_invocation.sweep.input).maintenance == null
    error_message = "Without a wish of Terraform's the sweep should have none."
  }

  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : widget.properties.metrics if startswith(widget.properties.title, "In maintenance")] == [[["PersistentVnf", "Maintenance", "Name", "edge"]]]
    error_message = "The dashboard should show maintenance."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement : statement.Resource if statement.Sid == "SwitchMaintenance"] == ["arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge"]
    error_message = "Of this group alone processes should be suspended, and at any time."
  }
}

run "begun" {
  command = plan

  variables {
    maintenance = true
  }

  assert {
    condition     = jsondecode(aws_lambda_invocation.sweep.input).maintenance
    error_message = "The sweep should be told."
  }
}

run "ended" {
  command = plan

  variables {
    maintenance = false
  }

  assert {
    condition     = !jsondecode(aws_lambda_invocation.sweep.input).maintenance
    error_message = "The sweep should be told."
  }
}

# docs/aws-behaviour.md#range-of-an-alarm
run "as_long_as_cloudwatch_looks_back" {
  command = plan

  variables {
    maintenance_hours = 168
  }

  assert {
    condition     = [for alarm in [aws_cloudwatch_metric_alarm.this["maintenance-overdue"]] : [alarm.period * alarm.evaluation_periods, alarm.datapoints_to_alarm, alarm.statistic, alarm.treat_missing_data]] == [[604800, 168, "Minimum", "notBreaching"]]
    error_message = "All of each hour, for seven days."
  }
}

run "longer" {
  command = plan

  variables {
    maintenance_hours = 169
  }

  expect_failures = [var.maintenance_hours]
}

run "not_at_all" {
  command = plan

  variables {
    maintenance_hours = 0
  }

  expect_failures = [var.maintenance_hours]
}

run "half_hours" {
  command = plan

  variables {
    maintenance_hours = 1.5
  }

  expect_failures = [var.maintenance_hours]
}
