output "ready" {
  description = "Known only once everything stands that the first instance needs and the last one still needs."
  value       = aws_lambda_function.this["hook_handler"].arn

  # A reboot by hand fails the checks as long as the first boot may take.
  precondition {
    condition     = var.impaired_after_seconds == null ? true : var.impaired_after_seconds >= var.health_check_grace_seconds
    error_message = "impaired_after_seconds is ${coalesce(var.impaired_after_seconds, 0)}, and health_check_grace_seconds, of the profile or yours, is ${var.health_check_grace_seconds}: an instance that only reboots would be replaced. Give impaired_after_seconds at least that, or null to leave it to Auto Scaling."
  }

  precondition {
    condition     = alltrue([for arn in values(var.service_alarm_arns) : split(":", arn)[4] == local.account_id])
    error_message = "service_alarm_arns is ${jsonencode(var.service_alarm_arns)}, and this account is ${local.account_id}: the handler reads alarms of its own account only. Make an alarm here, on the same metric."
  }

  precondition {
    condition     = length(local.service_alarm_arns) <= 20
    error_message = "service_checks has ${length(var.service_check_alarms)} checks whose mode is replace, and service_alarm_arns ${length(var.service_alarm_arns)} alarms: the handler's environment has room for 20 together. Let some of the checks observe, or join some alarms in one, by metric math."
  }

  # Each run counts anew, as EC2 does not tell when a shutdown began.
  precondition {
    condition     = var.end_slow_shutdown_after_seconds == null ? true : var.end_slow_shutdown_after_seconds * 2 <= var.function_timeout_seconds
    error_message = "end_slow_shutdown_after_seconds is ${coalesce(var.end_slow_shutdown_after_seconds, 0)}, and function_timeout_seconds is ${var.function_timeout_seconds}: one run has to wait for so long and still build the VIP elsewhere. Give function_timeout_seconds at least ${coalesce(var.end_slow_shutdown_after_seconds, 0) * 2}, or a shorter wait."
  }

  depends_on = [
    aws_cloudwatch_event_target.audit,
    aws_cloudwatch_event_target.hooks,
    aws_cloudwatch_event_target.state_changes,
    aws_cloudwatch_log_group.function,
    aws_iam_role_policy.function,
    aws_iam_role_policy.leaving,
    aws_lambda_function.this,
    aws_lambda_function_event_invoke_config.this,
    aws_lambda_invocation.sweep,
    aws_lambda_permission.rule,
  ]
}

output "function_names" {
  description = "Names of the functions: hook_handler and warmup."
  value       = { for function, this in aws_lambda_function.this : function => this.function_name }
}

output "function_arns" {
  description = "ARNs of the functions: hook_handler and warmup."
  value       = { for function, this in aws_lambda_function.this : function => this.arn }
}

output "function_role_names" {
  description = "Names of the functions' IAM roles: hook_handler and warmup."
  value       = local.role_names
}

# Of nothing that depends on the roles: whoever makes them beside the module gives them this.
output "role_policies" {
  description = "Of each function's role: trust_policy, policy and managed_policy_arns."
  value = {
    for function, policy in local.role_policies : function => { trust_policy = local.trust_policy, policy = policy, managed_policy_arns = [] }
  }
}

output "log_group_names" {
  description = "Names of the log groups: hook_handler and warmup."
  value       = { for function, this in aws_cloudwatch_log_group.function : function => this.name }
}

output "rule_names" {
  description = "Names of the EventBridge rules: hooks, audit and state_changes."
  value = {
    hooks         = aws_cloudwatch_event_rule.hooks.name
    audit         = aws_cloudwatch_event_rule.audit.name
    state_changes = aws_cloudwatch_event_rule.state_changes.name
  }
}

output "topic_arn" {
  description = "ARN of the topic that tells of moves and alarms."
  value       = local.notifications_arn
}

output "subscribers" {
  description = "Names of the addresses that are subscribed to the module's own topic."
  value       = keys(var.notification_emails)

  precondition {
    condition     = local.owns_topic || length(var.notification_emails) == 0
    error_message = "notification_emails has ${join(", ", keys(var.notification_emails))}, but the topic is brought (notification_topic): who may subscribe is decided where it is made. Subscribe the addresses there, and remove them here."
  }
}

output "failed_events_queue" {
  description = "URL and ARN of the queue of failed events."
  value       = { url = aws_sqs_queue.failed_events.url, arn = aws_sqs_queue.failed_events.arn }
}

output "warmup" {
  description = "Rule and function of the warm-up, and whom it asks. Known only once the rule may call the function and the sweep stands."
  value = {
    rule_name      = local.rule_names.warmup
    function_name  = aws_lambda_function.this["warmup"].function_name
    function_arn   = aws_lambda_function.this["warmup"].arn
    handler_arn    = local.handler_arn
    log_group_name = var.log_group_names.hook_handler
  }

  depends_on = [aws_lambda_permission.rule, aws_lambda_invocation.sweep]
}

output "prober" {
  description = "Whom the prober's alarms tell and call, and the namespace of metrics. Known only once these alarms may call the handler."
  value = {
    topic_arn         = local.notifications_arn
    handler_arn       = local.handler_arn
    metrics_namespace = local.metrics_namespace
  }

  depends_on = [aws_lambda_permission.alarm]
}
