# What is wrong with the rules, one sentence each, for the preconditions of an output that hangs on nothing
# else, so that rules are judged whatever else is wrong. In groups: a value that is not known when planning
# defers its group to the apply. (A variable's own validation cannot use a local that is made of it.)

locals {
  judged = flatten([for direction, rules in local.rules : [for rule in rules : merge(rule, {
    called     = "${var.called}${direction}_rules: the rule ${rule.description == "" ? "number ${rule.place + 1}" : "\"${rule.description}\""}"
    unknown    = setsubtract(rule.attributes, keys(local.attributes))
    not_a_port = [for port in ["from_port", "to_port"] : "${port} ${try(jsonencode(local.given[direction][rule.place][port]), "")}" if local.given[direction][rule.place][port] != null && local.typed[direction][rule.place][port] == null]
    ports      = "${coalesce(rule.from_port, "none")} to ${coalesce(rule.to_port, "none")}"
    has_ports  = contains(concat(["tcp", "udp"], local.icmps), rule.protocol)
    icmp       = contains(local.icmps, rule.protocol)
    twice      = [for key, entries in local.peers[direction] : key if length(entries) > 1 && anytrue([for entry in entries : entry.rule.place == rule.place && !entry.by_value])]
    number     = try(tonumber(rule.protocol), -1)
    # A range wider than /8, of IPv6 than /16, counts as "anywhere": 0.0.0.0/1 and 128.0.0.0/1 are 0.0.0.0/0 in two words.
    from_anywhere = direction == "ingress" && anytrue([for cidr in rule.peers.cidrs : try(tonumber(split("/", cidr)[1]) < (strcontains(cidr, ":") ? 16 : 8), false)])
    covers_ssh    = rule.protocol == "-1" || try(rule.protocol == "tcp" && rule.from_port <= 22 && rule.to_port >= 22, false)
  })]])

  complaints = {
    rules = flatten([for rule in local.judged : [
      for complaint in [
        {
          unless = length(rule.unknown) == 0
          text   = "has ${join(", ", rule.unknown)}, which no rule knows: it may have ${join(", ", keys(local.attributes))}"
        },
        {
          unless = length(flatten(values(rule.peers))) > 0
          text   = "names no peer, so it opens nothing: add cidrs, prefix_list_ids or security_group_ids"
        },
        {
          unless = can(regex("^[a-zA-Z0-9 ._:/()#,@\\[\\]+=&;{}!$*-]{1,255}$", rule.description))
          text   = "has a description that AWS refuses: use 1 to 255 letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *"
        },
        {
          unless = length(rule.twice) == 0
          text   = "has the protocol, ports and description of another one, or names a peer as another one does: join the two, or describe or name them differently"
        },
        {
          # One text for one number: AWS answers 6 to 006, and every plan would differ from it.
          unless = contains(values(local.protocols), rule.protocol) || (rule.number >= 0 && rule.number <= 255 && tostring(floor(rule.number)) == rule.protocol)
          text   = "has protocol ${rule.protocol == "" ? "none" : rule.protocol}: use ${join(", ", [for name in keys(local.protocols) : name if !can(tonumber(name))])} or an IANA number from 0 to 255, without leading zeros, such as \"50\""
        },
        {
          unless = length(rule.not_a_port) == 0
          text   = "has ${join(" and ", rule.not_a_port)}, no number: write ports as whole numbers, like 5060"
        },
        {
          unless = rule.has_ports == (rule.from_port != null) || length(rule.not_a_port) > 0
          text   = "has protocol ${rule.protocol} and ${rule.from_port == null ? "no" : "a"} from_port: tcp and udp need ports, icmp and icmpv6 a type (-1 for any), no other protocol takes them"
        },
        {
          unless = rule.from_port != null || rule.to_port == null || length(rule.not_a_port) > 0
          text   = "has a to_port (${coalesce(rule.to_port, 0)}) and no from_port: give both, or from_port alone for one port"
        },
        {
          unless = rule.icmp || try(rule.from_port >= 0 && rule.from_port <= rule.to_port && rule.to_port <= 65535 && floor(rule.from_port) == rule.from_port && floor(rule.to_port) == rule.to_port, true)
          text   = "has ports ${rule.ports}: they are whole numbers between 0 and 65535, the lower one first"
        },
        {
          unless = !rule.icmp || try(alltrue([for number in [rule.from_port, rule.to_port] : number >= -1 && number <= 255 && floor(number) == number]) && (rule.from_port != -1 || rule.to_port == -1), true)
          text   = "has ICMP type and code ${rule.ports}: each is a whole number from -1 (any) to 255, and with any type goes any code"
        },
      ] : "${rule.called} ${complaint.text}." if !complaint.unless
    ]])

    ranges = flatten([for rule in local.judged : [
      for complaint in [
        {
          # Text that is read otherwise elsewhere: 010 is 8 to some, and AWS answers in its own form.
          unless = alltrue([for cidr in rule.peers.cidrs : try(cidrsubnet(cidr, 0, 0) == cidr, false)])
          text   = "has cidrs ${try(join(", ", rule.peers.cidrs), "that are no text")}: write IPv4 or IPv6 ranges without host bits, leading zeros or spaces, like ${try([for cidr in rule.peers.cidrs : cidrsubnet(cidr, 0, 0) if cidrsubnet(cidr, 0, 0) != cidr][0], "203.0.113.0/24")}, and a single host like 203.0.113.7/32"
        },
        {
          unless = alltrue([for cidr in rule.peers.cidrs : try(rule.protocol != (strcontains(cidr, ":") ? "icmp" : "icmpv6"), true)])
          text   = "has protocol ${rule.protocol} and cidrs ${try(join(", ", rule.peers.cidrs), "that are no text")}: icmp is of IPv4 ranges, icmpv6 of IPv6 ones. Write a rule for each"
        },
        {
          unless = !rule.covers_ssh || !rule.from_anywhere || var.allow_ssh_from_anywhere
          text   = "opens SSH (TCP 22) to ${try(join(", ", rule.peers.cidrs), "")}: narrow the range to /8 (IPv6: /16) or less, or say it twice with allow_ssh_from_anywhere = true"
        },
      ] : "${rule.called} ${complaint.text}." if !complaint.unless
    ]])

    ids = flatten([for rule in local.judged : [
      for complaint in [
        {
          unless = alltrue([for id in rule.peers.prefix_list_ids : can(regex("^pl-([0-9a-f]{8}|[0-9a-f]{17})$", id))])
          text   = "has prefix_list_ids ${try(join(", ", rule.peers.prefix_list_ids), "that are no text")}: write ids as AWS does, pl- and 8 or 17 lower-case hexadecimal digits"
        },
        {
          unless = alltrue([for id in rule.peers.security_group_ids : can(regex("^([0-9]{12}/)?sg-([0-9a-f]{8}|[0-9a-f]{17})$", id))])
          text   = "has security_group_ids ${try(join(", ", rule.peers.security_group_ids), "that are no text")}: write ids as AWS does, sg- and 8 or 17 lower-case hexadecimal digits (of a peered VPC's group in another account with 123456789012/ before it)"
        },
      ] : "${rule.called} ${complaint.text}." if !complaint.unless
    ]])
  }
}
