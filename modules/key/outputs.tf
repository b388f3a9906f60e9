output "arn" {
  description = "ARN of the key in use."
  value       = local.kms_key_arn
}

# CloudWatch Logs asks for the key in the name of whoever writes into an encrypted log group:
# docs/aws-behaviour.md#encrypted-log-groups
output "encrypt_logs_statement" {
  description = "IAM statement that whoever writes into an encrypted log group needs."
  value = {
    Sid       = "EncryptLogs"
    Effect    = "Allow"
    Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    Resource  = local.kms_key_arn
    Condition = { StringEquals = { "kms:ViaService" = local.via_service.logs } }
  }
}

output "encrypt_messages_statement" {
  description = "IAM statement that whoever sends to an encrypted topic or queue needs."
  value = {
    Sid       = "EncryptMessages"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource  = local.kms_key_arn
    Condition = { StringEquals = { "kms:ViaService" = concat(local.via_service.sns, local.via_service.sqs) } }
  }
}
