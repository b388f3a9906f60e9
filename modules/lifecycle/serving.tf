# If an apply is to end when the VNF serves, it calls the warm-up function for that (modules/warmup), which then needs
# the time to wait and the rights to tell what was said last.

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
