# What calls the prober: a minute of its own each minute. One that was missed is over, so nothing is tried again.

resource "aws_cloudwatch_event_rule" "this" {
  name                = local.rule_name
  description         = "Every minute: ask whether the services of ${var.name} answer"
  schedule_expression = "rate(1 minute)"
  state               = "ENABLED" # Unsaid, a plan would not show that somebody disabled it.
  tags                = var.tags

  depends_on = [aws_cloudwatch_log_group.this]
}

resource "aws_cloudwatch_event_target" "this" {
  rule  = aws_cloudwatch_event_rule.this.name
  arn   = aws_lambda_function.this.arn
  input = jsonencode({ source = "persistent-vnf.prober" })

  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 0
  }

  # A rule that fires before it may call the function is a failure in the metrics.
  depends_on = [aws_lambda_permission.rule, aws_lambda_function_event_invoke_config.this]
}

resource "aws_lambda_permission" "rule" {
  statement_id  = "prober-rule"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.arn # A replaced function has lost its permissions.
  principal     = "events.amazonaws.com"
  source_arn    = local.rule_arn
}

resource "aws_lambda_function_event_invoke_config" "this" {
  # checkov:skip=CKV_AWS_116:a minute that was not probed is over
  function_name                = aws_lambda_function.this.arn # A replaced function has lost it.
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}
