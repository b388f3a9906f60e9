# The prober's subnets: where nothing else is, with no way out. From a WAN subnet an appliance answers by its WAN side, as its
# own routes say, and EC2 drops the answer as not its own; whether a check passes would depend on the zone that the prober is in.

locals {
  # Each in a zone of its own, the first ones that are given.
  prober_zones   = distinct(var.availability_zones)
  prober_subnets = { for place, cidr in var.prober_subnet_cidrs : cidr => local.prober_zones[place] if var.has_prober && place < length(local.prober_zones) }
}

resource "aws_subnet" "prober" {
  for_each = local.prober_subnets

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.key
  availability_zone = each.value
  tags              = merge(var.tags, { Name = "${var.name}-prober" })

  # Lambda takes up to 45 minutes to leave: docs/aws-behaviour.md#deleting-what-lambda-holds
  timeouts {
    delete = "60m"
  }

  lifecycle {
    # One that goes has the function in it until that was told of the others.
    create_before_destroy = true

    # Nor could it be made in another zone under its range, which it has until the function left. It stays where it is.
    ignore_changes = [availability_zone]
  }

  depends_on = [data.aws_availability_zones.given] # Judged first.
}

# Of its own, without a route: not the VPC's main one, to which somebody may add some.
resource "aws_route_table" "prober" {
  count = var.has_prober ? 1 : 0

  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.name}-prober" })
}

resource "aws_route_table_association" "prober" {
  for_each = aws_subnet.prober

  subnet_id      = each.value.id
  route_table_id = aws_route_table.prober[0].id
}
