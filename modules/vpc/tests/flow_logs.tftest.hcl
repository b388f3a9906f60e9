# Flow logs, and what their role may do, word for word.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "kept" {
  assert {
    condition = jsondecode(aws_iam_role.flow_logs[0].assume_role_policy).Statement == [{
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
      Effect    = "Allow"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
    error_message = "Only this account's flow logs may take their role."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.flow_logs[0].policy).Statement == [
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
    condition     = length(aws_flow_log.this) == 1 && output.log_group_names == { flow_logs = "/aws/vpc/edge-flow-logs" } && length(output.flow_logs_statements) == 2
    error_message = "Flow logs should go to their log group."
  }
}

run "switched_off" {
  variables {
    enable_flow_logs = false
  }

  assert {
    condition     = length(aws_flow_log.this) + length(aws_iam_role.flow_logs) + length(output.log_group_names) + length(output.flow_logs_statements) == 0
    error_message = "Without flow logs there is nothing of them."
  }
}
