# What the handler may take away when it is in no configuration any more: an Elastic IP's association, a route in somebody's
# table. The rights name what is configured, so those of what is removed would be gone when it has to be taken down. They
# stand in two policies, then: the one that every apply writes first, and this one, which is written after the sweep and
# until then names what was configured before.

locals {
  leaving_statements = concat(
    [
      {
        Sid       = "LetOwnAddressesGo"
        Effect    = "Allow"
        Action    = ["ec2:UnassignIpv6Addresses", "ec2:UnassignPrivateIpAddresses"]
        Resource  = "${local.ec2_arn}:network-interface/*"
        Condition = local.owned_in_vpc_condition
      },
    ],
    local.leaving_address_statements,
    local.leaving_route_statements,
  )

  leaving_address_statements = [
    for statement in [
      {
        Sid       = "FindElasticIps"
        Effect    = "Allow"
        Action    = "ec2:DescribeAddresses"
        Resource  = "*" # Describe knows neither resources nor tags.
        Condition = { StringEquals = { "aws:RequestedRegion" = local.region } }
      },
      {
        Sid      = "LetElasticIpsGo"
        Effect   = "Allow"
        Action   = "ec2:DisassociateAddress"
        Resource = local.elastic_ip_arns
      },
      {
        # From our own interface only: nobody else loses an address.
        Sid       = "FreeOwnInterface"
        Effect    = "Allow"
        Action    = "ec2:DisassociateAddress"
        Resource  = "${local.ec2_arn}:network-interface/*"
        Condition = local.owned_in_vpc_condition
      },
    ] : statement if local.has_elastic_ips
  ]

  leaving_route_statements = [
    for statement in [
      {
        Sid       = "TakeRoutesBack"
        Effect    = "Allow"
        Action    = "ec2:DeleteRoute"
        Resource  = local.next_hop_table_arns
        Condition = { ArnEquals = { "ec2:Vpc" = local.vpc_arn } }
      },
    ] : statement if local.has_next_hop_routes
  ]
}

resource "aws_iam_role_policy" "leaving" {
  count = var.iam.makes_roles ? 1 : 0

  name   = "take-away"
  role   = aws_iam_role.function["hook_handler"].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.leaving_statements })

  depends_on = [aws_lambda_invocation.sweep]
}
