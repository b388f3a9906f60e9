# Flow logs of the VPC: who talked to the VNF and what was refused.

module "place" {
  source = "../place"
}

locals {
  statements = [
    {
      Sid      = "WriteFlowLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]
      Resource = "arn:${module.place.partition}:logs:${module.place.region}:${module.place.account_id}:log-group:${var.flow_log_group_name}:*"
    },
    var.encrypt_logs_statement,
  ]

  trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = module.place.account_id } }
    }]
  })
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

resource "aws_flow_log" "this" {
  vpc_id                   = var.vpc_id
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.this.arn
  iam_role_arn             = var.iam.makes_roles ? aws_iam_role.this[0].arn : lookup(var.iam.role_arns, "flow_logs", null)
  max_aggregation_interval = 600
  tags                     = merge(var.tags, { Name = var.name })

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_cloudwatch_log_group" "this" {
  name              = var.flow_log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags

  depends_on = [var.vpc_id] # The network is judged first.
}

resource "aws_iam_role" "this" {
  count = var.iam.makes_roles ? 1 : 0

  name                 = lookup(var.iam.role_names, "flow_logs", "${var.name}-${module.place.region}-flow-logs")
  path                 = var.iam.path
  description          = "Delivers the flow logs of ${var.name}"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy   = local.trust_policy
  tags                 = var.tags

  depends_on = [var.vpc_id] # The network is judged first.
}

resource "aws_iam_role_policy" "this" {
  count = var.iam.makes_roles ? 1 : 0

  name   = "write-flow-logs"
  role   = aws_iam_role.this[0].id
  policy = local.policy
}
