# Somebody else's VPC: looked at and judged, never changed.
#
# What other modules make their resources of, the ids, comes from the variable and not from an answer of AWS: where a read is
# put off to the apply (the calling configuration makes or changes the network itself), its answer is unknown while planning,
# and an unknown id replaces what has it.

data "aws_caller_identity" "current" {} # Not module.place: a data source that hangs on a resource is read after that resource's changes.

# Those of that id and not one: an empty answer is then a sentence of ours, not the provider's.
data "aws_vpcs" "given" {
  filter {
    name   = "vpc-id"
    values = [var.network.vpc_id]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 1
      error_message = "network.vpc_id is ${var.network.vpc_id}, and there is no such VPC in the provider's account and region. Give the id of one that is there, or remove network to have a VPC made."
    }
  }

  # What the calling configuration makes is looked up once it is there.
  depends_on = [var.network]
}

data "aws_vpc" "this" {
  id = one(data.aws_vpcs.given.ids)
}

# With no gateway the provider's answer names no value: the key says what to do.
data "aws_internet_gateway" "this" {
  for_each = toset(var.needs_internet_gateway ? ["network.vpc_id: an Elastic IP is wanted, so attach an internet gateway to that VPC"] : [])

  filter {
    name   = "attachment.vpc-id"
    values = [one(data.aws_vpcs.given.ids)]
  }

  filter {
    name   = "attachment.state"
    values = ["available"]
  }
}
