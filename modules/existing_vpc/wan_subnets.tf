# The subnets that the VNF boots in: in this VPC, with IPv4, each in an availability zone of the region itself.

data "aws_subnets" "wan" {
  filter {
    name   = "subnet-id"
    values = values(var.network.wan_subnet_ids)
  }

  filter {
    name   = "vpc-id"
    values = [one(data.aws_vpcs.given.ids)]
  }

  lifecycle {
    postcondition {
      condition     = length(setsubtract(values(var.network.wan_subnet_ids), self.ids)) == 0
      error_message = "network.wan_subnet_ids has ${join(", ", setsubtract(values(var.network.wan_subnet_ids), self.ids))}, which is no subnet of ${var.network.vpc_id} that this account sees. Name subnets of that VPC."
    }
  }
}

data "aws_subnet" "wan" {
  for_each = var.network.wan_subnet_ids

  id = each.value

  lifecycle {
    postcondition {
      condition     = self.cidr_block != "" && self.outpost_arn == ""
      error_message = "network.wan_subnet_ids.${each.key} is ${each.value}, a subnet ${self.outpost_arn == "" ? "without an IPv4 range" : "of an Outpost"}: the VNF boots in IPv4 subnets of the region itself, between which the VIP subnet moves. Name another one."
    }
  }

  depends_on = [data.aws_subnets.wan] # Judged first.
}

data "aws_availability_zones" "regional" {
  # checkov:skip=CKV_AWS_394:only asked whether the zones of the subnets named are among them; nothing is made for each
  # An AZ that is down is still an AZ: a plan must not fail during the outage that the module is for.
  all_availability_zones = true

  filter {
    name   = "zone-type"
    values = ["availability-zone"]
  }

  lifecycle {
    postcondition {
      condition     = alltrue([for subnet in data.aws_subnet.wan : contains(self.names, subnet.availability_zone)])
      error_message = "network.wan_subnet_ids has ${join(", ", [for key, subnet in data.aws_subnet.wan : "${key} in ${subnet.availability_zone}" if !contains(self.names, subnet.availability_zone)])}, a local or wavelength zone: Elastic IPs and subnets of such do not move between zones. Name subnets in availability zones of the region."
    }
  }
}
