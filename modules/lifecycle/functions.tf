# The functions. hook_handler moves the VIP; warmup raises the group to one once all is in place.

locals {
  functions = {
    hook_handler = {
      description     = "Moves the persistent address of ${var.name} to the elected instance"
      timeout_seconds = var.function_timeout_seconds
      retries         = 2
      environment = {
        VPC_ID                          = var.vpc_id
        OWN_VPC                         = tostring(var.own_vpc)
        WAN_SECURITY_GROUP_ID           = var.wan_security_group_id
        VIPS                            = base64gzip(jsonencode(var.vips))
        GROUP_NAME                      = var.group_name
        LAUNCH_HOOK_NAME                = var.launch_hook_name
        TERMINATE_HOOK_NAME             = var.terminate_hook_name
        STATE_CHANGES_RULE_NAME         = local.rule_names.state_changes
        OWNER_TAG_KEY                   = var.owner_tag.key
        OWNER_TAG_VALUE                 = var.owner_tag.value
        RESOURCE_TAGS                   = jsonencode(local.resource_tags)
        TOPIC_ARN                       = local.notifications_arn
        REBOOT_AFTER_ATTACH             = tostring(var.reboot_after_attach)
        REBOOT_DELAY_SECONDS            = tostring(var.reboot_delay_seconds)
        STANDBY                         = var.standby
        SUBNET_CREATION_ATTEMPTS        = tostring(var.subnet_creation_attempts)
        LAUNCH_BEFORE_TERMINATE         = tostring(var.launch_before_terminate)
        FUNCTION_TIMEOUT_SECONDS        = tostring(var.function_timeout_seconds)
        WARMUP_GRACE_SECONDS            = tostring(var.warmup_grace_seconds)
        HEALTH_CHECK_GRACE_SECONDS      = tostring(var.health_check_grace_seconds)
        IMPAIRED_AFTER_SECONDS          = tostring(coalesce(var.impaired_after_seconds, 0))
        SERVICE_ALARM_ARNS              = base64gzip(jsonencode(local.service_alarm_arns))
        MAX_REPLACEMENTS_PER_HOUR       = tostring(var.max_replacements_per_hour)
        STORM_CLEARED_AT                = coalesce(var.storm_cleared_at, "1970-01-01T00:00:00Z")
        END_SLOW_SHUTDOWN_AFTER_SECONDS = tostring(coalesce(var.end_slow_shutdown_after_seconds, 0))
        METRICS_NAMESPACE               = local.metrics_namespace
        LOG_LEVEL                       = var.log_level
      }
    }
    warmup = {
      description     = "Raises the group of ${var.name} to one instance once everything it needs is in place"
      timeout_seconds = local.warmup_timeout_seconds
      retries         = 0 # Its rule calls it again within a minute.
      environment = {
        GROUP_NAME           = var.group_name
        LAUNCH_HOOK_NAME     = var.launch_hook_name
        TERMINATE_HOOK_NAME  = var.terminate_hook_name
        HOOKS_RULE_NAME      = local.rule_names.hooks
        HOOK_FUNCTION_ARN    = local.handler_arn
        WARMUP_RULE_NAME     = local.rule_names.warmup
        EIP_ALLOCATION_IDS   = length(local.elastic_ip_ids) > 0 ? join(",", local.elastic_ip_ids) : "none"
        WARMUP_GRACE_SECONDS = tostring(var.warmup_grace_seconds)
        STANDBY              = var.standby
        TOPIC_ARN            = local.notifications_arn
        OWNER_TAG_VALUE      = var.owner_tag.value
        METRICS_NAMESPACE    = local.metrics_namespace
        LOG_LEVEL            = var.log_level
      }
    }
  }
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:one short function without downstream services; its JSON logs and metrics tell what traces would
  # checkov:skip=CKV_AWS_115:an account with the starting limit cannot reserve concurrency, and a queued launch would wait minutes
  # checkov:skip=CKV_AWS_116:the on-failure destination receives what a dead-letter queue would, and the reason with it
  # checkov:skip=CKV_AWS_117:it calls AWS's public APIs only; inside the VPC it would depend on the network it repairs
  # checkov:skip=CKV_AWS_272:the package is built from the source beside it, its hash is part of the plan
  for_each = local.functions

  function_name = var.function_names[each.key]
  description   = each.value.description
  role          = local.role_arns[each.key]

  filename         = module.package[each.key].filename
  source_code_hash = module.package[each.key].hash
  handler          = "${each.key}.handler.handle"
  runtime          = "python3.13"
  architectures    = [var.lambda_architecture]
  memory_size      = 256
  timeout          = each.value.timeout_seconds
  kms_key_arn      = var.kms_key_arn
  tags             = var.tags

  environment {
    variables = each.value.environment
  }

  # Lambda refuses it in other partitions, where the code formats its lines itself and their log group is the one that is called
  # so by Lambda, too.
  dynamic "logging_config" {
    for_each = local.partition == "aws" ? [aws_cloudwatch_log_group.function[each.key].name] : []

    content {
      log_format       = "JSON"
      log_group        = logging_config.value
      system_log_level = "WARN"

      # Lambda takes what has no level for INFO: metrics, and in older runtimes the trace of an uncaught
      # exception. Its filter must let them through at every level; the code applies LOG_LEVEL itself
      # (docs/aws-behaviour.md#logs-of-a-function).
      application_log_level = var.log_level == "DEBUG" ? "DEBUG" : "INFO"
    }
  }

  lifecycle {
    # Reserved concurrency is the operator's: 0 stops a function, and an apply must not start it again.
    ignore_changes = [reserved_concurrent_executions]

    precondition {
      condition     = local.environment_bytes[each.key] <= local.longest_environment_bytes
      error_message = "vips and tags are too large: with them the environment of the function ${var.function_names[each.key]} takes ${local.environment_bytes[each.key]} bytes, and Lambda takes ${local.longest_environment_bytes}. It carries vips (compressed up to ${length(local.longest_vips)} characters), and tags with the provider's default_tags (together ${length(jsonencode(local.resource_tags))} characters of JSON) to tag what the handler creates. Give fewer or shorter tags, fewer service_alarm_arns or service_checks that replace, or fewer secondary_addresses, next_hop_routes or interface_tags."
    }

    # After a failed apply the state may hold the new hash while the old code still runs. While a change is planned
    # last_modified is unknown, and the question waits for the apply.
    postcondition {
      condition     = self.last_modified == "" || self.code_sha256 == module.package[each.key].hash
      error_message = "The function ${self.function_name} does not run the code of this checkout, though Terraform's state says so: an apply failed half-way, or somebody changed its code. Apply again with -replace='module.CALL.module.lifecycle.aws_lambda_function.this[\"${each.key}\"]', CALL being the name of your module call."
    }
  }

  # Without its rights a function could neither run nor log.
  depends_on = [aws_iam_role_policy.function]
}

# Made here and not by the function itself, so that retention and key are set and destroy removes it.
resource "aws_cloudwatch_log_group" "function" {
  for_each = var.function_names

  name              = var.log_group_names[each.key]
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags

  depends_on = [terraform_data.claim]
}

resource "aws_lambda_function_event_invoke_config" "this" {
  for_each = local.functions

  function_name          = aws_lambda_function.this[each.key].arn # A replaced function has lost it.
  maximum_retry_attempts = each.value.retries

  # An event older than the hook's time-out finds no lifecycle action any more.
  maximum_event_age_in_seconds = local.event_age_seconds

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed_events.arn
    }
  }
}
