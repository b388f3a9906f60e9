# What depends on the VIPs: rights, alarms, the dashboard, and how large they may be.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "two_private_ones" {
  variables {
    vips = [
      {
        key                 = "access"
        cidr                = "10.16.10.0/24"
        address             = "10.16.10.20"
        secondary_addresses = []
        elastic_ips         = {}
        device_index        = 1
        ipv6_cidr           = null
        ipv6_address        = null
        route_table_id      = "rtb-0123456789abcdef0"
        network_acl_id      = "acl-0123456789abcdef0"
        security_group_ids  = ["sg-0123456789abcdef0"]
        next_hop_routes     = [{ route_table_id = "rtb-0fedcba9876543210", destination = "192.168.0.0/16" }]
        connection_tracking = null
        interface_tags      = {}
      },
      {
        key                 = "core"
        cidr                = "10.16.11.0/24"
        address             = "10.16.11.20"
        secondary_addresses = []
        elastic_ips         = {}
        device_index        = 2
        ipv6_cidr           = null
        ipv6_address        = null
        route_table_id      = "rtb-0123456789abcdef1"
        network_acl_id      = "acl-0123456789abcdef0"
        security_group_ids  = ["sg-0123456789abcdef1"]
        next_hop_routes     = []
        connection_tracking = null
        interface_tags      = {}
      },
    ]
  }

  assert {
    condition     = !can(regex("Address\"|elastic-ip", aws_iam_role_policy.function["hook_handler"].policy)) && !can(regex("Addresses", aws_iam_role_policy.function["warmup"].policy))
    error_message = "Without an Elastic IP nobody has a right on addresses."
  }

  assert {
    condition     = aws_lambda_function.this["warmup"].environment[0].variables.EIP_ALLOCATION_IDS == "none"
    error_message = "Lambda takes no empty value."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.function["hook_handler"].policy).Statement :
      statement.Sid => join(" ", [for arn in flatten([statement.Resource]) : trimprefix(arn, "arn:aws:ec2:eu-west-1:123456789012:")])
      if contains(["RouteOwnSubnet", "GuardOwnInterface", "LeadRoutesToOwnInterface", "TakeRoutesBack", "GuardOwnSubnet", "LeaveAForeignNetworkAcl"], statement.Sid)
      } == {
      RouteOwnSubnet           = "route-table/rtb-0123456789abcdef0 route-table/rtb-0123456789abcdef1"
      GuardOwnInterface        = "security-group/sg-0123456789abcdef0 security-group/sg-0123456789abcdef1"
      LeadRoutesToOwnInterface = "route-table/rtb-0fedcba9876543210"
      TakeRoutesBack           = "route-table/rtb-0fedcba9876543210"
      GuardOwnSubnet           = "subnet/*"
      LeaveAForeignNetworkAcl  = "network-acl/*"
    }
    error_message = "Each VIP's things, and the tables of the next hops, and nobody else's."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.leaving[0].policy).Statement[1].Action == "ec2:DeleteRoute"
    error_message = "What was configured before may be taken away until the sweep has been."
  }

  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.dimensions if startswith(name, "vip-not-held") } == {
      vip-not-held-access = tomap({ Name = "edge", Vip = "access" })
      vip-not-held-core   = tomap({ Name = "edge", Vip = "core" })
    }
    error_message = "Each VIP has an alarm of its own."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_dashboard.this[0].dashboard_body, "\"Vip\",\"core\"")
    error_message = "The dashboard should show each VIP."
  }
}

run "vips_that_do_not_fit" {
  command = plan

  variables {
    vips = [
      {
        key                 = "access"
        cidr                = "10.16.10.0/24"
        address             = "10.16.10.20"
        secondary_addresses = [for number in range(4, 254) : "10.16.10.${number}"]
        elastic_ips         = {}
        device_index        = 1
        ipv6_cidr           = null
        ipv6_address        = null
        route_table_id      = "rtb-0123456789abcdef0"
        network_acl_id      = null
        security_group_ids  = ["sg-0123456789abcdef0"]
        next_hop_routes     = [for number in range(150) : { route_table_id = "rtb-0123456789abcdef0", destination = "10.${number}.${number * 37 % 256}.0/24" }]
        connection_tracking = null
        interface_tags      = {}
      },
    ]
  }

  expect_failures = [aws_lambda_function.this["hook_handler"]]
}
