# The automation: two functions, the rules that call them, and what tells people about them.
# functions.tf is the place to start; packages.tf, iam_*.tf and rules.tf complete it.

module "place" {
  source = "../place"
}

data "aws_default_tags" "provider" {}

locals {
  partition  = module.place.partition
  region     = module.place.region
  account_id = module.place.account_id

  # Names are known before anything exists, so policies can name resources without a cycle.
  rule_names = { for rule in ["hooks", "audit", "state_changes", "warmup"] : rule => "${var.name}-${replace(rule, "_", "-")}" }
  topic_name = "${var.name}-notifications"
  queue_name = "${var.name}-failed-events"

  ec2_arn        = "arn:${local.partition}:ec2:${local.region}:${local.account_id}"
  vpc_arn        = "${local.ec2_arn}:vpc/${var.vpc_id}"
  group_pattern  = "arn:${local.partition}:autoscaling:${local.region}:${local.account_id}:autoScalingGroup:*:autoScalingGroupName/${var.group_name}"
  rule_arns      = { for rule, name in local.rule_names : rule => "arn:${local.partition}:events:${local.region}:${local.account_id}:rule/${name}" }
  log_group_arns = { for function, name in var.log_group_names : function => "arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:${name}" }
  queue_arn      = "arn:${local.partition}:sqs:${local.region}:${local.account_id}:${local.queue_name}"
  alarms_arn     = "arn:${local.partition}:cloudwatch:${local.region}:${local.account_id}:alarm"
  handler_arn    = "arn:${local.partition}:lambda:${local.region}:${local.account_id}:function:${var.function_names.hook_handler}"

  # Provider default tags do not reach what the handler creates.
  resource_tags = merge(data.aws_default_tags.provider.tags, var.tags, {
    Name                = "${var.name}-vip"
    (var.owner_tag.key) = var.owner_tag.value
  })

  metrics_namespace = "PersistentVnf"
}
