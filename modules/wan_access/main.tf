# The WAN side: the instance's first interface, for management and for whatever the VNF itself starts.

locals {
  ssh_rules = var.public_ssh_access && length(var.jump_host_cidrs) > 0 ? [{
    description        = "SSH from the jump hosts"
    protocol           = "tcp"
    from_port          = 22
    to_port            = 22
    cidrs              = var.jump_host_cidrs
    prefix_list_ids    = []
    security_group_ids = []
  }] : []
}

module "security_group" {
  source = "../security_group"

  name                    = var.name
  label                   = "wan"
  description             = "WAN side of ${var.name}"
  vpc_id                  = var.vpc_id
  ingress_rules           = var.wan_ingress_rules
  own_ingress_rules       = local.ssh_rules
  egress_rules            = var.wan_egress_rules
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
  tags                    = var.tags
}
