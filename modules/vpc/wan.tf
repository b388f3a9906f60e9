# WAN subnets: where the VNF boots, one for each availability zone given. They are keyed by CIDR, so
# that adding or removing one leaves the others alone.

locals {
  wan_subnets = {
    for place, cidr in var.wan_subnet_cidrs : cidr => var.availability_zones[place] if place < length(var.availability_zones)
  }
}

module "place" {
  source = "../place"
}

# Not module.place: a data source whose conditions speak of a resource is read after that resource's changes.
data "aws_region" "current" {}

# Those of the zones given that the region has.
data "aws_availability_zones" "given" {
  # An AZ that is down is still an AZ: a plan must not fail during the outage that the module is for.
  all_availability_zones = true

  filter {
    name   = "zone-name"
    values = var.availability_zones
  }

  lifecycle {
    postcondition {
      condition     = length(setsubtract(var.availability_zones, self.names)) == 0
      error_message = "availability_zones has ${join(", ", setsubtract(var.availability_zones, self.names))}, which the provider's region ${data.aws_region.current.id} does not have. Name zones of that region, such as ${data.aws_region.current.id}a, or set another region in the provider."
    }
  }
}

resource "aws_subnet" "wan" {
  # checkov:skip=CKV_AWS_130:the WAN side faces the internet by design; assign_public_ip = false turns public addresses off
  for_each = local.wan_subnets

  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.key
  availability_zone       = each.value
  map_public_ip_on_launch = var.assign_public_ip
  tags                    = merge(var.tags, { Name = "${var.name}-wan-${each.value}" })

  depends_on = [data.aws_availability_zones.given] # Judged first.
}

resource "aws_route_table" "wan" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.name}-wan" })
}

resource "aws_route" "wan_internet" {
  route_table_id         = aws_route_table.wan.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "wan" {
  for_each = aws_subnet.wan

  subnet_id      = each.value.id
  route_table_id = aws_route_table.wan.id
}

module "wan_routes" {
  source = "../routes"

  label          = "wan"
  vpc_id         = aws_vpc.this.id
  vpc_cidrs      = [var.vpc_cidr]
  zones          = local.wan_subnets
  route_table_id = aws_route_table.wan.id
  routes         = var.wan_routes
}
