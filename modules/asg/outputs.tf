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

output "version_to_wait_for" {
  description = "Version of the launch template that the running instance is replaced for at once; null: it is left alone."
  value       = var.enable_instance_refresh ? tostring(aws_launch_template.this.latest_version) : null
}

output "image" {
  description = "Image that the next instance boots: id, name, when it was created, and the source it was taken from."
  value = {
    id      = local.image_id
    name    = data.aws_ami.this.name
    created = data.aws_ami.this.creation_date
    source  = local.image_source
  }
}

output "login_name" {
  description = "User name that the image, or its first-boot configuration, gives the key pair's owner (Custom: that of Amazon Linux)."
  value       = local.profile.login_name
}

output "security_group_id" {
  description = "Id of the security group of the WAN side."
  value       = module.security_group.id
}

output "instance_role_name" {
  description = "Name of the instance's IAM role."
  value       = aws_iam_role.this.name
}

output "reboot_after_attach" {
  description = "Whether the appliance must be rebooted to see the VIP interface: what was asked for, else what its profile says."
  value       = local.reboot_after_attach
}

output "reboot_delay_seconds" {
  description = "Seconds to wait between attaching the VIP interface and that reboot."
  value       = local.reboot_delay_seconds
}

output "health_check_grace_seconds" {
  description = "Seconds that the appliance is given to boot."
  value       = local.health_check_grace_seconds
}

output "launch_fingerprint" {
  description = "Changes whenever the launch template does."
  value       = local.launch_fingerprint
}
