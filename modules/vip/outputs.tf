output "vip_address" {
  description = "The persistent private IPv4 address, without a prefix length."
  value       = local.vip_address
}

output "vip_cidr" {
  description = "IPv4 range of the VIP subnet."
  value       = var.vip_cidr
}

output "eip_allocation_id" {
  description = "Allocation id of the Elastic IP."
  value       = local.owns_eip ? one(aws_eip.this[*].id) : local.brought_eip
}

output "public_ip" {
  description = "The persistent public IPv4 address."
  value       = one(concat(aws_eip.this[*].public_ip, flatten(data.aws_eips.brought[*].public_ips)))
}

output "security_group_id" {
  description = "Id of the security group of the VIP interface."
  value       = module.security_group.id
}

output "owner_tag" {
  description = "Key and value of the tag by which the automation knows its VIP subnet and interface. Nothing else may carry it."
  value       = { key = "PersistentVnf", value = var.name }
}
