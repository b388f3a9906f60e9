# What the prober may do: write its logs. What Lambda may do in its name: make and delete the interfaces.

locals {
  interface_actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ]

  statements = [
    {
      Sid      = "WriteOwnLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${local.log_group_arn}:*"
    },
    {
      # Lambda reads the function's environment with its role. Which service that counts as is not
      # documented, so no condition.
      Sid      = "ReadEnvironment"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = var.kms_key_arn
    },
    var.encrypt_logs_statement,
    {
      # On everything, as AWS's own policy for this: docs/aws-behaviour.md#interfaces-of-a-function
      Sid      = "LambdaMakesInterfaces"
      Effect   = "Allow"
      Action   = local.interface_actions
      Resource = "*"
    },
    {
      # What Lambda asks for itself does not carry the function's ARN: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
      Sid       = "TheCodeDoesNot"
      Effect    = "Deny"
      Action    = local.interface_actions
      Resource  = "*"
      Condition = { ArnEquals = { "lambda:SourceFunctionArn" = local.function_arn } }
    },
  ]

  trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })

  role_arn  = var.iam.makes_roles ? aws_iam_role.this[0].arn : lookup(var.iam.role_arns, "prober", null)
  role_name = var.iam.makes_roles ? aws_iam_role.this[0].name : basename(lookup(var.iam.role_arns, "prober", ""))
}

resource "aws_iam_role" "this" {
  count = var.iam.makes_roles ? 1 : 0

  # Role names are global in an account, the module's names only regional.
  name                 = lookup(var.iam.role_names, "prober", "${var.function_name}-${local.region}")
  path                 = var.iam.path
  description          = "What the function ${var.function_name} may do"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy   = local.trust_policy
  tags                 = var.tags

  depends_on = [var.wait_for]
}

resource "aws_iam_role_policy" "this" {
  count = var.iam.makes_roles ? 1 : 0

  name   = "act"
  role   = aws_iam_role.this[0].id
  policy = local.policy
}
