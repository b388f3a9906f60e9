# Flow logs, and what their role may do, word for word.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "kept" {
  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
      Effect    = "Allow"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
    error_message = "Only this account's flow logs may take their role."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [
      {
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]
        Effect   = "Allow"
        Resource = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vpc/edge-flow-logs:*"
        Sid      = "WriteFlowLogs"
      },
      {
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
        Condition = { StringEquals = { "kms:ViaService" = ["logs.eu-west-1.amazonaws.com"] } }
        Effect    = "Allow"
        Resource  = "arn:aws:kms:eu-west-1:123456789012:key/0"
        Sid       = "EncryptLogs"
      },
    ]
    error_message = "Flow logs may write to their own log group only, and use its key for that only."
  }

  assert {
    condition     = aws_flow_log.this.vpc_id == "vpc-0123456789abcdef0" && aws_flow_log.this.log_destination == aws_cloudwatch_log_group.this.arn
    error_message = "Flow logs should go to their log group."
  }

  assert {
    condition     = output.log_group_name == "/aws/vpc/edge-flow-logs" && length(output.statements) == 2
    error_message = "Others should learn the log group's name and what the role may do."
  }
}
