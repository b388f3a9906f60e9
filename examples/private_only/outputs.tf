output "private_address" {
  description = "The persistent private IPv4 address."
  value       = module.vnf.private_address
}

output "public_address" {
  description = "Null: it has none."
  value       = module.vnf.public_address
}

output "group_name" {
  description = "Name of the Auto Scaling group; terminate its instance and watch the address come back."
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

output "sites_gateway_id" {
  description = "Id of the virtual private gateway, for a VPN or the private virtual interface of a Direct Connect."
  value       = aws_vpn_gateway.sites.id
}
