# Private endpoints for Systems Manager, for VNFs without a way to the internet of their own.

locals {
  endpoint_services = var.enable_ssm_endpoints ? toset(["ssm", "ssmmessages", "ec2messages"]) : toset([])

  # An interface endpoint takes one subnet of an AZ only, and an AZ may be given twice.
  endpoint_subnet_ids = [
    for cidrs in values({ for cidr, zone in local.wan_subnets : zone => cidr... }) : aws_subnet.wan[cidrs[0]].id
  ]
}

module "endpoint_security_group" {
  source = "../security_group"
  count  = var.enable_ssm_endpoints ? 1 : 0

  name         = var.name
  label        = "endpoints"
  rules_called = "endpoints_"
  description  = "Systems Manager endpoints of ${var.name}"
  vpc_id       = aws_vpc.this.id
  tags         = var.tags

  ingress_rules = [{
    description = "HTTPS from the VPC"
    protocol    = "tcp"
    from_port   = 443
    cidrs       = [var.vpc_cidr]
  }]
  own_ingress_rules       = []
  egress_rules            = []
  allow_ssh_from_anywhere = false
}

resource "aws_vpc_endpoint" "ssm" {
  for_each = local.endpoint_services

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${module.place.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = local.endpoint_subnet_ids
  security_group_ids  = module.endpoint_security_group[*].id
  tags                = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
