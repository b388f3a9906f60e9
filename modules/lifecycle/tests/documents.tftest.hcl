# Who may do what: policies of roles, key, topic and queue, word for word. (What the hook handler may do
# to the network is in automation.tftest.hcl.)

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

variables {
  name                           = "edge"
  group_name                     = "edge"
  group_arn                      = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:0:autoScalingGroupName/edge"
  launch_hook_name               = "edge-launch"
  launch_hook_timeout_seconds    = 600
  terminate_hook_name            = "edge-terminate"
  terminate_hook_timeout_seconds = 600
  vpc_id                         = "vpc-0123456789abcdef0"
  vip_cidr                       = "10.16.10.0/24"
  vip_address                    = "10.16.10.20"
  vip_route_table_id             = "rtb-0123456789abcdef0"
  vip_security_group_ids         = ["sg-0123456789abcdef0"]
  eip_allocation_id              = "eipalloc-0123456789abcdef0"
  owner_tag                      = { key = "PersistentVnf", value = "edge" }
}

run "documents" {
  assert {
    condition = {
      for role, statements in local.statements : role => toset(keys(terraform_data.first_rights[role].input))
      } == {
      for role, policy in { hook_handler = aws_iam_role_policy.function["hook_handler"], warmup = aws_iam_role_policy.function["warmup"], flow_logs = aws_iam_role_policy.flow_logs[0] } :
      role => toset(jsondecode(policy.policy).Statement[*].Sid)
    }
    error_message = "A plan should show every statement that there is."
  }

  assert {
    condition = terraform_data.first_rights["hook_handler"].input.UseOwnSubnet == {
      Allow                                           = "ec2:AssociateRouteTable, ec2:CreateNetworkInterface, ec2:DeleteSubnet, ec2:ReplaceRouteTableAssociation"
      on                                              = "arn:aws:ec2:eu-west-1:123456789012:subnet/*"
      "if aws:ResourceTag/PersistentVnf StringEquals" = "edge"
      "if ec2:Vpc ArnEquals"                          = "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0123456789abcdef0"
    }
    error_message = "A line should say what is allowed, one on what, one for each condition."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement : statement.Sid => statement.Resource
      if !startswith(join(" ", flatten([statement.Action])), "ec2:")
      } == {
      WriteOwnLogs     = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/edge-hook-handler:*"
      TellPeople       = "arn:aws:sns:eu-west-1:123456789012:edge-notifications"
      KeepFailedEvents = "arn:aws:sqs:eu-west-1:123456789012:edge-failed-events"
      ReadEnvironment  = "arn:aws:kms:eu-west-1:123456789012:key/made"
      EncryptMessages  = "arn:aws:kms:eu-west-1:123456789012:key/made"
      EncryptLogs      = "arn:aws:kms:eu-west-1:123456789012:key/made"
      Observe          = "*"
      AnswerHooks      = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge"
      EndStandby       = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge"
    }
    error_message = "Beyond the network, the hook handler's rights end at its own log, topic, queue, key and group."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.function["warmup"].policy).Statement : statement.Sid => [statement.Resource, try(statement.Condition.StringEquals["aws:RequestedRegion"], "")]
      } == {
      WriteOwnLogs     = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/edge-warmup:*", ""]
      TellPeople       = ["arn:aws:sns:eu-west-1:123456789012:edge-notifications", ""]
      KeepFailedEvents = ["arn:aws:sqs:eu-west-1:123456789012:edge-failed-events", ""]
      ReadEnvironment  = ["arn:aws:kms:eu-west-1:123456789012:key/made", ""]
      EncryptMessages  = ["arn:aws:kms:eu-west-1:123456789012:key/made", ""]
      EncryptLogs      = ["arn:aws:kms:eu-west-1:123456789012:key/made", ""]
      Observe          = ["*", "eu-west-1"]
      ObserveHooksRule = ["arn:aws:events:eu-west-1:123456789012:rule/edge-hooks", ""]
      RaiseTheGroup    = ["arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge", ""]
      SwitchOff        = ["arn:aws:events:eu-west-1:123456789012:rule/edge-warmup", ""]
    }
    error_message = "The warm-up function's rights end at its own things, the group and two rules."
  }

  assert {
    condition = alltrue([
      for policy in aws_iam_role_policy.function : [
        for statement in jsondecode(policy.policy).Statement :
        [statement.Sid, flatten([statement.Action]), try(statement.Condition.StringEquals["kms:ViaService"], null)]
        if startswith(join(" ", flatten([statement.Action])), "kms:")
        ] == [
        ["ReadEnvironment", ["kms:Decrypt"], null],
        ["EncryptMessages", ["kms:Decrypt", "kms:GenerateDataKey"], ["sns.eu-west-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com"]],
        ["EncryptLogs", ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"], ["logs.eu-west-1.amazonaws.com"]],
      ]
    ])
    error_message = "Of the key's uses, the functions need those of their environment, topic, queue and logs."
  }

  assert {
    condition = alltrue([
      for role in aws_iam_role.function : jsondecode(role.assume_role_policy).Statement == [{
        Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }
      }]
    ])
    error_message = "Only Lambda may take a function's role."
  }

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
        Resource  = "arn:aws:kms:eu-west-1:123456789012:key/made"
        Sid       = "EncryptLogs"
      },
    ]
    error_message = "Flow logs may write to their own log group only, and use its key for that only."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Sid => join(" ", concat(values(statement.Principal), flatten([statement.Action])))
      } == {
      AccountAdministers       = "arn:aws:iam::123456789012:root kms:*"
      AlarmsReachTheTopic      = "cloudwatch.amazonaws.com kms:Decrypt kms:GenerateDataKey*"
      DeadLettersReachTheQueue = "events.amazonaws.com kms:Decrypt kms:GenerateDataKey"
      LogGroups                = "logs.eu-west-1.amazonaws.com kms:Encrypt kms:Decrypt kms:ReEncrypt* kms:GenerateDataKey* kms:Describe*"
    }
    error_message = "The key's policy admits others, or to more, than it needs to."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Sid => jsonencode(statement.Condition) if can(statement.Condition)
      } == {
      AlarmsReachTheTopic = jsonencode({ StringEquals = { "aws:SourceAccount" = "123456789012" } })
      LogGroups = jsonencode({ ArnEquals = { "kms:EncryptionContext:aws:logs:arn" = [
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/edge-hook-handler",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/edge-warmup",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vpc/edge-flow-logs",
      ] } })
    }
    error_message = "Services may use the key for this VNF's things only; EventBridge tells KMS of no source."
  }

  assert {
    condition = jsondecode(aws_sns_topic.notifications.policy).Statement == [{
      Action    = "sns:Publish"
      Condition = { ArnEquals = { "aws:SourceArn" = [for alarm in keys(local.alarms) : "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:edge-${alarm}"] } }
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Resource  = "arn:aws:sns:eu-west-1:123456789012:edge-notifications"
      Sid       = "AlarmsOfThisVnf"
    }]
    error_message = "Only this VNF's alarms may publish to its topic."
  }

  assert {
    condition = jsondecode(aws_sqs_queue.failed_events.policy).Statement == [{
      Action    = "sqs:SendMessage"
      Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-west-1:123456789012:rule/edge-hooks" } }
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Resource  = "arn:aws:sqs:eu-west-1:123456789012:edge-failed-events"
      Sid       = "DeadLettersOfOurRules"
    }]
    error_message = "Only the rule of the hooks may send to the queue."
  }

  assert {
    condition = alltrue([
      for permission in aws_lambda_permission.rule :
      permission.action == "lambda:InvokeFunction" && permission.principal == "events.amazonaws.com" && permission.source_account == null
    ])
    error_message = "EventBridge, and nobody else, may call a function. (A source account would block it.)"
  }
}
