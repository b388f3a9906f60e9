# An alarm for each check, and two for the prober itself. All of them tell the topic, on ALARM and on OK; those of checks that
# have the instance replaced call the hook handler, too: docs/aws-behaviour.md#alarm-actions.

locals {
  # Alarms of high resolution know periods of 10 and of 30 seconds, and one without a probe in it would say nothing:
  # docs/aws-behaviour.md#alarms-of-short-periods
  check_period_seconds = var.service_check_interval_seconds <= 10 ? 10 : 30

  check_alarms = {
    for key, check in var.alarms : "service-${key}" => {
      name               = check.alarm_name
      description        = "The check ${check.check} of VIP ${check.vip} (${check.asked_at}) had no answer in ${check.datapoints_to_alarm} of ${check.evaluation_periods} periods of ${local.check_period_seconds} seconds. ${check.replaces ? "If it passed before on this instance, the handler has that one replaced (mode = replace), or service-never-passed or early-replacement-stopped rings." : "Nobody is replaced for it (mode = observe)."} Look at the service itself, at what lets the check in (the guest's own filter, network ACLs), and whether the service is bound to the VIP; the log of the prober says what was answered."
      namespace          = local.metrics_namespace
      metric_name        = "CheckPassed"
      dimensions         = { Name = var.name, Vip = check.vip, Check = check.check }
      statistic          = "Maximum"
      period             = local.check_period_seconds
      evaluation_periods = check.evaluation_periods
      datapoints         = check.datapoints_to_alarm
      missing_data       = "missing" # It says nothing of the service: that the prober is silent is an alarm of its own.
      calls_handler      = check.replaces
    }
  }

  alarms = merge(local.check_alarms, {
    prober-errors = {
      name               = var.alarm_names.errors
      description        = "The prober raised an error: a check could not be probed, by a mistake in its code or its environment. That says nothing of the services; its log names the checks."
      namespace          = "AWS/Lambda"
      metric_name        = "Errors"
      dimensions         = { FunctionName = var.function_name }
      statistic          = "Sum"
      comparison         = "GreaterThanOrEqualToThreshold"
      evaluation_periods = 5
      datapoints         = 1
      missing_data       = "notBreaching"
    }
    prober-silent = {
      name               = var.alarm_names.silent
      description        = "For five minutes no service was probed, though each minute is for that; or the metrics of the prober are lost. Nobody would notice that a service hangs. Look at the rule, the function and its log, and at the account's concurrency."
      namespace          = local.metrics_namespace
      metric_name        = "ProbeRounds"
      dimensions         = { Name = var.name }
      statistic          = "Sum"
      evaluation_periods = 5
      datapoints         = 5
      missing_data       = "breaching"
    }
  })
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = each.value.name
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric_name
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = try(each.value.period, 60)
  comparison_operator = try(each.value.comparison, "LessThanThreshold")
  threshold           = 1
  treat_missing_data  = each.value.missing_data
  alarm_actions       = concat([var.automation.topic_arn], try(each.value.calls_handler, false) ? [var.automation.handler_arn] : [])
  ok_actions          = [var.automation.topic_arn]
  evaluation_periods  = each.value.evaluation_periods
  datapoints_to_alarm = each.value.datapoints
  tags                = var.tags

  # Of a name that is taken nothing is adopted.
  depends_on = [aws_cloudwatch_log_group.this]
}
