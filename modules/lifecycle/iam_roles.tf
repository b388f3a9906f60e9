# One role for each function. What is common to both is here, the rest in iam_handler.tf and iam_warmup.tf.

locals {
  role_statements = {
    hook_handler = concat(local.common_statements.hook_handler, local.handler_statements, local.leaving_address_statements, local.leaving_route_statements)
    warmup       = concat(local.common_statements.warmup, local.warmup_statements, local.serving_statements)
  }

  common_statements = {
    for function in keys(var.function_names) : function => concat([
      {
        Sid      = "WriteOwnLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${local.log_group_arns[function]}:*"
      },
      {
        Sid      = "TellPeople"
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = local.topic_arn
      },
      {
        Sid      = "KeepFailedEvents"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = local.queue_arn
      },
      {
        # Lambda reads the function's environment with its role. Which service that counts as is not
        # documented, so no condition.
        Sid      = "ReadEnvironment"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = var.kms_key_arn
      },
      var.encrypt_messages_statement,
      var.encrypt_logs_statement,
    ], local.brought_topic_statements)
  }
}

resource "aws_iam_role" "function" {
  for_each = var.function_names

  # Role names are global in an account, the module's names only regional.
  name                 = "${each.value}-${local.region}"
  description          = "What the function ${each.value} may do"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  depends_on = [var.vpc_id] # The network is judged first.
}

resource "aws_iam_role_policy" "function" {
  for_each = var.function_names

  name   = "act"
  role   = aws_iam_role.function[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.role_statements[each.key] })

  # In another VPC the functions turn to it once the group that was in the old one has drained.
  depends_on = [terraform_data.vpc]
}

# Replaced with the VPC: destroyed after the group, which needs all of this, and made again before what depends on it.
resource "terraform_data" "vpc" {
  triggers_replace = var.vpc_id
}
