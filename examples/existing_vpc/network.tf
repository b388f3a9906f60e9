# The network as a carrier has it. Nothing in this file knows of the VNF: in real life it is there already, in a state of its own,
# and main.tf looks its ids up or has them written down.

locals {
  zones = { for letter in ["a", "b", "c"] : letter => "${var.region}${letter}" }

  sites_cidr = "192.168.0.0/16" # the carrier's own sites, behind the VPN
}

resource "aws_vpc" "this" {
  # checkov:skip=CKV2_AWS_11:stands for a network whose flow logs are its owner's
  cidr_block           = "10.40.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "carrier" }
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

# A range of its own for the VIP subnets, so that nobody takes theirs while they are between two zones.
resource "aws_vpc_ipv4_cidr_block_association" "vips" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.41.0.0/24"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "carrier" }
}

# --- WAN subnets: where instances boot ---

resource "aws_subnet" "wan" {
  # checkov:skip=CKV_AWS_130:faces the internet by design, as the access side does
  for_each = local.zones

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.value
  cidr_block              = cidrsubnet(aws_vpc.this.cidr_block, 8, 1 + index(keys(local.zones), each.key))
  map_public_ip_on_launch = true
  tags                    = { Name = "carrier-wan-${each.key}" }
}

resource "aws_route_table" "wan" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "carrier-wan" }
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

# --- From where services are checked: subnets without a way out ---

resource "aws_subnet" "checks" {
  for_each = { for key, zone in local.zones : key => zone if key != "c" }

  vpc_id            = aws_vpc.this.id
  availability_zone = each.value
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 12, 336 + index(keys(local.zones), each.key))
  tags              = { Name = "carrier-checks-${each.key}" }
}

resource "aws_route_table" "checks" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "carrier-checks" }
}

resource "aws_route_table_association" "checks" {
  for_each = aws_subnet.checks

  subnet_id      = each.value.id
  route_table_id = aws_route_table.checks.id
}

# --- The core's hosts: a subnet in each zone, one route table ---

resource "aws_subnet" "hosts" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.value
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, 11 + index(keys(local.zones), each.key))
  tags              = { Name = "carrier-hosts-${each.key}" }
}

# No inline routes: they would erase the one that leads to the VNF.
resource "aws_route_table" "hosts" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "carrier-hosts" }
}

resource "aws_route" "hosts_to_sites" {
  route_table_id         = aws_route_table.hosts.id
  destination_cidr_block = local.sites_cidr
  transit_gateway_id     = aws_ec2_transit_gateway_vpc_attachment.this.transit_gateway_id
}

resource "aws_route_table_association" "hosts" {
  for_each = aws_subnet.hosts

  subnet_id      = each.value.id
  route_table_id = aws_route_table.hosts.id
}

# --- The way to the carrier's sites: a Transit Gateway, and a VPN that ends on it ---

resource "aws_ec2_transit_gateway" "this" {
  description = "The carrier's hub"
  tags        = { Name = "carrier" }
}

# In every zone of the WAN subnets, or the core would be cut off after a heal into one that it lacks.
resource "aws_ec2_transit_gateway_vpc_attachment" "this" {
  transit_gateway_id = aws_ec2_transit_gateway.this.id
  vpc_id             = aws_vpc.this.id
  subnet_ids         = [for subnet in aws_subnet.wan : subnet.id]
  tags               = { Name = "carrier" }
}

resource "aws_customer_gateway" "sites" {
  type       = "ipsec.1"
  ip_address = "203.0.113.10"
  bgp_asn    = 65010
  tags       = { Name = "carrier-sites" }
}

# BGP tells the sites the VPC's ranges, and the Transit Gateway the sites': no static route that somebody has to keep.
resource "aws_vpn_connection" "sites" {
  type                = "ipsec.1"
  customer_gateway_id = aws_customer_gateway.sites.id
  transit_gateway_id  = aws_ec2_transit_gateway.this.id
  tags                = { Name = "carrier-sites" }
}

# The public address that remote devices know. It is kept here, so that it outlives the VNF.
resource "aws_eip" "access" {
  # checkov:skip=CKV2_AWS_19:the VNF's hook handler associates it with the interface of the access VIP
  domain = "vpc"
  tags   = { Name = "carrier-access" }
}
