# Where people are told: every move of the VIP, every alarm. A topic that is brought has its policy, its key and its
# subscriptions from whoever made it: docs/security.md#a-topic-of-your-own

locals {
  owns_topic        = try(coalesce(var.notification_topic.from), "make") != "bring"
  notifications_arn = local.owns_topic ? aws_sns_topic.notifications[0].arn : try(var.notification_topic.arn, null)

  # Known before the module's own topic is there.
  topic_arn = local.owns_topic ? "arn:${local.partition}:sns:${local.region}:${local.account_id}:${local.topic_name}" : try(var.notification_topic.arn, null)

  brought_topic_statements = [
    for key in try([var.notification_topic.kms_key_arn], []) : {
      Sid       = "EncryptMessagesOfTheBroughtTopic"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = key
      Condition = { StringEquals = { "kms:ViaService" = distinct([for suffix in ["amazonaws.com", module.place.dns_suffix] : "sns.${local.region}.${suffix}"]) } }
    }
  ]
}

resource "aws_sns_topic" "notifications" {
  count = local.owns_topic ? 1 : 0

  name              = local.topic_name
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsOfThisVnf"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = local.topic_arn
      Condition = {
        # Each by its name: a pattern would admit those of a VNF whose name begins with this one's.
        ArnEquals = {
          "aws:SourceArn" = [
            for name in concat([for alarm in keys(local.alarms) : "${var.name}-${alarm}"], var.prober_alarm_names) : "${local.alarms_arn}:${name}"
          ]
        }
      }
    }]
  })

  depends_on = [aws_cloudwatch_log_group.function]
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.notification_emails

  topic_arn = local.notifications_arn
  protocol  = "email"
  endpoint  = each.value
}
