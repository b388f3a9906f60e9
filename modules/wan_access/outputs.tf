output "security_group_id" {
  description = "Id of the security group of the WAN side."
  value       = module.security_group.id
}
