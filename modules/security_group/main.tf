# One security group and its rules. Each rule is a resource of its own and is keyed by what it says,
# not by its position, so that adding or removing one touches no other.

locals {
  # EC2 takes tcp, udp and icmp by name and every other IP protocol by its IANA number.
  protocols = {
    all  = "-1"
    icmp = "icmp"
    tcp  = "tcp"
    udp  = "udp"
    ipip = "4"
    gre  = "47"
    esp  = "50"
    ah   = "51"
    ospf = "89"
    vrrp = "112"
    l2tp = "115"
    sctp = "132"
    "1"  = "icmp"
    "6"  = "tcp"
    "17" = "udp"
  }

  rules = {
    for direction, rules in { ingress = var.ingress_rules, egress = var.egress_rules } : direction => [
      for rule in rules : merge(rule, {
        protocol = lookup(local.protocols, lower(rule.protocol), rule.protocol)
        to_port  = rule.to_port == null ? rule.from_port : rule.to_port
        ports    = rule.from_port == null ? "all" : "${rule.from_port}-${rule.to_port == null ? rule.from_port : rule.to_port}"
      })
    ]
  }

  # One entry for each peer of each rule. Ids of prefix lists and groups may be unknown when planning,
  # so their keys are made of the rule's description and their place in the rule instead. (Two rules
  # whose keys would be the same are complained of.)
  peers = {
    for direction, rules in local.rules : direction => merge([
      for rule in rules : merge(
        {
          for cidr in rule.cidrs :
          "${rule.protocol} ${rule.ports} ${cidr}" =>
          merge(rule, { cidr = cidr, prefix_list_id = null, security_group_id = null })
        },
        {
          for place, id in rule.prefix_list_ids :
          "${rule.protocol} ${rule.ports} ${rule.description}, prefix list ${place}" =>
          merge(rule, { cidr = null, prefix_list_id = id, security_group_id = null })
        },
        {
          for place, id in rule.security_group_ids :
          "${rule.protocol} ${rule.ports} ${rule.description}, security group ${place}" =>
          merge(rule, { cidr = null, prefix_list_id = null, security_group_id = id })
        },
      )
    ]...)
  }
}

resource "aws_security_group" "this" {
  # checkov:skip=CKV2_AWS_5:attached by its callers; the VIP's one goes onto an interface that the hook handler creates
  name        = "${var.name}-${var.label}"
  description = var.description
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-${var.label}" })

  lifecycle {
    precondition {
      condition     = length(local.complaints) == 0
      error_message = join("\n", local.complaints)
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.peers.ingress

  security_group_id            = aws_security_group.this.id
  description                  = each.value.description
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.from_port
  to_port                      = each.value.to_port
  cidr_ipv4                    = each.value.cidr
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.peers.egress

  security_group_id            = aws_security_group.this.id
  description                  = each.value.description
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.from_port
  to_port                      = each.value.to_port
  cidr_ipv4                    = each.value.cidr
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  tags                         = var.tags
}
