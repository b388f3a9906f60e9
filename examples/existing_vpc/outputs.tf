output "private_address" {
  description = "The persistent private IPv4 address of the access side."
  value       = module.vnf.private_address
}

output "public_address" {
  description = "The persistent public IPv4 address of the access side."
  value       = module.vnf.public_address
}

output "vips" {
  description = "Both VIPs: addresses, Elastic IPs, security groups, route tables."
  value       = module.vnf.vips
}

output "next_hop" {
  description = "The route table of the core's hosts, and what they reach by the core VIP."
  value       = { route_table_id = aws_route_table.hosts.id, destination = local.subscribers_cidr }
}

output "vpn_tunnel_addresses" {
  description = "Where the sites' router builds its two tunnels to."
  value       = [aws_vpn_connection.sites.tunnel1_address, aws_vpn_connection.sites.tunnel2_address]
}

output "group_name" {
  description = "Name of the Auto Scaling group; terminate its instance and watch the addresses come back."
  value       = module.vnf.group_name
}

output "image" {
  description = "Image that the next instance boots: id, name, when it was created, and the source it was taken from."
  value       = module.vnf.image
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}
