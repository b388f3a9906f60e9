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

  # By what is literal: an id may not be known yet.
  has_elastic_ips     = anytrue([for vip in var.vips : length(vip.elastic_ips) > 0])
  has_next_hop_routes = anytrue([for vip in var.vips : length(vip.next_hop_routes) > 0])
  has_network_acls    = anytrue([for vip in var.vips : vip.network_acl_id != null])

  elastic_ip_arns     = [for id in local.elastic_ip_ids : "${local.ec2_arn}:elastic-ip/${id}"]
  next_hop_table_arns = [for id in local.next_hop_table_ids : "${local.ec2_arn}:route-table/${id}"]

  handler_statements = concat(local.vip_statements, local.address_statements, local.next_hop_statements, local.network_acl_statements, local.service_alarm_statements)

  vip_statements = [
    {
      Sid    = "Observe"
      Effect = "Allow"
      Action = concat(
        [
          "autoscaling:DescribeAutoScalingGroups",
          "autoscaling:DescribeScalingActivities",
          "ec2:DescribeInstanceStatus",
          "ec2:DescribeInstances",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSubnets",
        ],
        local.has_network_acls ? ["ec2:DescribeNetworkAcls"] : [],
      )
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
      # Always, not only with maintenance: a right that an apply adds may not hold yet when its sweep needs it.
      Sid      = "SwitchMaintenance"
      Effect   = "Allow"
      Action   = ["autoscaling:ResumeProcesses", "autoscaling:SuspendProcesses"]
      Resource = local.group_pattern
    },
    {
      # An instance that EC2 shows stopped or ending is replaced at once and not when Auto Scaling's own check comes.
      Sid      = "ReplaceTheGone"
      Effect   = "Allow"
      Action   = "autoscaling:SetInstanceHealth"
      Resource = local.group_pattern
    },
    {
      # Always, not only with a standby: whoever was protected beside one is not to stay so without it.
      Sid      = "KeepWhoServes"
      Effect   = "Allow"
      Action   = "autoscaling:SetInstanceProtection"
      Resource = local.group_pattern
    },
    {
      # EC2 tells of whom this rule names.
      Sid      = "FollowTheInstance"
      Effect   = "Allow"
      Action   = ["events:DescribeRule", "events:PutRule"]
      Resource = local.rule_arns.state_changes
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
        "ec2:AssociateSubnetCidrBlock", # an IPv6 range that a VIP got later, or lost
        "ec2:CreateNetworkInterface",
        "ec2:DeleteSubnet",
        "ec2:DisassociateSubnetCidrBlock",
        "ec2:ReplaceRouteTableAssociation",
      ]
      Resource  = "${local.ec2_arn}:subnet/*"
      Condition = local.owned_in_vpc_condition
    },
    {
      Sid      = "RouteOwnSubnet"
      Effect   = "Allow"
      Action   = "ec2:AssociateRouteTable"
      Resource = [for id in distinct(var.vips[*].route_table_id) : "${local.ec2_arn}:route-table/${id}"]
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
      Resource = [for id in distinct(flatten(var.vips[*].security_group_ids)) : "${local.ec2_arn}:security-group/${id}"]
    },
    {
      Sid    = "UseOwnInterface"
      Effect = "Allow"
      Action = [
        "ec2:AssignIpv6Addresses",
        "ec2:AssignPrivateIpAddresses", # a secondary address that a VIP got later
        "ec2:AttachNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DetachNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:UnassignIpv6Addresses",
        "ec2:UnassignPrivateIpAddresses", # one that it lost
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
      # AWS may check ModifyNetworkInterfaceAttribute on the instance too, once the interface hangs on
      # one: its own policies for such interfaces allow both. The interface's side stays ours alone.
      Sid    = "GiveToInstancesOfTheGroup"
      Effect = "Allow"
      Action = concat(
        ["ec2:AttachNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"],
        var.reboot_after_attach ? ["ec2:RebootInstances"] : [],
        var.end_slow_shutdown_after_seconds == null ? [] : ["ec2:TerminateInstances"],
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
  # What a private VIP does without.
  address_statements = [
    for statement in [
      {
        Sid      = "AssociateAddress"
        Effect   = "Allow"
        Action   = "ec2:AssociateAddress"
        Resource = local.elastic_ip_arns
      },
      {
        # Somebody may have moved the address to an interface of theirs, and AWS does not say whether
        # the interface that loses it is checked. The address's side bounds this: it is one of ours.
        Sid      = "TakeTheAddressFromAnyInterface"
        Effect   = "Allow"
        Action   = "ec2:AssociateAddress"
        Resource = "${local.ec2_arn}:network-interface/*"
      },
    ] : statement if local.has_elastic_ips
  ]

  # Tables of others: what else is in them is guarded by the handler alone, as EC2 knows no condition on a destination.
  next_hop_statements = [
    for statement in [
      {
        Sid       = "LeadRoutesToOwnInterface"
        Effect    = "Allow"
        Action    = ["ec2:CreateRoute", "ec2:ReplaceRoute"]
        Resource  = local.next_hop_table_arns
        Condition = { ArnEquals = { "ec2:Vpc" = local.vpc_arn } }
      },
    ] : statement if local.has_next_hop_routes
  ]

  service_alarm_statements = [
    for statement in [
      {
        Sid      = "HearWhetherItServes"
        Effect   = "Allow"
        Action   = ["cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms"]
        Resource = local.service_alarm_arns
      },
      {
        # When a VIP was last repaired: an alarm that rings for what was before is not held against the instance. No other
        # tag, so nobody's interface becomes ours by it, and ours stays ours.
        Sid      = "NoteARepair"
        Effect   = "Allow"
        Action   = "ec2:CreateTags"
        Resource = "${local.ec2_arn}:network-interface/*"
        Condition = merge(local.owned_in_vpc_condition, {
          "ForAllValues:StringEquals" = { "aws:TagKeys" = ["PersistentVipRepairedAt"] }
        })
      },
    ] : statement if local.replaces_silent
  ]

  network_acl_statements = [
    for statement in [
      {
        Sid       = "GuardOwnSubnet"
        Effect    = "Allow"
        Action    = "ec2:ReplaceNetworkAclAssociation"
        Resource  = "${local.ec2_arn}:subnet/*"
        Condition = local.owned_in_vpc_condition
      },
      {
        # AWS does not say whether the network ACL that is left is checked as well, and it may be anybody's. The subnet's
        # side says whose association it is.
        Sid       = "LeaveAForeignNetworkAcl"
        Effect    = "Allow"
        Action    = "ec2:ReplaceNetworkAclAssociation"
        Resource  = "${local.ec2_arn}:network-acl/*"
        Condition = { ArnEquals = { "ec2:Vpc" = local.vpc_arn } }
      },
    ] : statement if local.has_network_acls
  ]
}
