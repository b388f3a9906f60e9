output "group_name" {
  description = "Name of the Auto Scaling group."
  value       = aws_autoscaling_group.this.name
}

output "group_arn" {
  description = "ARN of the Auto Scaling group; unlike the name it changes when the group is replaced."
  value       = aws_autoscaling_group.this.arn
}

output "launch_template_id" {
  description = "Id of the launch template."
  value       = aws_launch_template.this.id
}

output "launch_template_version" {
  description = "Version of the launch template that the running instance is replaced for at once; null: it is left alone."
  value       = var.enable_instance_refresh ? tostring(aws_launch_template.this.latest_version) : null
}

output "instance_role_name" {
  description = "Name of the instance's IAM role; null: it is brought."
  value       = var.iam.makes_roles ? aws_iam_role.this[0].name : null
}

output "role_policies" {
  description = "Of the instance's role: trust_policy, policy and managed_policy_arns."
  value       = { trust_policy = local.trust_policy, policy = null, managed_policy_arns = values(local.managed_policies) }
}

output "launch_fingerprint" {
  description = "Changes whenever the launch template does."
  value       = local.launch_fingerprint
}

output "reservation_target" {
  description = "Target of the Capacity Reservations that the instance uses, an id or a group's ARN; null: none."
  value       = local.has_reservation_id ? local.reservation.capacity_reservation_id : local.reservation.resource_group_arn

  precondition {
    condition     = !local.has_reservation_id || (length(var.wan_subnet_ids) == 1 && !local.has_alternatives)
    error_message = "capacity_reservation names one reservation by its id, which is of one instance type in one zone, and there are ${length(var.wan_subnet_ids)} WAN subnets and ${length(var.appliance.instance_types)} instance types: no replacement could start in another zone. Put a reservation for each into a resource group, and give resource_group_arn."
  }
}
