# For whoever reads the first plan. A policy is one text and an environment one map: a single id that AWS has yet to make
# hides the whole of either. Here the same values stand apart, so that only the ids are "known after apply". Later plans
# know the ids, and show what changes in the policies and functions themselves: this keeps what the first one showed.

locals {
  statements = merge(local.role_statements, length(var.flow_logs_statements) > 0 ? { flow_logs = var.flow_logs_statements } : {})
}

module "rights" {
  source   = "../rights"
  for_each = local.statements

  statements = each.value
}

resource "terraform_data" "first_rights" {
  for_each = local.statements

  input = module.rights[each.key].lines

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
