# Rules that join several variables are preconditions here: such a value is judged whatever else is wrong.

output "this" {
  description = "What boots, and what the others have to know of it: image, instance types, volume, reboot, grace, login and first boot."
  value = {
    vnf                        = var.vnf
    image                      = { id = local.image_id, name = local.image.name, created = local.image.creation_date, source = local.image_source }
    instance_types             = [for place, _ in local.instance_types : data.aws_ec2_instance_type.this[place].instance_type]
    http_tokens                = local.http_tokens
    key_name                   = var.key_name
    login_name                 = local.profile.login_name
    root_device_name           = local.image.root_device_name
    root_volume                = local.root_volume
    data_volumes               = local.data_volumes
    health_check_grace_seconds = local.health_check_grace_seconds
    reboot_after_attach        = local.reboot_after_attach
    reboot_delay_seconds       = local.reboot_delay_seconds
    harmless_user_data         = local.harmless_user_data
    first_boot                 = local.first_boot_shown
    fingerprint                = local.fingerprint
  }

  precondition {
    condition     = length(local.root_again) == 0
    error_message = "data_volumes has ${join(", ", local.root_again)}, but ${local.image.root_device_name} is the root volume of the image ${local.image.name} (${local.image.id}). Choose another device name, such as /dev/sdf, and see to the root volume with root_volume."
  }

  precondition {
    condition     = local.root_volume_size_gib >= local.image_volume_gib
    error_message = "root_volume.size_gib is ${local.root_volume_size_gib}, but the image ${local.image.name} (${local.image.id}) has a root volume of ${local.image_volume_gib} GiB, and a volume cannot be smaller than its snapshot. Set it to ${local.image_volume_gib} at least, or leave it null."
  }

  precondition {
    condition     = local.root_volume.iops == null || local.root_volume_type.iops_per_gib == null ? true : local.root_volume.iops <= local.root_volume_type.iops_per_gib * local.root_volume_size_gib
    error_message = "root_volume.iops is ${coalesce(local.root_volume.iops, 0)}: ${local.root_volume.type} gives ${coalesce(local.root_volume_type.iops_per_gib, 0)} for each GiB, and the volume has ${local.root_volume_size_gib} GiB. Lower it, or set root_volume.size_gib to ${ceil(coalesce(local.root_volume.iops, 0) / coalesce(local.root_volume_type.iops_per_gib, 1))} at least."
  }
}

output "user_data" {
  description = "User data in base64, which may hold secrets; null: none."
  value       = local.user_data_base64
  sensitive   = true

  precondition {
    condition     = local.user_data_bytes <= 16384
    error_message = "The user data (user_data, user_data_base64 decoded, or the first-boot configuration of ${var.vnf} with extra_config) has ${nonsensitive(local.user_data_bytes)} bytes: EC2 takes at most 16384. Shorten it, compress it (cloud-init reads gzip), or fetch the rest from elsewhere on first boot."
  }
}

output "image_source" {
  description = "What names that image: ami_id, the original sample's list, an SSM parameter or a Marketplace listing."
  value       = local.image_source

  precondition {
    condition     = var.ami_id == null || var.ami_ssm_parameter == null
    error_message = "ami_id is ${var.ami_id == null ? "null" : var.ami_id} and ami_ssm_parameter ${var.ami_ssm_parameter == null ? "null" : var.ami_ssm_parameter}: the image is named twice. Set one of the two."
  }
}

output "login_name" {
  description = "User name that the image, or its first-boot configuration, gives the key pair's owner (Custom: that of Amazon Linux)."
  value       = local.profile.login_name

  precondition {
    condition     = alltrue([for setting, value in local.first_boot : value == null || contains(local.config_settings, setting)])
    error_message = "first_boot sets ${join(", ", [for setting, value in local.first_boot : setting if value != null])}, but the settings that the first-boot configuration of ${var.vnf} knows are: ${length(local.config_settings) == 0 ? "none" : join(", ", local.config_settings)}. Remove the others; what else is to be configured belongs into extra_config or user_data."
  }

  precondition {
    condition     = alltrue([for value in values(local.first_boot) : value == null]) ? true : local.write_config
    error_message = "first_boot sets ${join(", ", [for setting, value in local.first_boot : setting if value != null])}, but user_data (or user_data_base64) replaces the whole first-boot configuration, so it would be lost. Set first_boot or user data, not both."
  }

  precondition {
    condition     = local.first_boot.technology_package == null ? true : contains(try(local.profile.first_boot.technology_packages, []), local.first_boot.technology_package)
    error_message = "first_boot.technology_package is ${local.first_boot.technology_package == null ? "null" : local.first_boot.technology_package}: ${var.vnf} knows ${join(", ", try(local.profile.first_boot.technology_packages, ["none"]))}. The words of CiscoCSR1000v do not apply to CiscoC8000V; choose one of these."
  }

  precondition {
    condition     = !local.needs_public_key || local.first_boot.ssh_public_key != null || var.key_name != null
    error_message = "vnf is ${var.vnf}, whose login ${local.profile.login_name} gets its key from the first-boot configuration, but there is none: nobody could log in. Set key_name, or first_boot.ssh_public_key."
  }

  precondition {
    condition     = !local.profile.login_needs_key || local.needs_public_key || var.key_name != null ? true : nonsensitive(var.extra_config != null || local.given_user_data != null)
    error_message = "vnf is ${var.vnf}, whose login ${local.profile.login_name} takes the key of the key pair and has no password, and key_name is null: nobody could log in. Set key_name, or configure a login in extra_config or user_data."
  }
}

