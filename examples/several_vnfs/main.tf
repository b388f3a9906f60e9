# Several VNFs in one VPC (network.tf): one call of the module for each, in a for_each. None knows of another: each has its group, its
# functions with rights on its own things only, and its range.

provider "aws" {
  region = var.region
}

module "vnf" {
  source   = "../.."
  for_each = var.vnfs

  name                = each.key
  notification_emails = var.notification_emails

  user_data = replace(templatefile("${path.module}/../amazon_linux/responder.yaml.tftpl", {
    addresses = [each.value.address]
    port      = each.value.port
  }), "\r\n", "\n") # a checkout may have other line ends

  network = {
    vpc_id         = aws_vpc.this.id
    wan_subnet_ids = { for key, association in aws_route_table_association.wan : key => association.subnet_id }
  }

  vips = {
    vip = {
      cidr    = each.value.cidr
      address = each.value.address
      ingress_rules = [{
        description = "The service, to its peers"
        protocol    = "udp"
        from_port   = each.value.port
        cidrs       = each.value.peers
      }]
    }
  }

  tags = var.tags

  # The Elastic IPs need the gateway, and an instance's first boot the way to it.
  depends_on = [aws_route.internet]
}
