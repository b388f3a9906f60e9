# What boots: the appliance's profile (profiles.tf), and over it what was asked for. From these follow the image (image.tf),
# the instance types (instance_types.tf), the volumes (volumes.tf) and what the instance reads on its first boot (user_data.tf), within what the vendor's
# own form can carry (limits.tf). Nothing is made here: all of it is in the outputs.

locals {
  profile = local.profiles[var.vnf]

  http_tokens                = coalesce(var.http_tokens, local.profile.http_tokens)
  reboot_after_attach        = coalesce(var.reboot_after_attach, local.profile.reboot_after_attach)
  reboot_delay_seconds       = coalesce(var.reboot_delay_seconds, local.profile.reboot_delay_seconds)
  health_check_grace_seconds = coalesce(var.health_check_grace_seconds, local.profile.health_check_grace_seconds)
}
