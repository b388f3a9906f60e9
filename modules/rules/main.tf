# Rules as people write them become one entry for each peer, keyed by what it says, not by its position,
# so that adding or removing one touches no other.

locals {
  # EC2 takes tcp, udp and icmp by name and every other IP protocol by its IANA number.
  protocols = {
    all    = "-1"
    icmp   = "icmp"
    icmpv6 = "icmpv6"
    tcp    = "tcp"
    udp    = "udp"
    ipip   = "4"
    gre    = "47"
    esp    = "50"
    ah     = "51"
    ospf   = "89"
    vrrp   = "112"
    l2tp   = "115"
    sctp   = "132"
    "1"    = "icmp"
    "6"    = "tcp"
    "17"   = "udp"
    "58"   = "icmpv6"
  }
  icmps = ["icmp", "icmpv6"]

  peer_kinds = { cidrs = "range", prefix_list_ids = "prefix list", security_group_ids = "security group" }
  attributes = merge({ description = null, protocol = null, from_port = null, to_port = null }, { for kind in keys(local.peer_kinds) : kind => [] })

  # Terraform drops what an object type does not declare, so that a misspelt end_port would open one port
  # in silence. So rules come as they were written (any), and get their types here.
  given = {
    for direction, rules in { ingress = concat(var.own_ingress_rules, [for rule in var.ingress_rules : rule]), egress = var.egress_rules } : direction => [
      for place, rule in rules : merge(local.attributes, rule, { attributes = keys(rule), place = place })
    ]
  }

  typed = {
    for direction, rules in local.given : direction => [
      for rule in rules : merge(rule, {
        description = try(tostring(rule.description), "")
        protocol    = try(lookup(local.protocols, lower(rule.protocol), tostring(rule.protocol)), "")
        from_port   = try(tonumber(rule.from_port), null)
        to_port     = try(tonumber(rule.to_port), null)
        peers       = { for kind in keys(local.peer_kinds) : kind => flatten([for peers in [rule[kind]] : [for peer in peers : peer] if peers != null]) }
      })
    ]
  }

  # One port, unless a range is given; of an ICMP type every code.
  rules = {
    for direction, rules in local.typed : direction => [
      for rule in rules : merge(rule, {
        to_port = rule.from_port == null || rule.to_port != null ? rule.to_port : contains(local.icmps, rule.protocol) ? -1 : rule.from_port
      })
    ]
  }

  # One entry for each peer of each rule. What is not known when planning cannot be a key: ranges of a list
  # go by themselves, ids of a list by their place in it, and what comes as a map by its names.
  entries = {
    for direction, rules in local.rules : direction => flatten([
      for rule in rules : [
        for kind, called in local.peer_kinds : [
          for place, peer in rule[kind] : {
            rule     = rule
            kind     = kind
            peer     = peer
            by_value = kind == "cidrs" && place != tostring(place)
            key = join(" ", [
              rule.protocol,
              rule.from_port == null ? "all" : "${rule.from_port}-${rule.to_port}",
              kind != "cidrs" ? "${rule.description}, ${called} ${place}" : place == tostring(place) ? place : peer,
            ])
          }
        ] if rule[kind] != null
      ]
    ])
  }

  # The same range twice is one entry; any other key that is there twice is complained of.
  peers = { for direction, entries in local.entries : direction => { for entry in entries : entry.key => entry... } }
}
