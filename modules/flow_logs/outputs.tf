output "log_group_name" {
  description = "Name of the log group of the flow logs."
  value       = aws_cloudwatch_log_group.this.name
}

output "statements" {
  description = "IAM statements of the flow logs' role."
  value       = local.statements
}

output "role_policies" {
  description = "Of the flow logs' role: trust_policy, policy and managed_policy_arns."
  value       = { trust_policy = local.trust_policy, policy = local.policy, managed_policy_arns = [] }
}
