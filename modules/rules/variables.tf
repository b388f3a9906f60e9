variable "label" {
  description = "What the rules are of, as messages name it: vip, wan or endpoints (vip_ingress_rules)."
  type        = string
  nullable    = false
}

variable "ingress_rules" {
  description = <<-EOT
    What may come in, a list of rules. A rule has a description (text); a protocol: all, tcp, udp, icmp, esp, gre, ah, sctp, ipip, ospf,
    vrrp, l2tp or an IANA number such as "50"; for tcp and udp a from_port and, if it is a range, a to_port (whole numbers, 0 to 65535;
    for icmp the type and the code, -1 for any, which is the code's default); and its peers: cidrs (IPv4), prefix_list_ids,
    security_group_ids. Each of these is a list, or a map from names of your choice: cidrs that are not known when planning need the map.
    Any other attribute is refused. Default: none, nothing is open until you say so.
  EOT
  type        = any
  default     = []
  nullable    = false

  validation {
    condition     = try(alltrue([for place, rule in var.ingress_rules : place != tostring(place) && length(keys(rule)) > 0]), false)
    error_message = "${var.label}_ingress_rules is no list of rules. Write [{ description = …, protocol = …, … }], in brackets even if there is one only."
  }

  validation {
    condition     = try(alltrue(flatten([for rule in var.ingress_rules : [for kind in keys(local.peer_kinds) : [for peer in rule[kind] : true] if try(rule[kind], null) != null]])), false)
    error_message = "${var.label}_ingress_rules has a rule whose ${join(", ", keys(local.peer_kinds))} are no lists. Write them in brackets, even if there is one only, or as a map from names of your choice."
  }
}

variable "own_ingress_rules" {
  description = "Rules that the calling module adds to ingress_rules by itself, in the same form. Default: none."
  type        = any
  default     = []
  nullable    = false
}

variable "egress_rules" {
  description = "What may go out, rules like those of ingress_rules. Default: none, so that callers decide."
  type        = any
  default     = []
  nullable    = false

  validation {
    condition     = try(alltrue([for place, rule in var.egress_rules : place != tostring(place) && length(keys(rule)) > 0]), false)
    error_message = "${var.label}_egress_rules is no list of rules. Write [{ description = …, protocol = …, … }], in brackets even if there is one only."
  }

  validation {
    condition     = try(alltrue(flatten([for rule in var.egress_rules : [for kind in keys(local.peer_kinds) : [for peer in rule[kind] : true] if try(rule[kind], null) != null]])), false)
    error_message = "${var.label}_egress_rules has a rule whose ${join(", ", keys(local.peer_kinds))} are no lists. Write them in brackets, even if there is one only, or as a map from names of your choice."
  }
}

variable "allow_ssh_from_anywhere" {
  description = "Whether a rule may open TCP 22 to a range wider than /8. Default false: it has to be said twice."
  type        = bool
  default     = false
  nullable    = false
}
