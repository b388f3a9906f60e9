output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "function_role_name" {
  description = "Name of the function's IAM role."
  value       = local.role_name
}

# Of nothing that depends on the role: whoever makes it beside the module gives it this.
output "role_policies" {
  description = "Of the function's role: trust_policy, policy and managed_policy_arns."
  value       = { trust_policy = local.trust_policy, policy = local.policy, managed_policy_arns = [] }
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "rule_name" {
  description = "Name of the EventBridge rule."
  value       = aws_cloudwatch_event_rule.this.name
}

output "security_group_id" {
  description = "Id of the function's security group."
  value       = aws_security_group.this.id
}
