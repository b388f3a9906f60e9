# Where people are told: every move of the VIP, every alarm.

resource "aws_sns_topic" "notifications" {
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
            for alarm in keys(local.alarms) : "arn:${local.partition}:cloudwatch:${local.region}:${local.account_id}:alarm:${var.name}-${alarm}"
          ]
        }
      }
    }]
  })

  depends_on = [terraform_data.claim]
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.notification_emails

  topic_arn = aws_sns_topic.notifications.arn
  protocol  = "email"
  endpoint  = each.value
}
