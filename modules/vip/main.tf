# The persistent address: everything about it that stays while instances come and go. The VIP subnet
# and the interface that carry it are made by the hook handler, tagged with owner_tag.

locals {
  # The original sample wrote the address as a /32.
  vip_address = trimsuffix(var.vip_address, "/32")
  owns_eip    = var.eip_allocation_id == null
}

resource "aws_eip" "this" {
  # checkov:skip=CKV2_AWS_19:the hook handler associates it with the VIP interface
  count = local.owns_eip ? 1 : 0

  domain = "vpc"
  tags   = merge(var.tags, { Name = "${var.name}-vip" })
}

data "aws_eip" "brought" {
  count = local.owns_eip ? 0 : 1

  id = var.eip_allocation_id
}

module "security_group" {
  source = "../security_group"

  name                    = var.name
  label                   = "vip"
  description             = "Persistent address of ${var.name}"
  vpc_id                  = var.vpc_id
  ingress_rules           = var.vip_ingress_rules
  egress_rules            = var.vip_egress_rules
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
  tags                    = var.tags
}
