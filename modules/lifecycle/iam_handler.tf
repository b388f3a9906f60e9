# What the hook handler may do to the network: one statement for each type of resource, since EC2
# checks all resources of a call and each type knows other condition keys. Everything it creates is
# tagged on creation; everything it touches afterwards must carry that tag and lie in the VPC.

locals {
  owner_request_condition = {
    StringEquals = { "aws:RequestTag/${var.owner_tag.key}" = var.owner_tag.value }
  }
  owned_in_vpc_condition = {
    StringEquals = { "aws:ResourceTag/${var.owner_tag.key}" = var.owner_tag.value }
    ArnEquals    = { "ec2:Vpc" = local.vpc_arn }
  }

  handler_statements = [
    {
      Sid    = "Observe"
      Effect = "Allow"
      Action = [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeScalingActivities",
        "ec2:DescribeAddresses",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSubnets",
      ]
      Resource  = "*" # Describe knows neither resources nor tags.
      Condition = { StringEquals = { "aws:RequestedRegion" = local.region } }
    },
    {
      Sid      = "AnswerHooks"
      Effect   = "Allow"
      Action   = ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"]
      Resource = local.group_pattern
    },
    {
      # Only what rests in Standby while the group is being deleted: nobody else ends it.
      Sid      = "EndStandby"
      Effect   = "Allow"
      Action   = "autoscaling:TerminateInstanceInAutoScalingGroup"
      Resource = local.group_pattern
    },
    {
      Sid      = "CreateSubnetInVpc"
      Effect   = "Allow"
      Action   = "ec2:CreateSubnet"
      Resource = local.vpc_arn
    },
    {
      Sid       = "CreateOwnSubnet"
      Effect    = "Allow"
      Action    = "ec2:CreateSubnet"
      Resource  = "${local.ec2_arn}:subnet/*"
      Condition = local.owner_request_condition
    },
    {
      Sid    = "UseOwnSubnet"
      Effect = "Allow"
      Action = [
        "ec2:AssociateRouteTable",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteSubnet",
        "ec2:ReplaceRouteTableAssociation",
      ]
      Resource  = "${local.ec2_arn}:subnet/*"
      Condition = local.owned_in_vpc_condition
    },
    {
      Sid      = "RouteOwnSubnet"
      Effect   = "Allow"
      Action   = "ec2:AssociateRouteTable"
      Resource = "${local.ec2_arn}:route-table/${var.vip_route_table_id}"
    },
    {
      # AWS does not say whether the table that is left is checked as well, and it may be anybody's
      # (docs/aws-behaviour.md#resources-of-a-call).
      # The subnet's side says whose association it is.
      Sid       = "LeaveAForeignTable"
      Effect    = "Allow"
      Action    = "ec2:ReplaceRouteTableAssociation"
      Resource  = "${local.ec2_arn}:route-table/*"
      Condition = { ArnEquals = { "ec2:Vpc" = local.vpc_arn } }
    },
    {
      Sid       = "CreateOwnInterface"
      Effect    = "Allow"
      Action    = "ec2:CreateNetworkInterface"
      Resource  = "${local.ec2_arn}:network-interface/*"
      Condition = local.owner_request_condition
    },
    {
      Sid      = "GuardOwnInterface"
      Effect   = "Allow"
      Action   = ["ec2:CreateNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"]
      Resource = [for id in var.vip_security_group_ids : "${local.ec2_arn}:security-group/${id}"]
    },
    {
      Sid    = "UseOwnInterface"
      Effect = "Allow"
      Action = [
        "ec2:AttachNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DetachNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
      ]
      Resource  = "${local.ec2_arn}:network-interface/*"
      Condition = local.owned_in_vpc_condition
    },
    {
      Sid       = "TagOnCreationOnly"
      Effect    = "Allow"
      Action    = "ec2:CreateTags"
      Resource  = ["${local.ec2_arn}:subnet/*", "${local.ec2_arn}:network-interface/*"]
      Condition = { StringEquals = { "ec2:CreateAction" = ["CreateSubnet", "CreateNetworkInterface"] } }
    },
    {
      Sid      = "AssociateAddress"
      Effect   = "Allow"
      Action   = "ec2:AssociateAddress"
      Resource = "${local.ec2_arn}:elastic-ip/${var.eip_allocation_id}"
    },
    {
      # Somebody may have moved the address to an interface of theirs, and AWS does not say whether
      # the interface that loses it is checked. The address's side bounds this: it is our one.
      Sid      = "TakeTheAddressFromAnyInterface"
      Effect   = "Allow"
      Action   = "ec2:AssociateAddress"
      Resource = "${local.ec2_arn}:network-interface/*"
    },
    {
      # AWS may check ModifyNetworkInterfaceAttribute on the instance too, once the interface hangs on
      # one: its own policies for such interfaces allow both. The interface's side stays ours alone.
      Sid    = "GiveToInstancesOfTheGroup"
      Effect = "Allow"
      Action = concat(
        ["ec2:AttachNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"],
        var.reboot_after_attach ? ["ec2:RebootInstances"] : [],
      )
      Resource  = "${local.ec2_arn}:instance/*"
      Condition = { StringEquals = { "aws:ResourceTag/aws:autoscaling:groupName" = var.group_name } }
    },
    {
      # A terminated instance loses its tags, so only the interface's side is conditioned:
      # docs/aws-behaviour.md#tags-of-a-terminated-instance.
      Sid      = "TakeFromAnyInstance"
      Effect   = "Allow"
      Action   = "ec2:DetachNetworkInterface"
      Resource = "${local.ec2_arn}:instance/*"
    },
  ]
}
