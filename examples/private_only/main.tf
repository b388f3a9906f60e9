# A VNF that the internet does not know: its address is private, and its network (network.tf) has no way out.

provider "aws" {
  region = var.region
}

locals {
  vip_address = "10.50.10.10"
  sip_port    = 5060
}

module "vnf" {
  source = "../.."

  name                = var.name
  notification_emails = var.notification_emails

  user_data = replace(templatefile("${path.module}/../amazon_linux/responder.yaml.tftpl", {
    addresses = [local.vip_address]
    port      = local.sip_port
  }), "\r\n", "\n") # a checkout may have other line ends

  network = {
    vpc_id         = aws_vpc.this.id
    wan_subnet_ids = { for key, association in aws_route_table_association.wan : key => association.subnet_id }
  }

  # The WAN side speaks to the endpoints, and nobody to it.
  wan_egress_rules = [
    {
      description = "Systems Manager"
      protocol    = "tcp"
      from_port   = 443
      cidrs       = { vpc = aws_vpc.this.cidr_block }
    },
    {
      description     = "Packages"
      protocol        = "tcp"
      from_port       = 443
      prefix_list_ids = { s3 = aws_vpc_endpoint.s3.prefix_list_id }
    },
  ]

  vips = {
    vip = {
      cidr             = "10.50.10.0/28"
      address          = local.vip_address
      elastic_ip       = { from = "none" }
      propagating_vgws = [aws_vpn_gateway.sites.id]

      ingress_rules = [
        {
          description = "SIP from the sites"
          protocol    = "udp"
          from_port   = local.sip_port
          cidrs       = [local.sites_cidr]
        },
        {
          description = "Ping from the sites"
          protocol    = "icmp"
          from_port   = 8 # echo request
          to_port     = -1
          cidrs       = [local.sites_cidr]
        },
      ]
      egress_rules = [{
        description = "The sites"
        protocol    = "all"
        cidrs       = [local.sites_cidr]
      }]
    }
  }

  tags = var.tags

  # An instance's agent looks for them on its first boot.
  depends_on = [aws_vpc_endpoint.this]
}
