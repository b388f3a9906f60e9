variable "called" {
  description = "What messages put before ingress_rules and egress_rules, as in wan_ and vips.access."
  type        = string
  nullable    = false
}

variable "ingress_rules" {
  description = "What may come in, rules as the root module describes them at vips."
  type        = any
  nullable    = false

  validation {
    condition     = try(alltrue([for place, rule in var.ingress_rules : place != tostring(place) && length(keys(rule)) > 0]), false)
    error_message = "${var.called}ingress_rules is no list of rules. Write [{ description = …, protocol = …, … }], in brackets even if there is one only."
  }

  validation {
    condition     = try(alltrue(flatten([for rule in var.ingress_rules : [for kind in keys(local.peer_kinds) : [for peer in rule[kind] : true] if try(rule[kind], null) != null]])), false)
    error_message = "${var.called}ingress_rules has a rule whose ${join(", ", keys(local.peer_kinds))} are no lists. Write them in brackets, even if there is one only, or as a map from names of your choice."
  }
}

variable "own_ingress_rules" {
  description = "Rules that the calling module adds to ingress_rules by itself."
  type        = any
  nullable    = false
}

variable "egress_rules" {
  description = "What may go out, rules of the same form."
  type        = any
  nullable    = false

  validation {
    condition     = try(alltrue([for place, rule in var.egress_rules : place != tostring(place) && length(keys(rule)) > 0]), false)
    error_message = "${var.called}egress_rules is no list of rules. Write [{ description = …, protocol = …, … }], in brackets even if there is one only."
  }

  validation {
    condition     = try(alltrue(flatten([for rule in var.egress_rules : [for kind in keys(local.peer_kinds) : [for peer in rule[kind] : true] if try(rule[kind], null) != null]])), false)
    error_message = "${var.called}egress_rules has a rule whose ${join(", ", keys(local.peer_kinds))} are no lists. Write them in brackets, even if there is one only, or as a map from names of your choice."
  }
}

variable "allow_ssh_from_anywhere" {
  description = "Whether SSH may be opened to a range wider than /8."
  type        = bool
  nullable    = false
}
