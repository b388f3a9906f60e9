# With a hot standby: what the functions are told, and the alarms that say when there is none.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "alone" {
  command = plan

  assert {
    condition     = [for function in ["hook_handler", "warmup"] : aws_lambda_function.this[function].environment[0].variables["STANDBY"]] == ["none", "none"]
    error_message = "Both functions should know that one instance is enough."
  }

  assert {
    condition     = length(setintersection(keys(aws_cloudwatch_metric_alarm.this), ["no-standby", "standby-in-the-same-zone"])) == 0
    error_message = "Nobody should be told that a standby is missing which nobody wants."
  }
}

run "with_a_standby" {
  command = plan

  variables {
    standby                    = "hot"
    audit_interval_minutes     = 3
    health_check_grace_seconds = 300
  }

  assert {
    condition     = [for function in ["hook_handler", "warmup"] : aws_lambda_function.this[function].environment[0].variables["STANDBY"]] == ["hot", "hot"]
    error_message = "Both functions should know of it."
  }

  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : widget.properties.title if strcontains(jsonencode(widget), "StandbysInService")] == ["Standbys in service; both in one zone (1 = yes)"]
    error_message = "The dashboard should show it."
  }

  # 900 s and twice the grace are 1,500 s: nine audits, one every three minutes.
  assert {
    condition = [for alarm in [aws_cloudwatch_metric_alarm.this["no-standby"]] : [alarm.metric_name, alarm.comparison_operator, alarm.statistic, alarm.period, alarm.evaluation_periods, alarm.datapoints_to_alarm]] == [
      ["StandbysInService", "LessThanThreshold", "Maximum", 180, 9, 9]
    ]
    error_message = "It should be told once a replacement would have booted for long."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_metric_alarm.this["no-standby"].alarm_description, "For 27 minutes")
    error_message = "It should say for how long."
  }

  assert {
    condition = [for alarm in [aws_cloudwatch_metric_alarm.this["standby-in-the-same-zone"]] : [alarm.metric_name, alarm.comparison_operator, alarm.statistic, alarm.period, alarm.evaluation_periods, alarm.datapoints_to_alarm]] == [
      ["AllInOneZone", "GreaterThanOrEqualToThreshold", "Minimum", 180, 20, 20]
    ]
    error_message = "It should be told after an hour."
  }
}
