# Where events end that no retry could handle: from EventBridge if it could not hand them over, from
# Lambda if the function failed on them. Moving one back to the function heals.

resource "aws_sqs_queue" "failed_events" {
  name                      = local.queue_name
  kms_master_key_id         = var.kms_key_arn
  message_retention_seconds = 1209600 # 14 days, the most that SQS keeps
  tags                      = var.tags

  # Inline: a policy of its own would take the provider another 25 seconds.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DeadLettersOfOurRules"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = local.queue_arn
      Condition = { ArnEquals = { "aws:SourceArn" = local.rule_arns.hooks } }
    }]
  })

  depends_on = [aws_cloudwatch_log_group.function]
}
