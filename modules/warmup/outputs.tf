output "rule_name" {
  description = "Name of the warm-up rule."
  value       = aws_cloudwatch_event_rule.this.name
}
