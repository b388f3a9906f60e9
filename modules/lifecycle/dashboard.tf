# One page for the operator: are the addresses held, how long did heals take, what went wrong.

locals {
  standby_graph = {
    title   = "Standbys in service; both in one zone (1 = yes)"
    stat    = "Minimum"
    metrics = [for metric in ["StandbysInService", "AllInOneZone"] : [local.metrics_namespace, metric, "Name", var.name]]
  }

  dashboard_graphs = concat([
    {
      title   = "Addresses held by an instance (1 = yes)"
      stat    = "Minimum"
      metrics = [for vip in var.vips : [local.metrics_namespace, "VipHeld", "Name", var.name, "Vip", vip.key]]
    },
    {
      title   = "Seconds to heal"
      stat    = "Maximum"
      metrics = [[local.metrics_namespace, "HealSeconds", "Name", var.name]]
    },
    {
      title = "Take-overs, repairs, failures; suspended processes"
      stat  = "Sum"
      metrics = [
        for metric in ["Takeovers", "Repairs", "Failures", "ProcessesSuspended"] : [local.metrics_namespace, metric, "Name", var.name]
      ]
    },
    {
      title   = "In maintenance (1 = yes)"
      stat    = "Maximum"
      metrics = [[local.metrics_namespace, "Maintenance", "Name", var.name]]
    },
    {
      title   = "Audits that looked (1 ${local.audit_every_minute ? "a minute" : "every ${local.audit_every}"})"
      stat    = "Sum"
      metrics = [[local.metrics_namespace, "Audits", "Name", var.name]]
    },
    {
      title = "Hook handler: runs, errors, throttles"
      stat  = "Sum"
      metrics = [
        for metric in ["Invocations", "Errors", "Throttles"] :
        ["AWS/Lambda", metric, "FunctionName", var.function_names.hook_handler]
      ]
    },
    {
      title   = "Hook handler: duration (ms)"
      stat    = "Maximum"
      metrics = [["AWS/Lambda", "Duration", "FunctionName", var.function_names.hook_handler]]
    },
    {
      title   = "Failed events waiting"
      stat    = "Maximum"
      metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", local.queue_name]]
    },
    {
      title = "Lost: events and messages"
      stat  = "Sum"
      metrics = [
        ["AWS/Events", "InvocationsFailedToBeSentToDlq", "RuleName", local.rule_names.hooks],
        ["AWS/Lambda", "DestinationDeliveryFailures", "FunctionName", var.function_names.hook_handler],
        [local.metrics_namespace, "MessagesLost", "Name", var.name],
      ]
    },
  ], [for graph in [local.standby_graph] : graph if var.standby == "hot"])
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.enable_dashboard ? 1 : 0

  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [
      for place, graph in local.dashboard_graphs : {
        type   = "metric"
        x      = place % 2 * 12
        y      = floor(place / 2) * 6
        width  = 12
        height = 6
        properties = merge(graph, {
          region = local.region
          period = local.audit_period_seconds
          view   = "timeSeries"
        })
      }
    ]
  })

  depends_on = [aws_cloudwatch_log_group.function]
}
