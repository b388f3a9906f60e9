# How large the functions' environments are. Lambda takes 4 KB in all and measures them as JSON
# (docs/aws-behaviour.md#variables-of-a-function); only tags, vips and alarms, both of which travel compressed, can grow that
# large.

locals {
  longest_environment_bytes = 4096

  elastic_ip_ids     = flatten([for vip in var.vips : values(vip.elastic_ips)])
  next_hop_table_ids = distinct(flatten([for vip in var.vips : vip.next_hop_routes[*].route_table_id]))

  # AWS chooses ids when it creates, so while planning their longest form stands for them: within vips each another one, as
  # random as AWS's own, since twice the same would be compressed to nearly nothing.
  longest_vips = base64gzip(jsonencode([
    for place, vip in var.vips : merge(vip, {
      elastic_ips        = { for address in keys(vip.elastic_ips) : address => "eipalloc-${substr(sha256("${place} ${address}"), 0, 17)}" }
      ipv6_cidr          = vip.ipv6_cidr == null ? null : "2001:db8:${join(":", [for digit in [0, 4] : substr(sha256("${place} ipv6"), digit, 4)])}::/64"
      ipv6_address       = vip.ipv6_address == null ? null : "2001:db8:${join(":", [for digit in [0, 4, 8, 12, 16, 20] : substr(sha256("${place} ipv6"), digit, 4)])}"
      route_table_id     = "rtb-${substr(sha256("${place} table"), 0, 17)}"
      network_acl_id     = "acl-${substr(sha256("${place} acl"), 0, 17)}"
      security_group_ids = [for group in range(length(vip.security_group_ids)) : "sg-${substr(sha256("${place} group ${group}"), 0, 17)}"]
      next_hop_routes = [
        for hop, route in vip.next_hop_routes : merge(route, { route_table_id = "rtb-${substr(sha256("${place} hop ${hop}"), 0, 17)}" })
      ]
    })
  ]))

  # Whose ARN is not known yet may be called anything.
  longest_service_alarm_arns = base64gzip(jsonencode(concat(
    [for name in keys(var.service_alarm_arns) : "${local.alarms_arn}:${sha256(name)}"],
    values(local.service_check_alarm_arns),
  )))

  longest_ids = {
    hook_handler = {
      VPC_ID                = "vpc-0123456789abcdef0"
      WAN_SECURITY_GROUP_ID = "sg-0123456789abcdef0"
      VIPS                  = local.longest_vips
      SERVICE_ALARM_ARNS    = local.longest_service_alarm_arns
      TOPIC_ARN             = local.topic_arn
    }
    warmup = {
      EIP_ALLOCATION_IDS = length(local.elastic_ip_ids) > 0 ? join(",", [for _ in local.elastic_ip_ids : "eipalloc-0123456789abcdef0"]) : "none"
      TOPIC_ARN          = local.topic_arn
    }
  }

  # Terraform counts characters: base64 has four for every three bytes.
  environment_bytes = {
    for function, this in local.functions :
    function => floor(length(base64encode(jsonencode(merge(this.environment, local.longest_ids[function])))) * 3 / 4)
  }
}
