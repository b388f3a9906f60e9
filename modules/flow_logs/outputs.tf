output "log_group_name" {
  description = "Name of the log group of the flow logs."
  value       = aws_cloudwatch_log_group.this.name
}

output "statements" {
  description = "IAM statements of the flow logs' role."
  value       = local.statements
}
