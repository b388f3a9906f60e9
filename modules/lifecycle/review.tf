# For whoever reads the first plan. A policy is one text and an environment one map: a single id that AWS has yet to make
# hides the whole of either. Here the same values stand apart, so that only the ids are "known after apply". Later plans
# know the ids, and show what changes in the policies and functions themselves: this keeps what the first one showed.

locals {
  statements = merge(local.role_statements, length(var.flow_logs_statements) > 0 ? { flow_logs = var.flow_logs_statements } : {})
}

resource "terraform_data" "first_rights" {
  for_each = local.statements

  # A line for what is allowed, one for on what, one for each condition.
  input = {
    for statement in each.value : statement.Sid => merge(
      { (statement.Effect) = join(", ", flatten([statement.Action])), on = statement.Resource },
      # No try: with an id that is not known yet it would hide all conditions of the statement.
      flatten([
        for part, operators in statement : [
          for operator, keys in operators : { for key, value in keys : "if ${key} ${operator}" => value }
        ] if part == "Condition"
      ])...
    )
  }

  lifecycle {
    ignore_changes = [input]
  }
}

resource "terraform_data" "first_environment" {
  for_each = local.functions

  # As text, one id that is not known yet would hide all VIPs.
  input = merge(each.value.environment, [for vips in [var.vips] : { VIPS = vips } if each.key == "hook_handler"]...)

  lifecycle {
    ignore_changes = [input]
  }
}
