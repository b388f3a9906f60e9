# One customer-managed key for topic, queue, logs and the functions' environment. Services that
# publish to an encrypted topic or queue need a key whose policy names them.

locals {
  owns_key        = try(coalesce(var.kms_key.from), "make") != "bring"
  brought_key_arn = try(var.kms_key.arn, null)
  kms_key_arn     = local.owns_key ? aws_kms_key.this[0].arn : local.brought_key_arn

  # As kms:ViaService tells it. AWS's pages leave open whether China's has a suffix of its own; either
  # name can come from that service only.
  via_service = {
    for service in ["logs", "sns", "sqs"] : service => distinct([
      "${service}.${module.place.region}.amazonaws.com",
      "${service}.${module.place.region}.${module.place.dns_suffix}",
    ])
  }
}

module "place" {
  source = "../place"
}

resource "aws_kms_key" "this" {
  count = local.owns_key ? 1 : 0

  description         = "Topic, queue, logs and environment of ${var.name}"
  enable_key_rotation = true
  tags                = merge(var.tags, { Name = var.name })

  lifecycle {
    # A key that is scheduled for deletion decrypts nothing any more: it goes only when functions, topic,
    # queue and logs have left it. Terraform would otherwise destroy first and update afterwards.
    create_before_destroy = true
  }

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AccountAdministers"
        Effect    = "Allow"
        Principal = { AWS = "arn:${module.place.partition}:iam::${module.place.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "AlarmsReachTheTopic"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = module.place.account_id } }
      },
      {
        # As AWS's page on EventBridge's targets has it, without a condition. What EventBridge asks of
        # KMS is not documented to carry aws:SourceArn or aws:SourceAccount (of topics AWS says that it
        # does not), and a condition on them would lose the dead letters. The queue's policy names the rule.
        # docs/aws-behaviour.md#keys-and-eventbridge
        Sid       = "DeadLettersReachTheQueue"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
      },
      {
        Sid       = "LogGroups"
        Effect    = "Allow"
        Principal = { Service = "logs.${module.place.region}.${module.place.dns_suffix}" }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        Resource  = "*"
        Condition = {
          ArnEquals = {
            "kms:EncryptionContext:aws:logs:arn" = [
              for name in var.log_group_names : "arn:${module.place.partition}:logs:${module.place.region}:${module.place.account_id}:log-group:${name}"
            ]
          }
        }
      },
    ]
  })
}

resource "aws_kms_alias" "this" {
  count = local.owns_key ? 1 : 0

  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this[0].key_id
}
