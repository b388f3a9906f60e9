# What calls the hook handler: the lifecycle events of our hooks in our group, the audit, and EC2's word that the instance
# stopped or ended.

locals {
  event_age_seconds = max(60, min(var.launch_hook_timeout_seconds, var.terminate_hook_timeout_seconds))

  audit_every_minute   = var.audit_interval_minutes == 1
  audit_every          = local.audit_every_minute ? "minute" : "${var.audit_interval_minutes} minutes"
  audit_period_seconds = 60 * var.audit_interval_minutes

  # What an audit needs for a launch whose event is lost, besides coming: the time for which it leaves a newcomer to its
  # own event, a reboot included (NEWCOMER in audit.py, REBOOT_SHOWS in timing.py), and a run of its own.
  audited_launch_seconds = 90 + (var.reboot_after_attach ? var.reboot_delay_seconds + 60 : 0) + var.function_timeout_seconds
}

resource "aws_cloudwatch_event_rule" "hooks" {
  name        = local.rule_names.hooks
  description = "Lifecycle hooks of ${var.group_name} to ${var.function_names.hook_handler}"
  state       = "ENABLED" # Unsaid, a plan would not show that somebody disabled it.
  tags        = var.tags

  event_pattern = jsonencode({
    source      = ["aws.autoscaling"]
    detail-type = ["EC2 Instance-launch Lifecycle Action", "EC2 Instance-terminate Lifecycle Action"]
    detail = {
      AutoScalingGroupName = [var.group_name]
      LifecycleHookName    = [var.launch_hook_name, var.terminate_hook_name]
    }
  })

  depends_on = [aws_cloudwatch_log_group.function]
}

resource "aws_cloudwatch_event_target" "hooks" {
  rule = aws_cloudwatch_event_rule.hooks.name
  arn  = aws_lambda_function.this["hook_handler"].arn

  dead_letter_config {
    arn = aws_sqs_queue.failed_events.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = local.event_age_seconds
    maximum_retry_attempts       = 185
  }

  depends_on = [aws_lambda_permission.rule]
}

# Events are delivered at best effort: the audit looks whether the world is as it should be.
resource "aws_cloudwatch_event_rule" "audit" {
  name                = local.rule_names.audit
  description         = "Every ${local.audit_every}: repair what drifted from ${var.name}"
  schedule_expression = local.audit_every_minute ? "rate(1 minute)" : "rate(${local.audit_every})"
  state               = "ENABLED"
  tags                = var.tags

  lifecycle {
    # With an audit a minute the handler's own three tries, for which the hook has to last anyway, take longer.
    precondition {
      condition     = local.audit_every_minute || var.launch_hook_timeout_seconds >= 2 * local.audit_period_seconds + local.audited_launch_seconds
      error_message = "audit_interval_minutes is ${var.audit_interval_minutes}: a launch whose event is lost is left to an audit, and to the next one if that comes to nothing, up to ${2 * local.audit_period_seconds + local.audited_launch_seconds} seconds in all; and launch_hook_timeout_seconds is ${var.launch_hook_timeout_seconds}. Give launch_hook_timeout_seconds at least that, or shorten audit_interval_minutes."
    }
  }

  depends_on = [aws_cloudwatch_log_group.function]
}

resource "aws_cloudwatch_event_target" "audit" {
  rule  = aws_cloudwatch_event_rule.audit.name
  arn   = aws_lambda_function.this["hook_handler"].arn
  input = jsonencode({ source = "persistent-vnf.audit" })

  # Once the next audit comes, an old one is of no use: within a minute there is no time to try again.
  retry_policy {
    maximum_event_age_in_seconds = local.audit_period_seconds
    maximum_retry_attempts       = var.audit_interval_minutes - 1
  }

  # A rule that fires before it may call the function is a failure in the metrics.
  depends_on = [aws_lambda_permission.rule]
}

# EC2's events name an instance and nothing else of ours, so the handler writes into the pattern whom it let into service
# (state_rule.py): a rule for every instance of the region would wake every VNF for each of them.
resource "aws_cloudwatch_event_rule" "state_changes" {
  name        = local.rule_names.state_changes
  description = "The instance of ${var.group_name} stopped or ended, to ${var.function_names.hook_handler}"
  state       = "ENABLED"
  tags        = var.tags

  event_pattern = jsonencode({
    source      = ["aws.ec2"]
    detail-type = ["EC2 Instance State-change Notification"]
    detail = {
      instance-id = ["none"] # There is no instance yet, and an empty list is refused.
      state       = ["shutting-down", "stopped", "stopping", "terminated"]
    }
  })

  lifecycle {
    ignore_changes = [event_pattern]
  }

  depends_on = [aws_cloudwatch_log_group.function]
}

resource "aws_cloudwatch_event_target" "state_changes" {
  rule = aws_cloudwatch_event_rule.state_changes.name
  arn  = aws_lambda_function.this["hook_handler"].arn

  # Auto Scaling notices by itself within a minute or so: an older word is no news, and nothing is lost with it.
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 3
  }

  depends_on = [aws_lambda_permission.rule]
}
