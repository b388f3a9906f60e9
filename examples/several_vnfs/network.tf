# The VPC that all VNFs share. Nothing in this file knows of them.

locals {
  zones = { for letter in ["a", "b", "c"] : letter => "${var.region}${letter}" }
}

resource "aws_vpc" "this" {
  # checkov:skip=CKV2_AWS_11:stands for a network whose flow logs are its owner's
  cidr_block           = "10.60.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "shared" }
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "shared" }
}

resource "aws_subnet" "wan" {
  # checkov:skip=CKV_AWS_130:faces the internet by design, as the VNFs do
  for_each = local.zones

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.value
  cidr_block              = cidrsubnet(aws_vpc.this.cidr_block, 8, 1 + index(keys(local.zones), each.key))
  map_public_ip_on_launch = true
  tags                    = { Name = "shared-wan-${each.key}" }
}

resource "aws_route_table" "wan" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "shared-wan" }
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.wan.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "wan" {
  for_each = aws_subnet.wan

  subnet_id      = each.value.id
  route_table_id = aws_route_table.wan.id
}