output "hostname" {
  description = "Host name that the first-boot configuration gives: first_boot.hostname, else name. Null where the image or user data decides."
  value       = local.write_config ? local.hostname : null

  precondition {
    condition     = local.hostname_kept || local.hostname_is_name
    error_message = "first_boot.hostname is ${local.hostname}, of ${length(local.hostname)} characters: ${var.vnf} takes ${local.hostname_limit.shortest} to ${local.hostname_limit.longest}. Choose such a name."
  }

  precondition {
    condition     = local.hostname_kept || !local.hostname_is_name
    error_message = "name is ${var.name}, of ${length(var.name)} characters, and would be the host name: ${var.vnf} takes ${local.hostname_limit.shortest} to ${local.hostname_limit.longest}. Set first_boot.hostname."
  }

  precondition {
    condition     = local.mtu >= local.mtu_least && local.mtu <= local.mtu_most
    error_message = "first_boot.mtu is ${local.mtu}: ${var.vnf} in a VPC takes ${local.mtu_least} to ${local.mtu_most}. Use 1500 for what comes from outside, or another value of that range."
  }
}

output "interface_names" {
  description = "Each VIP's interface as the appliance names it, by the VIP's key. Null where the image or user data decides."
  value       = { for place, key in local.vip_keys : key => local.write_config ? local.vips[place].interface : null }

  precondition {
    condition     = !local.write_config || jsonencode(local.device_indices) == jsonencode(local.without_a_gap)
    error_message = "vips have the device indices ${join(", ", local.device_indices)}: ${var.vnf} counts its interfaces as it finds them, and the first-boot configuration would name others. Give them ${join(", ", local.without_a_gap)}, without a gap."
  }
}

output "extra_config_lines" {
  description = "How many lines of extra_config the first-boot configuration has."
  value       = nonsensitive(length(local.extra_lines))

  precondition {
    condition     = length(local.line_complaints) == 0
    error_message = "extra_config cannot be carried by the first-boot configuration of ${var.vnf}: ${join("; ", local.line_complaints)}."
  }

  precondition {
    condition     = local.opened == local.closed
    error_message = "extra_config opens ${local.opened} and closes ${local.closed} (${local.nesting == null ? "nothing" : local.nesting.called}), and the first-boot configuration of ${var.vnf} would be refused or mean something else. Close what is open, or open what is closed."
  }
}

output "volumes" {
  description = "Volumes of the next instance as they were asked for: root_volume (size_gib null: the image's own) and, by their device names, data_volumes."
  value       = { root_volume = local.root_volume, data_volumes = local.data_volumes }

  precondition {
    condition     = length(local.complaints.volumes) == 0
    error_message = join("\n", local.complaints.volumes)
  }
}

output "reboot_after_attach" {
  description = "Whether the appliance must be rebooted to see the VIP interface."
  value       = local.reboot_after_attach

  precondition {
    condition     = !var.launch_before_terminate || !local.reboot_after_attach
    error_message = "launch_before_terminate is true, but ${var.vnf} reboots after the VIP interface is attached (reboot_after_attach), so its replacement could never take over within seconds. Set launch_before_terminate = false, or reboot_after_attach = false if the appliance sees a hot-plugged interface."
  }

  precondition {
    condition     = var.standby != "hot" || !local.reboot_after_attach
    error_message = "standby is hot, but ${var.vnf} reboots after the VIP interface is attached (reboot_after_attach), so a standby would take as long as a new instance to take over. Set standby = \"none\", or reboot_after_attach = false if the appliance sees a hot-plugged interface."
  }
}
