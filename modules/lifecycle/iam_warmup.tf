# What the warm-up function may do: look, raise the group, and switch its own rule off.

locals {
  warmup_statements = [
    {
      Sid       = "Observe"
      Effect    = "Allow"
      Action    = concat(["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeLifecycleHooks"], local.has_elastic_ips ? ["ec2:DescribeAddresses"] : [])
      Resource  = "*" # Describe knows neither resources nor tags.
      Condition = { StringEquals = { "aws:RequestedRegion" = local.region } }
    },
    {
      Sid      = "ObserveHooksRule"
      Effect   = "Allow"
      Action   = ["events:DescribeRule", "events:ListTargetsByRule"]
      Resource = local.rule_arns.hooks
    },
    {
      Sid      = "RaiseTheGroup"
      Effect   = "Allow"
      Action   = "autoscaling:SetDesiredCapacity"
      Resource = local.group_pattern
    },
    {
      Sid      = "SwitchOff"
      Effect   = "Allow"
      Action   = "events:DisableRule"
      Resource = local.rule_arns.warmup
    },
  ]
}
