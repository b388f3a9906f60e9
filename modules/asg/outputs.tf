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
  description = "Name of the instance's IAM role."
  value       = aws_iam_role.this.name
}

output "launch_fingerprint" {
  description = "Changes whenever the launch template does."
  value       = local.launch_fingerprint
}
