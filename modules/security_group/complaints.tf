# What is wrong with the rules, one sentence each, for the precondition of the group.
# (A variable's own validation cannot use a local that is made of that variable.)

locals {
  judged = flatten([for direction, rules in local.rules : [for rule in rules : merge(rule, {
    direction = direction
    has_ports = contains(["tcp", "udp", "icmp"], rule.protocol)
    # A range wider than /8 counts as "anywhere": 0.0.0.0/1 and 128.0.0.0/1 are 0.0.0.0/0 in two words.
    from_anywhere = anytrue([for cidr in rule.cidrs : try(tonumber(split("/", cidr)[1]) < 8, false)])
    covers_ssh    = rule.protocol == "-1" || try(rule.protocol == "tcp" && rule.from_port <= 22 && rule.to_port >= 22, false)
    same = length([
      for other in rules : other
      if "${other.protocol} ${other.ports} ${other.description}" == "${rule.protocol} ${rule.ports} ${rule.description}"
    ])
  })]])

  complaints = flatten([for rule in local.judged : [
    for complaint in [
      {
        unless = length(rule.cidrs) + length(rule.prefix_list_ids) + length(rule.security_group_ids) > 0
        text   = "names no peer, so it opens nothing: add cidrs, prefix_list_ids or security_group_ids"
      },
      {
        unless = can(regex("^[a-zA-Z0-9 ._:/()#,@\\[\\]+=&;{}!$*-]{1,255}$", rule.description))
        text   = "has a description that AWS refuses: use 1 to 255 letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *"
      },
      {
        unless = rule.same == 1 || length(rule.prefix_list_ids) + length(rule.security_group_ids) == 0
        text   = "has the protocol, ports and description of another one: join the two, or describe them differently"
      },
      {
        unless = contains(values(local.protocols), rule.protocol) || try(tonumber(rule.protocol) >= 0 && tonumber(rule.protocol) <= 255, false)
        text   = "has protocol ${rule.protocol}: use ${join(", ", [for name in keys(local.protocols) : name if !can(tonumber(name))])} or an IANA number from 0 to 255"
      },
      {
        unless = rule.has_ports == (rule.from_port != null)
        text   = "has protocol ${rule.protocol} and ${rule.from_port == null ? "no" : "a"} from_port: tcp and udp need ports and icmp a type (-1 for any), no other protocol takes them"
      },
      {
        unless = try(rule.protocol == "icmp" || rule.from_port >= 0 && rule.from_port <= rule.to_port && rule.to_port <= 65535, true)
        text   = "has ports ${rule.ports}: they lie between 0 and 65535, the lower one first"
      },
      {
        # cidrnetmask knows IPv4 only.
        unless = alltrue([for cidr in rule.cidrs : try(cidrhost(cidr, 0) == split("/", cidr)[0] && cidrnetmask(cidr) != "", false)])
        text   = "has cidrs ${join(", ", rule.cidrs)}: write IPv4 ranges without host bits, like 203.0.113.0/24, and a single host like 203.0.113.7/32"
      },
      {
        unless = rule.direction == "egress" || !rule.covers_ssh || !rule.from_anywhere || var.allow_ssh_from_anywhere
        text   = "opens SSH (TCP 22) to ${join(", ", rule.cidrs)}: narrow the range to /8 or less, or say it twice with allow_ssh_from_anywhere = true"
      },
    ] : "${var.label}_${rule.direction}_rules: the rule \"${rule.description}\" ${complaint.text}." if !complaint.unless
  ]])
}
