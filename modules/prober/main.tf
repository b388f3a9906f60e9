# The prober: a function in subnets of its own that asks each minute, again and again, whether the services of the VIPs answer.
# It tells in metrics only, and calls no API of AWS: hence no way out of its subnets, and no right but to its logs and interfaces.
#
# Lambda keeps its interfaces for up to 45 minutes after the function is gone, and deletes them with the function's role:
# docs/aws-behaviour.md#interfaces-of-a-function. Destroyed are therefore first the function, then the security group, which waits
# for the interfaces, and the role after it.

module "place" {
  source = "../place"
}

locals {
  partition  = module.place.partition
  region     = module.place.region
  account_id = module.place.account_id

  # Names are known before anything exists, so policies can name resources without a cycle.
  function_arn  = "arn:${local.partition}:lambda:${local.region}:${local.account_id}:function:${var.function_name}"
  rule_arn      = "arn:${local.partition}:events:${local.region}:${local.account_id}:rule/${local.rule_name}"
  log_group_arn = "arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:${var.log_group_name}"

  rule_name = "${var.name}-prober"

  metrics_namespace = var.automation.metrics_namespace
}
