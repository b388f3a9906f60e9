# A network without a way to the internet: no internet gateway, no public address, no NAT. The operator comes by Direct Connect or a VPN,
# which ends on the virtual private gateway; instances reach Systems Manager and their packages by endpoints.

locals {
  zones = { for letter in ["a", "b", "c"] : letter => "${var.region}${letter}" }

  endpoints  = toset(["ssm", "ssmmessages", "ec2messages"]) # what Session Manager needs
  sites_cidr = "192.168.0.0/16"                             # the operator's own sites
}

resource "aws_vpc" "this" {
  # checkov:skip=CKV2_AWS_11:stands for a network whose flow logs are its owner's
  cidr_block           = "10.50.0.0/16"
  enable_dns_hostnames = true # or the endpoints had no private names
  tags                 = { Name = "private" }
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

# BGP tells it the sites' ranges. Tables that it propagates to have routes to them, and no static one is needed.
resource "aws_vpn_gateway" "sites" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "private-sites" }
}

# --- WAN subnets: where instances boot. They reach the VPC itself and the endpoints, nothing else ---

resource "aws_subnet" "wan" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.value
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, 1 + index(keys(local.zones), each.key))
  tags              = { Name = "private-wan-${each.key}" }
}

resource "aws_route_table" "wan" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "private-wan" }
}

resource "aws_route_table_association" "wan" {
  for_each = aws_subnet.wan

  subnet_id      = each.value.id
  route_table_id = aws_route_table.wan.id
}

# --- Endpoints: the instance's way to AWS ---

resource "aws_security_group" "endpoints" {
  name        = "private-endpoints"
  description = "Endpoints of AWS services"
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "private-endpoints" }
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  for_each = aws_subnet.wan

  security_group_id = aws_security_group.endpoints.id
  description       = "HTTPS from where instances boot"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = each.value.cidr_block
}

resource "aws_vpc_endpoint" "this" {
  for_each = local.endpoints

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for subnet in aws_subnet.wan : subnet.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  tags                = { Name = "private-${each.key}" }
}

# Amazon Linux's packages are in S3.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.wan.id]
  tags              = { Name = "private-s3" }
}
