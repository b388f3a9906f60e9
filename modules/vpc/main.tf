# The network around the VNF. The VIP subnet is not here: the hook handler creates it in whichever AZ
# the VNF runs in, and Terraform must not know it.

resource "aws_vpc" "this" {
  # checkov:skip=CKV2_AWS_11:modules/flow_logs keeps them, for this VPC as for somebody else's
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(var.tags, { Name = var.name })

  lifecycle {
    # Read from the range below, and not this resource's to take away.
    ignore_changes = [assign_generated_ipv6_cidr_block]
  }
}

# Apart from the VPC, and taken away only after the functions know of it (create_before_destroy): EC2 keeps a range of which
# a subnet has a part.
resource "aws_vpc_ipv6_cidr_block_association" "this" {
  count = var.has_ipv6 ? 1 : 0

  vpc_id                           = aws_vpc.this.id
  assign_generated_ipv6_cidr_block = true

  lifecycle {
    create_before_destroy = true
  }
}

# Locked: with no rules of its own, nothing can be reached through it by mistake. Said explicitly, or
# the provider would leave a rule that somebody adds later: docs/aws-behaviour.md#default-security-group.
resource "aws_default_security_group" "this" {
  vpc_id  = aws_vpc.this.id
  ingress = []
  egress  = []
  tags    = merge(var.tags, { Name = "${var.name}-default-locked" })
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = var.name })

  lifecycle {
    # It could be moved to a new VPC, but only after that exists: the old one could not be deleted.
    replace_triggered_by = [aws_vpc.this.id]
  }
}

resource "aws_egress_only_internet_gateway" "this" {
  count = var.has_egress_only_gateway ? 1 : 0

  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = var.name })
}
