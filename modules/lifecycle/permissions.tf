# Which rule may call which function: that rule of ours and nobody else.

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
