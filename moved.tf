# Where resources of release 0.2.0 stand now: an upgrade moves them in the state and changes nothing.

moved {
  from = module.lifecycle.aws_kms_key.this
  to   = module.key.aws_kms_key.this
}

moved {
  from = module.lifecycle.aws_kms_alias.this
  to   = module.key.aws_kms_alias.this
}

moved {
  from = module.lifecycle.aws_flow_log.vpc
  to   = module.vpc.aws_flow_log.this
}

moved {
  from = module.lifecycle.aws_cloudwatch_log_group.flow_logs
  to   = module.vpc.aws_cloudwatch_log_group.flow_logs
}

moved {
  from = module.lifecycle.aws_iam_role.flow_logs
  to   = module.vpc.aws_iam_role.flow_logs
}

moved {
  from = module.lifecycle.aws_iam_role_policy.flow_logs
  to   = module.vpc.aws_iam_role_policy.flow_logs
}

moved {
  from = module.asg.module.security_group
  to   = module.vpc.module.wan_security_group
}

moved {
  from = module.lifecycle.terraform_data.group
  to   = module.warmup.terraform_data.group
}

moved {
  from = module.lifecycle.aws_cloudwatch_event_rule.warmup
  to   = module.warmup.aws_cloudwatch_event_rule.this
}

moved {
  from = module.lifecycle.aws_cloudwatch_event_target.warmup
  to   = module.warmup.aws_cloudwatch_event_target.this
}

moved {
  from = module.lifecycle.aws_lambda_invocation.serving
  to   = module.warmup.aws_lambda_invocation.serving
}

# And where those of today's checkout stand, whose VPC may be somebody else's now.

moved {
  from = module.vpc
  to   = module.vpc[0]
}

moved {
  from = module.vpc.aws_flow_log.this[0]
  to   = module.flow_logs[0].aws_flow_log.this
}

moved {
  from = module.vpc.aws_cloudwatch_log_group.flow_logs[0]
  to   = module.flow_logs[0].aws_cloudwatch_log_group.this
}

moved {
  from = module.vpc.aws_iam_role.flow_logs[0]
  to   = module.flow_logs[0].aws_iam_role.this
}

moved {
  from = module.vpc.aws_iam_role_policy.flow_logs[0]
  to   = module.flow_logs[0].aws_iam_role_policy.this
}

moved {
  from = module.vpc.module.wan_security_group
  to   = module.wan_access.module.security_group
}

moved {
  from = module.vip
  to   = module.vip["vip"]
}

moved {
  from = module.vip["vip"].aws_eip.this[0]
  to   = module.vip["vip"].aws_eip.this["primary"]
}

moved {
  from = module.vpc.aws_route_table.vip
  to   = module.vip["vip"].aws_route_table.this[0]
}

moved {
  from = module.vpc.aws_route.vip_internet
  to   = module.vip["vip"].aws_route.internet["0.0.0.0/0"]
}

moved {
  from = module.vpc.aws_route.vip
  to   = module.vip["vip"].module.routes.aws_route.this
}

moved {
  from = module.lifecycle.archive_file.package["hook_handler"]
  to   = module.lifecycle.module.package["hook_handler"].archive_file.this[0]
}

moved {
  from = module.lifecycle.archive_file.package["warmup"]
  to   = module.lifecycle.module.package["warmup"].archive_file.this[0]
}
