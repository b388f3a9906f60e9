# Flow logs, and what their role may do, word for word.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "kept" {
  assert {
    condition = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement == [{
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
      Effect    = "Allow"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
    error_message = "Only this account's flow logs may take their role."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this[0].policy).Statement == [
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

run "under_the_name_of_the_house" {
  variables {
    iam = { makes_roles = true, path = "/vnf/", role_names = { flow_logs = "acme-edge" }, role_arns = {}, instance_profile_arn = null }
  }

  assert {
    condition     = [aws_iam_role.this[0].path, aws_iam_role.this[0].name] == ["/vnf/", "acme-edge"]
    error_message = "The role should have the name and the path given."
  }
}

run "somebody_elses_role" {
  variables {
    iam = { makes_roles = false, path = "/", role_names = {}, role_arns = { flow_logs = "arn:aws:iam::123456789012:role/platform/flow-logs" }, instance_profile_arn = null }
  }

  assert {
    condition     = length(aws_iam_role.this) + length(aws_iam_role_policy.this) == 0 && aws_flow_log.this.iam_role_arn == "arn:aws:iam::123456789012:role/platform/flow-logs"
    error_message = "Nothing should be made in IAM, and the flow logs have the role that is brought."
  }

  assert {
    condition     = jsondecode(output.role_policies.policy).Statement[0].Sid == "WriteFlowLogs" && jsondecode(output.role_policies.trust_policy).Statement[0].Principal == { Service = "vpc-flow-logs.amazonaws.com" }
    error_message = "Who makes the role should learn what it needs."
  }
}
