variable "name" {
  description = "Name of the VNF; the group is called <name>-<label>."
  type        = string
  nullable    = false
}

variable "label" {
  description = "What the group guards, as in wan, endpoints, vip and vip-access."
  type        = string
  nullable    = false
}

variable "rules_called" {
  description = "What messages put before ingress_rules and egress_rules, as in wan_ and vips.access."
  type        = string
  nullable    = false
}

variable "description" {
  description = "Description of the group; changing it replaces the group."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "ingress_rules" {
  description = "What may come in, rules as modules/rules takes them."
  type        = any
  nullable    = false
}

variable "own_ingress_rules" {
  description = "Rules that the calling module adds to ingress_rules by itself."
  type        = any
  nullable    = false
}

variable "egress_rules" {
  description = "What may go out, rules as modules/rules takes them."
  type        = any
  nullable    = false
}

variable "allow_ssh_from_anywhere" {
  description = "Whether SSH may be opened to a range wider than /8."
  type        = bool
  nullable    = false
}

variable "tags" {
  description = "Tags of the group and its rules."
  type        = map(string)
  nullable    = false
}
