# The functions, what calls them, and what they may do.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

variables {
  terminate_hook_timeout_seconds = 540
  tags                           = { Team = "network" }
}

run "automation" {
  assert {
    condition = aws_lambda_function.this["hook_handler"].environment[0].variables == tomap({
      VPC_ID                          = "vpc-0123456789abcdef0"
      OWN_VPC                         = "true"
      WAN_SECURITY_GROUP_ID           = "sg-0123456789abcdef0"
      VIPS                            = base64gzip(jsonencode(var.vips))
      GROUP_NAME                      = "edge"
      LAUNCH_HOOK_NAME                = "edge-launch"
      TERMINATE_HOOK_NAME             = "edge-terminate"
      STATE_CHANGES_RULE_NAME         = "edge-state-changes"
      OWNER_TAG_KEY                   = "PersistentVnf"
      OWNER_TAG_VALUE                 = "edge"
      RESOURCE_TAGS                   = "{\"CostCentre\":\"voice\",\"Name\":\"edge-vip\",\"PersistentVnf\":\"edge\",\"Team\":\"network\"}"
      TOPIC_ARN                       = "arn:aws:sns:eu-west-1:123456789012:made"
      REBOOT_AFTER_ATTACH             = "false"
      REBOOT_DELAY_SECONDS            = "30"
      SUBNET_CREATION_ATTEMPTS        = "10"
      LAUNCH_BEFORE_TERMINATE         = "false"
      STANDBY                         = "none"
      FUNCTION_TIMEOUT_SECONDS        = "120"
      WARMUP_GRACE_SECONDS            = "120"
      HEALTH_CHECK_GRACE_SECONDS      = "60"
      IMPAIRED_AFTER_SECONDS          = "0"
      SERVICE_ALARM_ARNS              = base64gzip("[]")
      END_SLOW_SHUTDOWN_AFTER_SECONDS = "0"
      MAX_REPLACEMENTS_PER_HOUR       = "3"
      STORM_CLEARED_AT                = "1970-01-01T00:00:00Z"
      METRICS_NAMESPACE               = "PersistentVnf"
      LOG_LEVEL                       = "INFO"
    })
    error_message = "The hook handler's environment is not the one it reads."
  }

  assert {
    condition = aws_lambda_function.this["warmup"].environment[0].variables == tomap({
      GROUP_NAME           = "edge"
      LAUNCH_HOOK_NAME     = "edge-launch"
      TERMINATE_HOOK_NAME  = "edge-terminate"
      HOOKS_RULE_NAME      = "edge-hooks"
      HOOK_FUNCTION_ARN    = "arn:aws:lambda:eu-west-1:123456789012:function:edge-hook-handler"
      WARMUP_RULE_NAME     = "edge-warmup"
      EIP_ALLOCATION_IDS   = "eipalloc-0123456789abcdef0"
      WARMUP_GRACE_SECONDS = "120"
      STANDBY              = "none"
      TOPIC_ARN            = "arn:aws:sns:eu-west-1:123456789012:made"
      OWNER_TAG_VALUE      = "edge"
      METRICS_NAMESPACE    = "PersistentVnf"
      LOG_LEVEL            = "INFO"
    })
    error_message = "The warm-up function's environment is not the one it reads."
  }

  assert {
    condition = { for function, this in aws_lambda_function.this : function => [this.function_name, this.handler, this.runtime] } == {
      hook_handler = ["edge-hook-handler", "hook_handler.handler.handle", "python3.13"]
      warmup       = ["edge-warmup", "warmup.handler.handle", "python3.13"]
    }
    error_message = "Names, handlers or runtime are not those agreed on with the code."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.hooks.event_pattern) == {
      source      = ["aws.autoscaling"]
      detail-type = ["EC2 Instance-launch Lifecycle Action", "EC2 Instance-terminate Lifecycle Action"]
      detail = {
        AutoScalingGroupName = ["edge"]
        LifecycleHookName    = ["edge-launch", "edge-terminate"]
      }
    }
    error_message = "Only our hooks of our group may reach the handler."
  }

  assert {
    condition     = alltrue([for config in aws_lambda_function_event_invoke_config.this : config.maximum_event_age_in_seconds == 540])
    error_message = "No event should be retried for longer than the shorter of both hooks lives."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.state_changes.event_pattern) == {
      source      = ["aws.ec2"]
      detail-type = ["EC2 Instance State-change Notification"]
      detail      = { instance-id = ["none"], state = ["shutting-down", "stopped", "stopping", "terminated"] }
    }
    error_message = "Until the handler names an instance, the rule should hear of none."
  }

  assert {
    condition = { for caller, permission in aws_lambda_permission.rule : caller => permission.source_arn } == {
      hooks         = "arn:aws:events:eu-west-1:123456789012:rule/edge-hooks"
      audit         = "arn:aws:events:eu-west-1:123456789012:rule/edge-audit"
      state_changes = "arn:aws:events:eu-west-1:123456789012:rule/edge-state-changes"
      warmup        = "arn:aws:events:eu-west-1:123456789012:rule/edge-warmup"
    }
    error_message = "Each rule, and nothing else, may call its function."
  }

  assert {
    condition     = aws_lambda_invocation.sweep.lifecycle_scope == "CRUD" && jsondecode(aws_lambda_invocation.sweep.input) == { source = "persistent-vnf.sweep", vips = jsondecode(jsonencode(var.vips)), maintenance = null }
    error_message = "Destroy should sweep."
  }

  assert {
    condition     = length(aws_sns_topic_subscription.email) == 0 && length(aws_cloudwatch_dashboard.this) == 1
    error_message = "Nobody is mailed unasked, and a dashboard exists."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement : statement.Sid => join(" ", flatten([statement.Action]))
      if can(regex(":instance/|RouteTable|[Aa]ssociateAddress", jsonencode([statement.Action, statement.Resource])))
      } == {
      Observe                        = "autoscaling:DescribeAutoScalingGroups autoscaling:DescribeScalingActivities ec2:DescribeInstanceStatus ec2:DescribeInstances ec2:DescribeNetworkInterfaces ec2:DescribeRouteTables ec2:DescribeSubnets"
      UseOwnSubnet                   = "ec2:AssociateRouteTable ec2:AssociateSubnetCidrBlock ec2:CreateNetworkInterface ec2:DeleteSubnet ec2:DisassociateSubnetCidrBlock ec2:ReplaceRouteTableAssociation"
      RouteOwnSubnet                 = "ec2:AssociateRouteTable"
      LeaveAForeignTable             = "ec2:ReplaceRouteTableAssociation"
      AssociateAddress               = "ec2:AssociateAddress"
      TakeTheAddressFromAnyInterface = "ec2:AssociateAddress"
      LetElasticIpsGo                = "ec2:DisassociateAddress"
      FreeOwnInterface               = "ec2:DisassociateAddress"
      GiveToInstancesOfTheGroup      = "ec2:AttachNetworkInterface ec2:ModifyNetworkInterfaceAttribute"
      TakeFromAnyInstance            = "ec2:DetachNetworkInterface"
    }
    error_message = "What may touch an instance, a route table or the address of others has changed."
  }

  # --- What the functions may do: exactly these actions, on exactly these kinds of resources. ---

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement : statement.Action])) == toset([
      "autoscaling:CompleteLifecycleAction",
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeScalingActivities",
      "autoscaling:RecordLifecycleActionHeartbeat",
      "autoscaling:ResumeProcesses",
      "autoscaling:SetInstanceHealth",
      "autoscaling:SetInstanceProtection",
      "autoscaling:SuspendProcesses",
      "autoscaling:TerminateInstanceInAutoScalingGroup",
      "ec2:AssignIpv6Addresses",
      "ec2:AssignPrivateIpAddresses",
      "ec2:AssociateAddress",
      "ec2:AssociateRouteTable",
      "ec2:AssociateSubnetCidrBlock",
      "ec2:AttachNetworkInterface",
      "ec2:CreateNetworkInterface",
      "ec2:CreateSubnet",
      "ec2:CreateTags",
      "ec2:DeleteNetworkInterface",
      "ec2:DeleteSubnet",
      "ec2:DescribeAddresses",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSubnets",
      "ec2:DetachNetworkInterface",
      "ec2:DisassociateAddress",
      "ec2:DisassociateSubnetCidrBlock",
      "ec2:ModifyNetworkInterfaceAttribute",
      "ec2:ReplaceRouteTableAssociation",
      "ec2:UnassignIpv6Addresses",
      "ec2:UnassignPrivateIpAddresses",
      "events:DescribeRule",
      "events:PutRule",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "sns:Publish",
      "sqs:SendMessage",
    ])
    error_message = "The hook handler may do more or less than its code does."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.function["warmup"].policy).Statement : statement.Action])) == toset([
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeLifecycleHooks",
      "autoscaling:SetDesiredCapacity",
      "ec2:DescribeAddresses",
      "events:DescribeRule",
      "events:DisableRule",
      "events:ListTargetsByRule",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "sns:Publish",
      "sqs:SendMessage",
    ])
    error_message = "The warm-up function may do more or less than its code does."
  }

  assert {
    condition = alltrue(flatten([
      for policy in aws_iam_role_policy.function : [
        for statement in jsondecode(policy.policy).Statement :
        statement.Effect == "Allow" && (
          statement.Resource != "*" ||
          alltrue([for action in flatten([statement.Action]) : can(regex(":Describe", action))]) && can(statement.Condition.StringEquals["aws:RequestedRegion"])
        )
      ]
    ]))
    error_message = "Only Describe, and only in the region, may be allowed on every resource."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement :
      statement.Sid => trimprefix(join(" ", flatten([statement.Resource])), "arn:aws:ec2:eu-west-1:123456789012:")
      if startswith(join(" ", flatten([statement.Action])), "ec2:")
      } == {
      CreateSubnetInVpc              = "vpc/vpc-0123456789abcdef0"
      CreateOwnSubnet                = "subnet/*"
      UseOwnSubnet                   = "subnet/*"
      RouteOwnSubnet                 = "route-table/rtb-0123456789abcdef0"
      LeaveAForeignTable             = "route-table/*"
      CreateOwnInterface             = "network-interface/*"
      GuardOwnInterface              = "security-group/sg-0123456789abcdef0"
      UseOwnInterface                = "network-interface/*"
      TagOnCreationOnly              = "subnet/* arn:aws:ec2:eu-west-1:123456789012:network-interface/*"
      AssociateAddress               = "elastic-ip/eipalloc-0123456789abcdef0"
      TakeTheAddressFromAnyInterface = "network-interface/*"
      FindElasticIps                 = "*"
      LetElasticIpsGo                = "elastic-ip/eipalloc-0123456789abcdef0"
      FreeOwnInterface               = "network-interface/*"
      GiveToInstancesOfTheGroup      = "instance/*"
      TakeFromAnyInstance            = "instance/*"
    }
    error_message = "Each statement should name one type of resource, as EC2 checks them one by one."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement : statement.Sid => statement.Condition
      if can(statement.Condition) && !startswith(statement.Sid, "Encrypt")
      } == {
      Observe                   = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } }
      CreateOwnSubnet           = { StringEquals = { "aws:RequestTag/PersistentVnf" = "edge" } }
      CreateOwnInterface        = { StringEquals = { "aws:RequestTag/PersistentVnf" = "edge" } }
      TagOnCreationOnly         = { StringEquals = { "ec2:CreateAction" = ["CreateSubnet", "CreateNetworkInterface"] } }
      GiveToInstancesOfTheGroup = { StringEquals = { "aws:ResourceTag/aws:autoscaling:groupName" = "edge" } }
      UseOwnSubnet = {
        StringEquals = { "aws:ResourceTag/PersistentVnf" = "edge" }
        ArnEquals    = { "ec2:Vpc" = "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0123456789abcdef0" }
      }
      UseOwnInterface = {
        StringEquals = { "aws:ResourceTag/PersistentVnf" = "edge" }
        ArnEquals    = { "ec2:Vpc" = "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0123456789abcdef0" }
      }
      FindElasticIps = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } }
      FreeOwnInterface = {
        StringEquals = { "aws:ResourceTag/PersistentVnf" = "edge" }
        ArnEquals    = { "ec2:Vpc" = "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0123456789abcdef0" }
      }
      LeaveAForeignTable = {
        ArnEquals = { "ec2:Vpc" = "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0123456789abcdef0" }
      }
    }
    error_message = "The fences of the hook handler's rights have changed."
  }
}

run "a_reboot_needs_its_right" {
  variables {
    reboot_after_attach = true
    notification_emails = { noc = "noc@example.com" }
    enable_dashboard    = false
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement :
      contains(flatten([statement.Action]), "ec2:RebootInstances") && can(statement.Condition.StringEquals["aws:ResourceTag/aws:autoscaling:groupName"])
    ])
    error_message = "An appliance that must be rebooted needs RebootInstances, on instances of the group only."
  }

  assert {
    condition     = aws_sns_topic_subscription.email["noc"].endpoint == "noc@example.com" && length(aws_cloudwatch_dashboard.this) == 0
    error_message = "Subscription and dashboard should follow their variables."
  }
}
