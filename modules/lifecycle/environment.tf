# How large the functions' environments are. Lambda takes 4 KB in all and measures them as JSON
# (docs/aws-behaviour.md#variables-of-a-function); only the tags can grow that large.

locals {
  longest_environment_bytes = 4096

  # AWS chooses ids when it creates, so while planning their longest form stands for them.
  longest_ids = {
    hook_handler = {
      VPC_ID                 = "vpc-0123456789abcdef0"
      VIP_ROUTE_TABLE_ID     = "rtb-0123456789abcdef0"
      EIP_ALLOCATION_ID      = "eipalloc-0123456789abcdef0"
      VIP_SECURITY_GROUP_IDS = join(",", [for _ in var.vip_security_group_ids : "sg-0123456789abcdef0"])
      TOPIC_ARN              = local.topic_arn
    }
    warmup = {
      EIP_ALLOCATION_ID = "eipalloc-0123456789abcdef0"
      TOPIC_ARN         = local.topic_arn
    }
  }

  # Terraform counts characters: base64 has four for every three bytes.
  environment_bytes = {
    for function, this in local.functions :
    function => floor(length(base64encode(jsonencode(merge(this.environment, local.longest_ids[function])))) * 3 / 4)
  }
}
