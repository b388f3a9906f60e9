variable "name" {
  description = "Name of the VNF that the group belongs to; the group is called <name>-<label>."
  type        = string
  nullable    = false
}

variable "label" {
  description = "What the group guards, as it appears in its name and in messages: vip, wan or endpoints."
  type        = string
  nullable    = false
}

variable "description" {
  description = "Description of the group as AWS shows it. Changing it replaces the group."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC that the group is made in."
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
}

variable "allow_ssh_from_anywhere" {
  description = "Whether a rule may open TCP 22 to a range wider than /8. Default false: it has to be said twice."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of the group and its rules. Default: none."
  type        = map(string)
  default     = {}
  nullable    = false
}
