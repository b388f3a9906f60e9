# How often the audit comes, and what counts audits: rule, alarms, dashboard, and the hook that waits for them.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "every_minute" {
  command = plan

  assert {
    condition     = [aws_cloudwatch_event_rule.audit.schedule_expression, aws_cloudwatch_event_rule.audit.description] == ["rate(1 minute)", "Every minute: repair what drifted from edge"]
    error_message = "EventBridge takes the singular only for 1."
  }

  assert {
    condition     = [aws_cloudwatch_event_target.audit.retry_policy[0].maximum_event_age_in_seconds, aws_cloudwatch_event_target.audit.retry_policy[0].maximum_retry_attempts] == [60, 0]
    error_message = "An audit should not be tried again when the next one comes anyway."
  }

  # Period in seconds, periods, how many of them.
  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => [alarm.period, alarm.evaluation_periods, alarm.datapoints_to_alarm] } == {
      vip-not-held-vip    = [60, 3, 3]
      healing-suspended   = [60, 60, 60]
      maintenance-overdue = [3600, 4, 4]
      audit-silent        = [60, 5, 5]
      heal-failed         = [60, 5, 1]
      handler-errors      = [60, 5, 1]
      handler-throttled   = [60, 5, 1]
      warmup-errors       = [60, 5, 1]
      failed-events       = [60, 5, 1]
      failed-events-lost  = [60, 5, 1]
      dead-letters-lost   = [60, 5, 1]
      messages-lost       = [60, 5, 1]
      events-undelivered  = [60, 5, 1]
    }
    error_message = "With an audit a minute alarms count minutes."
  }

  assert {
    condition = [for name in ["vip-not-held-vip", "audit-silent"] : regex("^[^.;]*", aws_cloudwatch_metric_alarm.this[name].alarm_description)] == [
      "The persistent address has been on no instance for three minutes",
      "No audit has looked at the VIP for five minutes, though one comes every minute",
    ]
    error_message = "The alarms should say after how long they ring."
  }

  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : widget.properties.title if startswith(widget.properties.title, "Audits")] == ["Audits that looked (1 a minute)"]
    error_message = "The dashboard should say how many audits to expect."
  }
}

run "every_five_minutes" {
  command = plan

  variables {
    audit_interval_minutes      = 5
    launch_hook_timeout_seconds = 810
  }

  assert {
    condition     = [aws_cloudwatch_event_rule.audit.schedule_expression, aws_cloudwatch_event_rule.audit.description] == ["rate(5 minutes)", "Every 5 minutes: repair what drifted from edge"]
    error_message = "The rule should follow the interval."
  }

  assert {
    condition     = [aws_cloudwatch_event_target.audit.retry_policy[0].maximum_event_age_in_seconds, aws_cloudwatch_event_target.audit.retry_policy[0].maximum_retry_attempts] == [300, 4]
    error_message = "An audit that cannot be handed over should be tried again until the next one comes."
  }

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => [alarm.period, alarm.evaluation_periods, alarm.datapoints_to_alarm] } == {
      vip-not-held-vip    = [300, 2, 2]
      healing-suspended   = [300, 12, 12]
      maintenance-overdue = [3600, 4, 4]
      audit-silent        = [60, 13, 13]
      heal-failed         = [60, 9, 1]
      handler-errors      = [60, 9, 1]
      handler-throttled   = [60, 9, 1]
      warmup-errors       = [60, 9, 1]
      failed-events       = [60, 9, 1]
      failed-events-lost  = [60, 9, 1]
      dead-letters-lost   = [60, 9, 1]
      messages-lost       = [60, 9, 1]
      events-undelivered  = [60, 9, 1]
    }
    error_message = "What counts audits should follow the interval, and what each audit repeats should be told once."
  }

  assert {
    condition = [for name in ["vip-not-held-vip", "audit-silent"] : regex("^[^.;]*", aws_cloudwatch_metric_alarm.this[name].alarm_description)] == [
      "The persistent address has been on no instance in two audits in a row, one every 5 minutes",
      "No audit has looked at the VIP for 13 minutes, though one comes every 5 minutes",
    ]
    error_message = "The alarms should say after how long they ring."
  }

  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : widget.properties.title if startswith(widget.properties.title, "Audits")] == ["Audits that looked (1 every 5 minutes)"]
    error_message = "The dashboard should say how many audits to expect."
  }

  assert {
    condition     = alltrue([for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : widget.properties.period == 300])
    error_message = "Each period of the dashboard should have its audit."
  }
}

run "less_than_a_minute" {
  command = plan

  variables {
    audit_interval_minutes = 0
  }

  expect_failures = [var.audit_interval_minutes]
}

run "more_than_a_quarter_of_an_hour" {
  command = plan

  variables {
    audit_interval_minutes      = 16
    launch_hook_timeout_seconds = 7200
  }

  expect_failures = [var.audit_interval_minutes]
}

# CloudWatch takes alarms over a day at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
run "every_fifteen_minutes" {
  command = plan

  variables {
    audit_interval_minutes      = 15
    launch_hook_timeout_seconds = 2010
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.period * alarm.evaluation_periods <= 86400])
    error_message = "CloudWatch should take the alarms."
  }
}

# The hook has to last for two audits, of which the first may come to nothing.

run "a_hook_too_short_for_two_audits" {
  command = plan

  variables {
    audit_interval_minutes      = 5
    launch_hook_timeout_seconds = 809
  }

  expect_failures = [aws_cloudwatch_event_rule.audit]
}

run "with_a_reboot_that_just_fits" {
  command = plan

  variables {
    audit_interval_minutes      = 5
    reboot_after_attach         = true
    reboot_delay_seconds        = 30
    launch_hook_timeout_seconds = 900
  }
}

run "with_a_reboot_that_does_not" {
  command = plan

  variables {
    audit_interval_minutes      = 5
    reboot_after_attach         = true
    reboot_delay_seconds        = 31
    launch_hook_timeout_seconds = 900
  }

  expect_failures = [aws_cloudwatch_event_rule.audit]
}
