# An apply that ends when the VNF serves, if that is wanted: the warm-up function is called once more, after the group, and
# answers when it does, or raises what was said last. Again only when the group, the addresses or, with an
# instance refresh, the launch template changed; destroy does not call it.

locals {
  waits_for_service = var.wait_until_serving_seconds != null

  # Lambda ends a run at 900 seconds; the rest is for the last look.
  warmup_timeout_seconds = local.waits_for_service ? var.wait_until_serving_seconds + 60 : 30

  serving_statements = [
    for statement in [
      {
        Sid      = "AskForAnAudit"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = local.handler_arn
      },
      {
        Sid      = "ReadWhatWasSaidLast"
        Effect   = "Allow"
        Action   = "logs:FilterLogEvents"
        Resource = "${local.log_group_arns.hook_handler}:*"
      },
      {
        Sid       = "ReadWhatTheGroupDidLast"
        Effect    = "Allow"
        Action    = "autoscaling:DescribeScalingActivities"
        Resource  = "*" # Describe knows neither resources nor tags.
        Condition = { StringEquals = { "aws:RequestedRegion" = local.region } }
      },
    ] : statement if local.waits_for_service
  ]
}

resource "aws_lambda_invocation" "serving" {
  count = local.waits_for_service ? 1 : 0

  function_name   = aws_lambda_function.this["warmup"].function_name
  lifecycle_scope = "CREATE_ONLY" # Destroy does not wait.

  input = jsonencode({
    source     = "persistent-vnf.wait"
    seconds    = var.wait_until_serving_seconds
    group_name = var.group_name
    handler    = local.handler_arn
    log_group  = local.log_groups.hook_handler
    version    = var.launch_template_version
  })

  triggers = {
    group             = var.group_arn
    vip_cidr          = var.vip_cidr
    vip_address       = var.vip_address
    eip_allocation_id = var.eip_allocation_id
  }

  depends_on = [aws_cloudwatch_event_target.warmup, aws_lambda_invocation.sweep]
}
