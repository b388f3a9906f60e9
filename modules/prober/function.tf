# The function itself, with what it is told.

locals {
  environment = {
    SERVICE_CHECKS                 = base64gzip(jsonencode(var.service_checks))
    SERVICE_CHECK_INTERVAL_SECONDS = tostring(var.service_check_interval_seconds)
    OWNER_TAG_VALUE                = var.owner_tag.value
    METRICS_NAMESPACE              = local.metrics_namespace
    LOG_LEVEL                      = var.log_level
  }

  # Lambda measures it as JSON: docs/aws-behaviour.md#variables-of-a-function
  environment_bytes = length(jsonencode(local.environment))
}

module "package" {
  source = "../package"

  function      = "prober"
  function_name = var.function_name
  given         = lookup(var.lambda_packages, "prober", null)
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:it calls nothing but the services that it probes; its JSON logs and metrics tell what traces would
  # checkov:skip=CKV_AWS_115:an account with the starting limit cannot reserve concurrency, and a queued minute would be of no use
  # checkov:skip=CKV_AWS_116:a minute that was not probed is over; the next one comes, and an alarm tells if none does
  # checkov:skip=CKV_AWS_272:the package is built from the source beside it, its hash is part of the plan
  function_name = var.function_name
  description   = "Asks whether the services of ${var.name} answer"
  role          = local.role_arn

  filename         = module.package.filename
  source_code_hash = module.package.hash
  handler          = "prober.handler.handle"
  runtime          = "python3.13"
  architectures    = [var.lambda_architecture]
  memory_size      = 256
  timeout          = 70 # Its minute, and a start before it.
  kms_key_arn      = var.kms_key_arn
  tags             = var.tags

  environment {
    variables = local.environment
  }

  # Not with replace_security_groups_on_destroy: the group would go at once, and the role with it, which Lambda still needs to
  # delete the interfaces.
  vpc_config {
    subnet_ids         = var.prober_subnet_ids
    security_group_ids = [aws_security_group.this.id]
  }

  # Lambda refuses it in other partitions, where the code formats its lines itself and their log group is the one that is called
  # so by Lambda, too.
  dynamic "logging_config" {
    for_each = local.partition == "aws" ? [aws_cloudwatch_log_group.this.name] : []

    content {
      log_format       = "JSON"
      log_group        = logging_config.value
      system_log_level = "WARN"

      # As that of the hook handler: metrics, which have no level, count as INFO.
      application_log_level = var.log_level == "DEBUG" ? "DEBUG" : "INFO"
    }
  }

  lifecycle {
    # Reserved concurrency is the operator's: 0 stops a function, and an apply must not start it again.
    ignore_changes = [reserved_concurrent_executions]

    # In another VPC its group is another one, and the old one cannot go while the function has it.
    replace_triggered_by = [aws_security_group.this.id]

    precondition {
      condition     = var.iam.makes_roles ? true : can(coalesce(var.iam.role_arns.prober))
      error_message = "iam.role_arns has ${join(", ", keys(var.iam.role_arns))} and no prober, and there are service_checks, whose prober needs a role. Add it, or remove service_checks."
    }

    precondition {
      condition     = local.environment_bytes <= 4096
      error_message = "service_checks is too large: with it the environment of the function ${var.function_name} takes ${local.environment_bytes} bytes, and Lambda takes 4096. Give fewer checks, or shorter payloads, paths and names."
    }

    # After a failed apply the state may hold the new hash while the old code still runs. While a change is planned
    # last_modified is unknown, and the question waits for the apply.
    postcondition {
      condition     = self.last_modified == "" || self.code_sha256 == module.package.hash
      error_message = "The function ${self.function_name} does not run the code of this checkout, though Terraform's state says so: an apply failed half-way, or somebody changed its code. Apply again with -replace='module.CALL.module.prober[0].aws_lambda_function.this', CALL being the name of your module call."
    }
  }

  # Lambda refuses a function whose role may not make its interfaces, or one that has no rights to log.
  depends_on = [aws_iam_role_policy.this, aws_vpc_security_group_egress_rule.this]
}

# Made here and not by the function itself, so that retention and key are set and destroy removes it.
resource "aws_cloudwatch_log_group" "this" {
  name              = var.log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags

  depends_on = [var.wait_for]
}
