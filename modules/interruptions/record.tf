# What was applied last, and what that interrupted. A plan knows the new values only: the old ones have to be on record outside
# of it. In Parameter Store, as reading a path there never fails: not in the first plan, not when somebody deleted the record.

locals {
  record_path = "/persistent-vnf/${var.name}"
  record_name = "${local.record_path}/applied"
  records     = zipmap(data.aws_ssm_parameters_by_path.record.names, nonsensitive(data.aws_ssm_parameters_by_path.record.values))
  record      = try(jsondecode(local.records[local.record_name]), null)
  applied     = try(local.record.settings, null)
}

data "aws_ssm_parameters_by_path" "record" {
  path = local.record_path
}

data "aws_network_interfaces" "vip" {
  filter {
    name   = "tag:${var.owner_tag.key}"
    values = [var.owner_tag.value]
  }
}

resource "aws_ssm_parameter" "record" {
  # checkov:skip=CKV2_AWS_34:addresses and time-outs are no secrets, and a plan has to show them
  # checkov:skip=CKV_AWS_337:as above
  name           = local.record_name
  description    = "What was applied last to ${var.name}, and what it interrupted; written by Terraform for its next plan"
  type           = "String"
  insecure_value = jsonencode({ settings = var.settings, interrupts = local.interrupts })
  tags           = var.tags

  depends_on = [var.applied_after] # It is true only then.
}
