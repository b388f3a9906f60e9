# One security group and its rules, each a resource of its own.

module "rules" {
  source = "../rules"

  called                  = var.rules_called
  ingress_rules           = var.ingress_rules
  own_ingress_rules       = var.own_ingress_rules
  egress_rules            = var.egress_rules
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
}

resource "aws_security_group" "this" {
  # checkov:skip=CKV2_AWS_5:attached by its callers; the VIP's one goes onto an interface that the hook handler creates
  name        = "${var.name}-${var.label}"
  description = var.description
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-${var.label}" })

  lifecycle {
    # A group that goes is on interfaces until the functions know that it goes.
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = module.rules.peers.ingress

  security_group_id            = aws_security_group.this.id
  description                  = each.value.description
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.from_port
  to_port                      = each.value.to_port
  cidr_ipv4                    = each.value.cidr == null ? null : strcontains(each.value.cidr, ":") ? null : each.value.cidr
  cidr_ipv6                    = each.value.cidr == null ? null : strcontains(each.value.cidr, ":") ? each.value.cidr : null
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = module.rules.peers.egress

  security_group_id            = aws_security_group.this.id
  description                  = each.value.description
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.from_port
  to_port                      = each.value.to_port
  cidr_ipv4                    = each.value.cidr == null ? null : strcontains(each.value.cidr, ":") ? null : each.value.cidr
  cidr_ipv6                    = each.value.cidr == null ? null : strcontains(each.value.cidr, ":") ? each.value.cidr : null
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  tags                         = var.tags
}
