# Who may call which function: those rules of ours and those alarms, and nobody else.

locals {
  callers = { hooks = "hook_handler", audit = "hook_handler", state_changes = "hook_handler", warmup = "warmup" }
}

resource "aws_lambda_permission" "rule" {
  for_each = local.callers

  statement_id  = "${each.key}-rule"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this[each.value].arn # A replaced function has lost its permissions.
  principal     = "events.amazonaws.com"
  source_arn    = local.rule_arns[each.key]
}

locals {
  alarm_callers = merge(
    { for name in ["status-checks-failed"] : name => "${local.alarms_arn}:${var.name}-${name}" if local.replaces_impaired },
    { for name, arn in var.service_alarm_arns : "service-${name}" => arn },
    { for key, arn in local.service_check_alarm_arns : "check-${key}" => arn },
  )
}

resource "aws_lambda_permission" "alarm" {
  for_each = local.alarm_callers

  statement_id   = "${each.key}-alarm"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.this["hook_handler"].arn
  principal      = "lambda.alarms.cloudwatch.amazonaws.com" # docs/aws-behaviour.md#alarms-that-call-a-function
  source_account = local.account_id
  source_arn     = each.value
}
