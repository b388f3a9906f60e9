# What calls the hook handler: the lifecycle events of our hooks in our group, and the audit.

locals {
  event_age_seconds = max(60, min(var.launch_hook_timeout_seconds, var.terminate_hook_timeout_seconds))
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

  depends_on = [terraform_data.claim]
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
  description         = "Every minute: repair what drifted from ${var.name}"
  schedule_expression = "rate(1 minute)"
  state               = "ENABLED"
  tags                = var.tags

  depends_on = [terraform_data.claim]
}

resource "aws_cloudwatch_event_target" "audit" {
  rule  = aws_cloudwatch_event_rule.audit.name
  arn   = aws_lambda_function.this["hook_handler"].arn
  input = jsonencode({ source = "persistent-vnf.audit" })

  # The next audit comes within a minute: an old one is of no use.
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 0
  }

  # A rule that fires before it may call the function is a failure in the metrics.
  depends_on = [aws_lambda_permission.rule]
}
