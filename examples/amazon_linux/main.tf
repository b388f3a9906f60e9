# The smallest VNF: Amazon Linux 2023 under a persistent address, in three availability zones.

provider "aws" {
  region = var.region
}

locals {
  vip_address = "10.16.10.20"
  sip_port    = 5060
}

module "vnf" {
  source = "../.."

  name                = var.name
  availability_zones  = [for letter in ["a", "b", "c"] : "${var.region}${letter}"]
  notification_emails = var.notification_emails

  vip_address = local.vip_address
  user_data = replace(templatefile("${path.module}/responder.yaml.tftpl", {
    addresses = [local.vip_address]
    port      = local.sip_port
  }), "\r\n", "\n") # a checkout may have other line ends

  # What may reach the persistent address: SIP from one carrier, and a ping to see it work.
  vip_ingress_rules = [
    {
      description = "SIP from the carrier"
      protocol    = "udp"
      from_port   = local.sip_port
      cidrs       = ["203.0.113.0/24"]
    },
    {
      description = "Ping from the carrier"
      protocol    = "icmp"
      from_port   = 8 # echo request
      to_port     = -1
      cidrs       = ["203.0.113.0/24"]
    },
  ]

  tags = var.tags
}
