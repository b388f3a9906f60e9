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

# Made here, or brought: what follows asks for names and ARNs only.
locals {
  own_roles = var.iam.makes_roles ? var.function_names : {}
  role_arns = var.iam.makes_roles ? { for function, this in aws_iam_role.function : function => this.arn } : var.iam.role_arns
  role_names = {
    for function in keys(var.function_names) : function => var.iam.makes_roles ? aws_iam_role.function[function].name : basename(var.iam.role_arns[function])
  }

  trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
  role_policies = { for function, statements in local.role_statements : function => jsonencode({ Version = "2012-10-17", Statement = statements }) }
}

resource "aws_iam_role" "function" {
  for_each = local.own_roles

  # Role names are global in an account, the module's names only regional.
  name                 = lookup(var.iam.role_names, each.key, "${each.value}-${local.region}")
  path                 = var.iam.path
  description          = "What the function ${each.value} may do"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy   = local.trust_policy
  tags                 = var.tags

  depends_on = [var.vpc_id] # The network is judged first.
}

resource "aws_iam_role_policy" "function" {
  for_each = local.own_roles

  name   = "act"
  role   = aws_iam_role.function[each.key].id
  policy = local.role_policies[each.key]

  # In another VPC the functions turn to it once the group that was in the old one has drained.
  depends_on = [terraform_data.vpc]
}

# Replaced with the VPC: destroyed after the group, which needs all of this, and made again before what depends on it.
resource "terraform_data" "vpc" {
  triggers_replace = var.vpc_id
}
