# A Transit Gateway takes packets of a zone only where its attachment has a subnet in that very zone: without one a heal into
# it succeeds, and the carrier behind the gateway is cut off. docs/aws-behaviour.md#transit-gateway-attachments

locals {
  # By their place in the list: a key has to be known when planning, and neither an id nor a zone need be.
  transit_gateways = { for place, route in var.routes : place => route.transit_gateway_id if contains(keys(route), "transit_gateway_id") }
  crossings = merge([
    for place in keys(local.transit_gateways) : { for subnet, zone in var.zones : "${place} ${subnet}" => { place = place, zone = zone } }
  ]...)
}

# Those of that gateway and not one: an empty answer is then a sentence of ours, not the provider's.
data "aws_ec2_transit_gateway_vpc_attachments" "this" {
  for_each = local.transit_gateways

  filter {
    name   = "transit-gateway-id"
    values = [each.value]
  }

  filter {
    name   = "vpc-id"
    values = [var.vpc_id]
  }

  filter {
    name   = "state"
    values = ["available", "modifying"]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 1
      error_message = "${var.label}_routes has the target ${each.value}, to which ${var.vpc_id} has no attachment that is available. Attach the VPC first, in every zone of its WAN subnets; where this configuration makes the attachment, take transit_gateway_id from it."
    }
  }

  # An attachment that the calling configuration makes or widens is looked up once that is done.
  depends_on = [var.routes]
}

data "aws_ec2_transit_gateway_vpc_attachment" "this" {
  for_each = local.transit_gateways

  id = one(data.aws_ec2_transit_gateway_vpc_attachments.this[each.key].ids)
}

data "aws_subnets" "attached" {
  for_each = local.crossings

  filter {
    name   = "subnet-id"
    values = data.aws_ec2_transit_gateway_vpc_attachment.this[each.value.place].subnet_ids
  }

  filter {
    name   = "availability-zone"
    values = [each.value.zone]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) > 0
      error_message = "${var.label}_routes has the target ${local.transit_gateways[each.value.place]}, whose attachment ${data.aws_ec2_transit_gateway_vpc_attachment.this[each.value.place].id} has no subnet in ${each.value.zone}, where the VNF may run: a heal into that zone would cut off what is behind the gateway. Add a subnet of ${each.value.zone} to the attachment, or take that zone's WAN subnet away."
    }
  }
}
