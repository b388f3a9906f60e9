# Who may do what: policies of roles, topic and queue, word for word. (What the hook handler may do
# to the network is in automation.tftest.hcl.)

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "documents" {
  assert {
    condition = {
      for role, statements in local.statements : role => toset(keys(terraform_data.first_rights[role].input))
      } == {
      for role, policy in { hook_handler = aws_iam_role_policy.function["hook_handler"], warmup = aws_iam_role_policy.function["warmup"] } :
      role => toset(jsondecode(policy.policy).Statement[*].Sid)
    }
    error_message = "A plan should show every statement that there is."
  }

  assert {
    condition = terraform_data.first_rights["hook_handler"].input.UseOwnSubnet == {
      Allow                                           = "ec2:AssociateRouteTable, ec2:AssociateSubnetCidrBlock, ec2:CreateNetworkInterface, ec2:DeleteSubnet, ec2:DisassociateSubnetCidrBlock, ec2:ReplaceRouteTableAssociation"
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
      WriteOwnLogs      = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/edge-hook-handler:*"
      TellPeople        = "arn:aws:sns:eu-west-1:123456789012:edge-notifications"
      KeepFailedEvents  = "arn:aws:sqs:eu-west-1:123456789012:edge-failed-events"
      ReadEnvironment   = "arn:aws:kms:eu-west-1:123456789012:key/0"
      EncryptMessages   = "arn:aws:kms:eu-west-1:123456789012:key/0"
      EncryptLogs       = "arn:aws:kms:eu-west-1:123456789012:key/0"
      Observe           = "*"
      AnswerHooks       = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge"
      SwitchMaintenance = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge"
      ReplaceTheGone    = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge"
      KeepWhoServes     = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge"
      FollowTheInstance = "arn:aws:events:eu-west-1:123456789012:rule/edge-state-changes"
      EndStandby        = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/edge"
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
      ReadEnvironment  = ["arn:aws:kms:eu-west-1:123456789012:key/0", ""]
      EncryptMessages  = ["arn:aws:kms:eu-west-1:123456789012:key/0", ""]
      EncryptLogs      = ["arn:aws:kms:eu-west-1:123456789012:key/0", ""]
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
    condition = jsondecode(aws_sns_topic.notifications[0].policy).Statement == [{
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
