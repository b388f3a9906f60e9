# Alarms, each with what it means. All of them tell the topic, on ALARM and on OK:
# docs/aws-behaviour.md#alarm-actions. Metrics not of ours: docs/aws-behaviour.md#metrics-of-services.

locals {
  handler_dimensions = { FunctionName = var.function_names.hook_handler }
  vnf_dimensions     = { Name = var.name }

  # What only audits report has one datapoint in each of their periods. How many in a row: one alone may have come in the
  # midst of an ordinary heal, which takes up to two minutes.
  audits_not_held = 1 + ceil(2 / var.audit_interval_minutes)
  audits_an_hour  = ceil(60 / var.audit_interval_minutes)

  # Two audits that did not come, and what the second of them is given to run and to be counted.
  silent_minutes = 2 * var.audit_interval_minutes + 3

  # Longer than from one audit to the next, so that what each of them meets anew is told once.
  quiet_minutes = var.audit_interval_minutes + 4

  not_held_for = local.audit_every_minute ? "for three minutes" : "in two audits in a row, one every ${local.audit_every}"
  silent_for   = local.audit_every_minute ? "five minutes" : "${local.silent_minutes} minutes"

  # One for each VIP: one of several can be on no instance while the others serve.
  not_held_alarms = {
    for vip in var.vips : "vip-not-held-${vip.key}" => {
      description        = "The persistent address${length(var.vips) > 1 ? " of VIP ${vip.key}" : ""} has been on no instance ${local.not_held_for}. It is ${vip.address}. Look at the group's activities and the handler's log; if the group is gone, or at 0 although nobody put it to rest, the log says how to bring it back."
      namespace          = local.metrics_namespace
      metric_name        = "VipHeld"
      dimensions         = merge(local.vnf_dimensions, { Vip = vip.key })
      statistic          = "Maximum"
      comparison         = "LessThanThreshold"
      period             = local.audit_period_seconds
      evaluation_periods = local.audits_not_held
      datapoints         = local.audits_not_held
      # Missing says nothing of the VIP: that the audit is silent is an alarm of its own.
    }
  }

  # Only where the module is to have an impaired instance replaced. The first calls the handler (status_checks.py), once the
  # checks are sure to have failed for long enough: hence a minute more.
  replaces_impaired = var.impaired_after_seconds != null
  impaired_minutes  = ceil(coalesce(var.impaired_after_seconds, 0) / 60) + 1

  impaired_alarms = {
    status-checks-failed = {
      description        = "EC2's status checks have failed on the instance for ${coalesce(var.impaired_after_seconds, 0)} seconds or more (impaired_after_seconds). The handler has it replaced, unless they never passed since it came into service, or early-replacement-stopped rings."
      namespace          = "AWS/EC2"
      metric_name        = "StatusCheckFailed"
      dimensions         = { AutoScalingGroupName = var.group_name }
      statistic          = "Maximum"
      evaluation_periods = local.impaired_minutes
      datapoints         = local.impaired_minutes
      calls_handler      = true
    }
  }

  # Where an instance may be given up although it runs: for its status checks, or for what alarms say of its service.
  restraint_alarms = {
    early-replacement-stopped = {
      description = "The instance is sick and is not replaced for it any more: an hour of the last day had ${var.max_replacements_per_hour} such replacements (max_replacements_per_hour), so replacing it does not help. Find out what makes each new one sick: image, licence, peers. Then apply storm_cleared_at with the present time; a day after the storm it goes on by itself."
      namespace   = local.metrics_namespace
      metric_name = "EarlyReplacementsStopped"
      dimensions  = local.vnf_dimensions
    }
  }

  # What says whether the service answers, and is acted on: alarms of somebody else's, and of the checks.
  service_check_alarm_arns = { for key, name in var.service_check_alarms : key => "${local.alarms_arn}:${name}" }
  service_alarm_arns       = concat(values(var.service_alarm_arns), values(local.service_check_alarm_arns))
  replaces_silent          = length(local.service_alarm_arns) > 0

  service_alarms = {
    service-never-passed = {
      description = "A check of the service fails that never passed since this instance has the VIP, so nobody is replaced for it. Look at the check itself (port, what it expects), at what lets it in (security group, network ACL, the guest's own filter), and whether the service is bound to the VIP; the handler's log names the alarm."
      namespace   = local.metrics_namespace
      metric_name = "ServiceNeverPassed"
      dimensions  = local.vnf_dimensions
    }
  }

  # Twice as long as a standby takes to be replaced by one that has booted.
  standby_audits = ceil((900 + 2 * var.health_check_grace_seconds) / local.audit_period_seconds)

  standby_alarms = {
    no-standby = {
      description        = "For ${local.standby_audits * var.audit_interval_minutes} minutes no second instance has been in service: if the first one fails now, its replacement has to boot. Look at the group's activities; after a rest the desired capacity has to be 2 again."
      namespace          = local.metrics_namespace
      metric_name        = "StandbysInService"
      dimensions         = local.vnf_dimensions
      statistic          = "Maximum"
      comparison         = "LessThanThreshold"
      period             = local.audit_period_seconds
      evaluation_periods = local.standby_audits
      datapoints         = local.standby_audits
    }
    standby-in-the-same-zone = {
      description        = "For an hour both instances have been in one zone: the standby would fail with it. Auto Scaling puts them apart where each zone can take one; end the standby to have it launched anew."
      namespace          = local.metrics_namespace
      metric_name        = "AllInOneZone"
      dimensions         = local.vnf_dimensions
      statistic          = "Minimum"
      period             = local.audit_period_seconds
      evaluation_periods = local.audits_an_hour
      datapoints         = local.audits_an_hour
    }
  }

  alarms = merge(local.not_held_alarms, { for name, alarm in local.standby_alarms : name => alarm if var.standby == "hot" }, { for name, alarm in local.impaired_alarms : name => alarm if local.replaces_impaired }, { for name, alarm in local.service_alarms : name => alarm if local.replaces_silent }, { for name, alarm in local.restraint_alarms : name => alarm if local.replaces_impaired || local.replaces_silent }, {
    healing-suspended = {
      description        = "For an hour processes of the Auto Scaling group have been suspended without which a broken instance is not replaced, beside those of maintenance. Resume them when the work is done; Auto Scaling itself suspends them after a day of failed launches."
      namespace          = local.metrics_namespace
      metric_name        = "ProcessesSuspended"
      dimensions         = local.vnf_dimensions
      statistic          = "Maximum"
      period             = local.audit_period_seconds
      evaluation_periods = local.audits_an_hour
      datapoints         = local.audits_an_hour
    }
    # By whole hours: over shorter periods CloudWatch looks back over a day only (docs/aws-behaviour.md#range-of-an-alarm).
    maintenance-overdue = {
      description        = "The VNF has been in maintenance for ${var.maintenance_hours} hours or more (maintenance_hours): it is neither replaced if it fails nor repaired. End it when the work is done: resume HealthCheck and ReplaceUnhealthy, or apply maintenance = false."
      namespace          = local.metrics_namespace
      metric_name        = "Maintenance"
      dimensions         = local.vnf_dimensions
      statistic          = "Minimum"
      period             = 3600
      evaluation_periods = var.maintenance_hours
      datapoints         = var.maintenance_hours
    }
    audit-silent = {
      description        = "No audit has looked at the VIP for ${local.silent_for}, though one comes every ${local.audit_every}; or the metrics of the handler are lost. Look at the audit rule, the function and its log."
      namespace          = local.metrics_namespace
      metric_name        = "Audits"
      dimensions         = local.vnf_dimensions
      comparison         = "LessThanThreshold"
      evaluation_periods = local.silent_minutes
      datapoints         = local.silent_minutes
      missing_data       = "breaching"
    }
    heal-failed = {
      description = "The handler could not bring the persistent address where it belongs. Its message on this topic says why and what to do."
      namespace   = local.metrics_namespace
      metric_name = "Failures"
      dimensions  = local.vnf_dimensions
    }
    handler-errors = {
      description = "The hook handler raised an error; Lambda tries again after one and after two minutes."
      namespace   = "AWS/Lambda"
      metric_name = "Errors"
      dimensions  = local.handler_dimensions
    }
    handler-throttled = {
      description = "Lambda had no room for the hook handler; the event waits. Raise the account's concurrency."
      namespace   = "AWS/Lambda"
      metric_name = "Throttles"
      dimensions  = local.handler_dimensions
    }
    warmup-errors = {
      description = "The warm-up function raised an error; its rule calls it again within a minute. Or the VNF did not serve within the time that Terraform waits: the apply shows why."
      namespace   = "AWS/Lambda"
      metric_name = "Errors"
      dimensions  = { FunctionName = var.function_names.warmup }
    }
    failed-events = {
      description = "An event is in the queue of failed events: every retry failed on it. Once the cause is gone, redrive it or let the audit heal."
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = local.queue_name }
      statistic   = "Maximum"
    }
    failed-events-lost = {
      description = "A failed event could not even be put into its queue. Look at the queue's policy and the key's."
      namespace   = "AWS/Lambda"
      metric_name = "DestinationDeliveryFailures"
      dimensions  = local.handler_dimensions
    }
    dead-letters-lost = {
      description = "EventBridge could not even put a lifecycle event into the queue of failed events: it is gone. Look at the queue's policy and the key's."
      namespace   = "AWS/Events"
      metric_name = "InvocationsFailedToBeSentToDlq"
      dimensions  = { RuleName = local.rule_names.hooks }
    }
    messages-lost = {
      description = "SNS refused a message of a function; its log has the text. Look at the key's policy and the function's rights: alarms may have to be read in the console."
      namespace   = local.metrics_namespace
      metric_name = "MessagesLost"
      dimensions  = local.vnf_dimensions
    }
    events-undelivered = {
      description = "EventBridge could not hand a lifecycle event to the hook handler. Look at the function's resource policy."
      namespace   = "AWS/Events"
      metric_name = "FailedInvocations"
      dimensions  = { RuleName = local.rule_names.hooks }
    }
  })
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric_name
  dimensions          = each.value.dimensions
  statistic           = try(each.value.statistic, "Sum")
  period              = try(each.value.period, 60)
  comparison_operator = try(each.value.comparison, "GreaterThanOrEqualToThreshold")
  threshold           = 1
  treat_missing_data  = try(each.value.missing_data, "notBreaching")
  alarm_actions       = concat([local.notifications_arn], try(each.value.calls_handler, false) ? [local.handler_arn] : [])
  ok_actions          = [local.notifications_arn]
  tags                = var.tags

  # At the first bad minute, and until several in a row were good: what comes again with every retry and every audit is
  # told once.
  evaluation_periods  = try(each.value.evaluation_periods, local.quiet_minutes)
  datapoints_to_alarm = try(each.value.datapoints, 1)

  # An alarm that rings before it may call the function calls nobody.
  depends_on = [aws_cloudwatch_log_group.function, aws_lambda_permission.alarm]
}
