# A VNF in the network that is there (network.tf): an access side with an Elastic IP, and a private core side that is the next hop of
# the core's hosts.

provider "aws" {
  region = var.region
}

locals {
  access_address   = "10.41.0.10"
  core_address     = "10.41.0.26"
  subscribers_cidr = "10.99.0.0/16" # what lies behind the VNF
  sip_port         = 5060
}

module "vnf" {
  source = "../.."

  name                   = var.name
  instance_types         = ["t3.small"] # three interfaces: WAN, access, core
  notification_emails    = var.notification_emails
  standby                = var.standby
  impaired_after_seconds = var.impaired_after_seconds
  service_checks         = var.service_checks

  user_data = replace(templatefile("${path.module}/../amazon_linux/responder.yaml.tftpl", {
    addresses = [local.access_address, local.core_address]
    port      = local.sip_port
  }), "\r\n", "\n") # a checkout may have other line ends

  # Ids from what has to be finished before the VNF comes: the range from its association, the subnets from their route table's.
  network = {
    vpc_id            = aws_vpc_ipv4_cidr_block_association.vips.vpc_id
    wan_subnet_ids    = { for key, association in aws_route_table_association.wan : key => association.subnet_id }
    prober_subnet_ids = { for key, association in aws_route_table_association.checks : key => association.subnet_id }
  }

  vips = {
    access = {
      device_index = 1
      cidr         = "10.41.0.0/28"
      address      = local.access_address
      elastic_ip   = { from = "bring", allocation_id = aws_eip.access.id }
      ingress_rules = [
        {
          description = "SIP from the peers"
          protocol    = "udp"
          from_port   = local.sip_port
          cidrs       = ["203.0.113.0/24"]
        },
        {
          description = "Ping from the peers"
          protocol    = "icmp"
          from_port   = 8 # echo request
          to_port     = -1
          cidrs       = ["203.0.113.0/24"]
        },
      ]
    }

    core = {
      device_index = 2
      cidr         = "10.41.0.16/28"
      address      = local.core_address
      elastic_ip   = { from = "none" } # private only
      ingress_rules = [
        {
          description = "Hosts of the core, and what they send to the subscribers"
          protocol    = "all"
          cidrs       = { hosts = aws_vpc.this.cidr_block }
        },
        {
          description = "SIP from the sites"
          protocol    = "udp"
          from_port   = local.sip_port
          cidrs       = [local.sites_cidr]
        },
      ]

      # From the core VIP to the sites, whichever zone it is in.
      routes = [{
        cidr               = local.sites_cidr
        transit_gateway_id = aws_ec2_transit_gateway_vpc_attachment.this.transit_gateway_id
      }]

      # From the core's hosts to the subscribers: by the core VIP, wherever it is.
      next_hop_routes = {
        subscribers = {
          route_table_id = aws_route_table.hosts.id
          destination    = local.subscribers_cidr
        }
      }
    }
  }

  tags = var.tags

  # The Elastic IP needs the gateway, and an instance's first boot the way to it.
  depends_on = [aws_route.internet]
}
