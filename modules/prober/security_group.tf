# Where the prober gets through: out to the checked addresses and ports alone, and into each VIP's own group there. Both are
# rules of their own, as all rules of these groups are, so that none takes another one's place.

resource "aws_security_group" "this" {
  name        = "${var.name}-prober"
  description = "Prober of ${var.name}"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-prober" })

  # For the interfaces: docs/aws-behaviour.md#deleting-what-lambda-holds
  timeouts {
    delete = "60m"
  }

  # With the role's rights Lambda deletes the interfaces. (Not with create_before_destroy, then: it would reach the role, and all
  # that this waits for.)
  depends_on = [aws_iam_role_policy.this, var.wait_for]
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = var.openings

  security_group_id = aws_security_group.this.id
  description       = "Service checks of VIP ${each.value.vip}"
  ip_protocol       = each.value.protocol
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = "${each.value.address}/32"
  tags              = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "vip" {
  for_each = var.openings

  security_group_id            = var.vip_security_group_ids[each.value.vip]
  description                  = "Service checks"
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.port
  referenced_security_group_id = aws_security_group.this.id
  tags                         = var.tags
}
