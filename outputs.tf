output "private_address" {
  description = "The persistent private IPv4 address."
  value       = module.vip.vip_address
}

output "public_address" {
  description = "The persistent public IPv4 address, that of the Elastic IP."
  value       = module.vip.public_ip
}

output "eip_allocation_id" {
  description = "Allocation id of the Elastic IP."
  value       = module.vip.eip_allocation_id
}

output "group_name" {
  description = "Name of the Auto Scaling group."
  value       = module.asg.group_name
}

output "launch_hook_name" {
  description = "Name of the launch hook."
  value       = local.launch_hook_name
}

output "terminate_hook_name" {
  description = "Name of the terminate hook."
  value       = local.terminate_hook_name
}

output "launch_template_id" {
  description = "Id of the launch template."
  value       = module.asg.launch_template_id
}

output "image" {
  description = "Image that the next instance boots: id, name, when it was created, and the source it was taken from."
  value       = module.appliance.this.image
}

output "login_name" {
  description = "User name for SSH with the key pair (Custom: that of Amazon Linux)."
  value       = module.appliance.this.login_name
}

output "instance_role_name" {
  description = "Name of the instance's IAM role."
  value       = module.asg.instance_role_name
}

output "function_names" {
  description = "Names of the functions: hook_handler and warmup."
  value       = module.lifecycle.function_names
}

output "function_arns" {
  description = "ARNs of the functions: hook_handler and warmup."
  value       = module.lifecycle.function_arns
}

output "function_role_names" {
  description = "Names of the functions' IAM roles: hook_handler and warmup."
  value       = module.lifecycle.function_role_names
}

output "rule_names" {
  description = "Names of the EventBridge rules: hooks, audit and warmup."
  value       = merge(module.lifecycle.rule_names, { warmup = module.warmup.rule_name })
}

output "log_group_names" {
  description = "Names of the log groups: hook_handler, warmup and, if there are flow logs, flow_logs."
  value       = merge(module.lifecycle.log_group_names, { for this in module.flow_logs : "flow_logs" => this.log_group_name })
}

output "topic_arn" {
  description = "ARN of the SNS topic that tells of moves and alarms."
  value       = module.lifecycle.topic_arn
}

output "failed_events_queue" {
  description = "URL and ARN of the SQS queue of failed events."
  value       = module.lifecycle.failed_events_queue
}

output "kms_key_arn" {
  description = "ARN of the KMS key of topic, queue, logs and environment."
  value       = module.key.arn
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = local.network.vpc_id
}

output "wan_subnet_ids" {
  description = "Ids of the WAN subnets. The VIP subnet has no lasting id: it is created again in each AZ."
  value       = local.wan_subnet_ids
}

output "wan_route_table_id" {
  description = "Id of the WAN subnets' route table; null in a VPC of yours, whose tables are not touched."
  value       = local.network.wan_route_table_id
}

output "internet_gateway_id" {
  description = "Id of the internet gateway that the module made; null in a VPC of yours."
  value       = var.network == null ? module.vpc[0].internet_gateway_id : null
}

output "vip_route_table_id" {
  description = "Id of the VIP subnet's route table, for further routes to the private address's peers."
  value       = module.vip.route_table_id
}

output "vip_network_acl_id" {
  description = "Id of the network ACL that the VIP subnet is to have; null: the VPC's default one."
  value       = local.network.vip_network_acl_id
}

output "vip_security_group_id" {
  description = "Id of the security group of the VIP interface."
  value       = module.vip.security_group_id
}

output "wan_security_group_id" {
  description = "Id of the security group of the WAN side."
  value       = module.wan_access.security_group_id
}

output "interrupts" {
  description = "What the plan interrupts and for how long, in sentences; after the apply and until the next change: what it interrupted."
  value       = module.interruptions.interrupts
}
