# The warm-up schedule. It comes after the group and is replaced with it, so that a group that had to be
# replaced is warmed up again, and one that is to have a standby gets it; destroy removes it first.

resource "terraform_data" "group" {
  input = join(" ", compact([var.group_arn, var.standby == "hot" ? "with a standby" : ""]))
}

resource "aws_cloudwatch_event_rule" "this" {
  name                = var.automation.rule_name
  description         = "Every minute, until ${var.group_name} is warmed up"
  schedule_expression = "rate(1 minute)"
  tags                = var.tags

  lifecycle {
    # The function disables the rule once its work is done.
    ignore_changes       = [state]
    replace_triggered_by = [terraform_data.group]
  }
}

resource "aws_cloudwatch_event_target" "this" {
  rule  = aws_cloudwatch_event_rule.this.name
  arn   = var.automation.function_arn
  input = jsonencode({ source = "persistent-vnf.warmup" })

  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 0
  }

  lifecycle {
    # A rule with targets cannot be deleted, so they go together.
    replace_triggered_by = [terraform_data.group]
  }
}
