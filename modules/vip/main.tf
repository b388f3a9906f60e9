# The persistent address: everything about it that stays while instances come and go. The VIP subnet
# and the interface that carry it are made by the hook handler, tagged with owner_tag.

locals {
  # The original sample wrote the address as a /32.
  vip_address = trimsuffix(var.vip_address, "/32")
  owns_eip    = try(coalesce(var.elastic_ip.from), "make") != "bring"
  brought_eip = try(var.elastic_ip.allocation_id, null)
}

resource "aws_eip" "this" {
  # checkov:skip=CKV2_AWS_19:the hook handler associates it with the VIP interface
  count = local.owns_eip ? 1 : 0

  domain = "vpc"
  tags   = merge(var.tags, { Name = "${var.name}-vip" })

  depends_on = [var.vpc_id] # The network is judged first.
}

# Those of that id and not one: an empty answer is then a sentence of ours, not the provider's.
data "aws_eips" "brought" {
  count = local.owns_eip ? 0 : 1

  filter {
    name   = "allocation-id"
    values = [local.brought_eip]
  }

  lifecycle {
    postcondition {
      condition     = length(self.allocation_ids) == 1
      error_message = "elastic_ip.allocation_id is ${local.brought_eip}, and there is no such Elastic IP in this account and region. Give the id of one that was allocated here, or remove elastic_ip to have one made."
    }
  }
}

module "security_group" {
  source = "../security_group"

  name                    = var.name
  label                   = "vip"
  description             = "Persistent address of ${var.name}"
  vpc_id                  = var.vpc_id
  ingress_rules           = var.vip_ingress_rules
  own_ingress_rules       = []
  egress_rules            = var.vip_egress_rules
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
  tags                    = var.tags
}
