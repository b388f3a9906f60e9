# Each statement in lines of its own.

run "with_and_without_conditions" {
  variables {
    statements = [
      { Sid = "Look", Effect = "Allow", Action = ["ec2:DescribeSubnets", "ec2:DescribeVpcs"], Resource = "*" },
      {
        Sid       = "Never"
        Effect    = "Deny"
        Action    = "ec2:DeleteVpc"
        Resource  = ["arn:aws:ec2:eu-west-1:123456789012:vpc/*"]
        Condition = { StringEquals = { "ec2:Region" = "eu-west-1" }, ArnEquals = { "aws:PrincipalArn" = ["a", "b"] } }
      },
    ]
  }

  assert {
    condition = jsonencode(output.lines) == jsonencode({
      Look = { Allow = "ec2:DescribeSubnets, ec2:DescribeVpcs", on = "*" }
      Never = {
        Deny                            = "ec2:DeleteVpc"
        on                              = ["arn:aws:ec2:eu-west-1:123456789012:vpc/*"]
        "if ec2:Region StringEquals"    = "eu-west-1"
        "if aws:PrincipalArn ArnEquals" = ["a", "b"]
      }
    })
    error_message = jsonencode(output.lines)
  }
}
