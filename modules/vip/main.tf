# One VIP: everything about it that stays while instances come and go. The VIP subnet and the interface
# that carry it are made by the hook handler, tagged with the VNF's name and this VIP's key.
#
# What is removed here, or replaced, goes only after the functions know of it (create_before_destroy):
# AWS deletes no security group that the interface still has.

locals {
  # The original sample wrote the address as a /32.
  address = trimsuffix(var.address, "/32")

  # How messages name it, and how AWS does. The default VIP's things are called as if it had no key.
  called = "vips.${var.key}"
  label  = var.key == "vip" ? "vip" : "vip-${var.key}"

  security_group_ids = concat([module.security_group.id], values(var.security_group_ids))
  route_table_id     = local.owns_route_table ? aws_route_table.this[0].id : var.brought_route_table_ids[0]

  # What EC2 takes, from the least to the most.
  tracked_seconds = {
    tcp_established_seconds = [60, 432000]
    udp_stream_seconds      = [60, 180]
    udp_seconds             = [30, 60]
  }
}

module "security_group" {
  source = "../security_group"

  name                    = var.name
  label                   = local.label
  rules_called            = "${local.called}."
  description             = "Persistent address of ${var.name}"
  vpc_id                  = var.vpc_id
  ingress_rules           = var.ingress_rules
  own_ingress_rules       = []
  egress_rules            = var.egress_rules
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
  tags                    = var.tags
}
