variable "name" {
  description = "Name of the VNF, the host name unless first_boot has one."
  type        = string
  nullable    = false
}

variable "vnf" {
  description = "The appliance, one of profiles.tf."
  type        = string
  nullable    = false

  validation {
    condition     = contains(keys(local.profiles), var.vnf)
    error_message = "vnf is ${var.vnf}, for which there is no profile. Use ${join(", ", keys(local.profiles))}; for any other appliance use Custom with ami_id."
  }
}

variable "vnf_version" {
  description = "Version of the image, or its beginning; null: the newest of the profile's listing."
  type        = string

  validation {
    condition     = var.vnf_version == null ? true : can(regex("^[0-9A-Za-z][0-9A-Za-z.-]*$", var.vnf_version))
    error_message = "vnf_version is ${var.vnf_version == null ? "null" : var.vnf_version}: it is looked for at its place in the image's name. Use letters, digits, dots and hyphens, as in 17.12.04 or 23.4R2."
  }

  validation {
    condition     = var.vnf_version == null ? true : local.search_listing
    error_message = "vnf_version is ${var.vnf_version == null ? "null" : var.vnf_version}, but no image of ${var.vnf} is looked up by version here (ami_id, ami_ssm_parameter and use_original_sample_image each name one; JunipervMX and Custom have no lookup). Remove vnf_version, or what names the image."
  }
}

variable "vnf_license" {
  description = "Licence of the Marketplace listing; null: the profile's."
  type        = string

  validation {
    condition     = var.vnf_license == null ? true : local.search_listing && contains(keys(local.profile.listings), var.vnf_license)
    error_message = "vnf_license is ${var.vnf_license == null ? "null" : var.vnf_license}, but the listings in which an image of ${var.vnf} would be looked up here are: ${local.search_listing ? join(", ", keys(local.profile.listings)) : "none"}. Choose one of them, or null."
  }
}

variable "instance_types" {
  description = "EC2 instance types, the preferred one first; null: the profile's."
  type        = list(string)

  validation {
    condition     = var.instance_types == null ? true : length(var.instance_types) >= 1 && length(var.instance_types) <= 40
    error_message = "instance_types has ${var.instance_types == null ? 0 : length(var.instance_types)} entries: Auto Scaling takes 1 to 40. Name the types in the order in which they are to be tried, or leave it null."
  }

  validation {
    condition     = var.instance_types == null ? true : alltrue([for type in var.instance_types : can(regex("^[a-z][a-z0-9-]*[.][a-z0-9-]+$", type))])
    error_message = "instance_types has ${var.instance_types == null ? "none" : join(", ", [for type in var.instance_types : "\"${type == null ? "null" : type}\""])}, of which not each is an instance type of EC2. Write them like c5.large, in lower case."
  }

  validation {
    condition     = var.instance_types == null ? true : length(distinct(var.instance_types)) == length(var.instance_types)
    error_message = "instance_types has ${var.instance_types == null ? "none" : join(", ", [for type in var.instance_types : type == null ? "null" : type])}: each type is tried once. Name it in one place."
  }
}

variable "ami_ssm_parameter" {
  description = "Path of the SSM parameter that holds the image id; null: the profile's."
  type        = string

  validation {
    condition     = var.ami_ssm_parameter == null ? true : can(regex("^(arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter)?/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*(:[A-Za-z0-9_.-]+)?$", var.ami_ssm_parameter))
    error_message = "ami_ssm_parameter is ${var.ami_ssm_parameter == null ? "null" : "\"${var.ami_ssm_parameter}\""}, which is no name of an SSM parameter. Write the path like /aws/service/…, without spaces, or leave it null."
  }
}

variable "ami_id" {
  description = "Image id; null: it is looked up."
  type        = string

  validation {
    condition     = var.ami_id == null ? true : can(regex("^ami-([0-9a-f]{8}|[0-9a-f]{17})$", var.ami_id))
    error_message = "ami_id is ${var.ami_id == null ? "null" : "\"${var.ami_id}\""}, which is not an image id: ami- and 8 or 17 lower-case hexadecimal digits. Give an ami-… id, or leave it null; a parameter path belongs into ami_ssm_parameter."
  }
}

variable "use_original_sample_image" {
  description = "Whether to take the original sample's image of April 2022."
  type        = bool
  nullable    = false

  validation {
    condition     = !var.use_original_sample_image || contains(keys(local.original_sample_images), var.vnf)
    error_message = "use_original_sample_image is true, but the original sample had no image of ${var.vnf}: it had ${join(", ", keys(local.original_sample_images))}. Remove it, or give ami_id."
  }

  validation {
    condition     = !var.use_original_sample_image || (var.ami_id == null && var.ami_ssm_parameter == null)
    error_message = "use_original_sample_image is true and ami_id or ami_ssm_parameter is set: the image is named twice. Set one of them."
  }
}

variable "availability_zones" {
  description = "Names of the availability zones that have to offer the instance type."
  type        = list(string)
  nullable    = false
}

variable "vips" {
  description = "Each VIP by its key: device index, IPv4 range, address and secondary addresses, IPv6 range and address (null: none)."
  nullable    = false

  type = map(object({
    device_index        = number
    cidr                = string
    address             = string
    secondary_addresses = list(string)
    ipv6_cidr           = string
    ipv6_address        = string
  }))
}

# What vips has of the network is known late, and a lookup whose conditions ask for it would be made by the apply only.
variable "addresses_of_vips" {
  description = "How many private IPv4 addresses each VIP has."
  type        = list(number)
  nullable    = false
}

variable "tracked_vips" {
  description = "Keys of the VIPs with connection-tracking times of their own."
  type        = list(string)
  nullable    = false
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges of the WAN subnets."
  type        = list(string)
  nullable    = false
}

variable "assign_public_ip" {
  description = "Whether instances get a public address in the WAN subnets, for a warning."
  type        = bool
  nullable    = false
}

variable "wan_egress_rules" {
  description = "What may go out on the WAN side, for a warning."
  type        = any
  nullable    = false
}

variable "key_name" {
  description = "Name of the EC2 key pair; null: none."
  type        = string

  validation {
    condition     = var.key_name == null ? true : can(regex("^[!-~]([ -~]{0,253}[!-~])?$", var.key_name))
    error_message = "key_name is \"${var.key_name == null ? "" : var.key_name}\", which no EC2 key pair can be called: 1 to 255 ASCII characters, no space first or last. Write the key pair's name as EC2 has it, or leave it null."
  }
}

variable "check_key_pair" {
  description = "Whether the plan refuses a key pair that does not exist."
  type        = bool
  nullable    = false
}

variable "first_boot" {
  description = "hostname, addressing, mtu, technology_package, ssh_public_key of the first-boot configuration."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.first_boot), local.first_boot_settings)) == 0
    error_message = "first_boot has ${join(", ", setsubtract(keys(var.first_boot), local.first_boot_settings))}, which no appliance knows. It may have ${join(", ", local.first_boot_settings)}."
  }

  validation {
    condition     = lookup(var.first_boot, "hostname", null) == null ? true : can(regex("^[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", var.first_boot.hostname))
    error_message = "first_boot.hostname is ${try(coalesce(var.first_boot.hostname), "empty")}: use 1 to 63 letters, digits and hyphens, a letter first and no hyphen last."
  }

  validation {
    condition     = lookup(var.first_boot, "addressing", null) == null ? true : contains(["dhcp", "static"], var.first_boot.addressing)
    error_message = "first_boot.addressing is ${try(coalesce(var.first_boot.addressing), "empty")}: use dhcp, or static to write the address into the configuration."
  }

  validation {
    condition     = lookup(var.first_boot, "mtu", null) == null ? true : try(tonumber(var.first_boot.mtu) >= 576 && tonumber(var.first_boot.mtu) <= 9001 && tostring(floor(tonumber(var.first_boot.mtu))) == var.first_boot.mtu, false)
    error_message = "first_boot.mtu is ${try(coalesce(var.first_boot.mtu), "empty")}: an interface in a VPC takes whole bytes from 576 to 9001. Use 1500 for what comes from outside, up to 9001 inside the VPC."
  }

  validation {
    condition     = lookup(var.first_boot, "ssh_public_key", null) == null ? true : can(regex("^(ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/=]+( [ !#-\\[\\]-~]*)?\n?$", var.first_boot.ssh_public_key))
    error_message = "first_boot.ssh_public_key is no public key in OpenSSH's form (ssh-rsa, ssh-ed25519 or ecdsa-sha2-…, then the key, then a comment in ASCII without quotes or backslashes). Give the one line of the .pub file."
  }
}

variable "extra_config" {
  description = "Lines appended to the first-boot configuration; null: none."
  type        = string
  sensitive   = true

  validation {
    condition     = var.extra_config == null ? true : local.write_config
    error_message = "extra_config is set, but there is no first-boot configuration of ${var.vnf} to append it to: ${local.config_template == null ? "the profile has none" : "user_data (or user_data_base64) replaces it"}. Put the lines into user_data."
  }
}

variable "user_data" {
  description = "User data as plain text; null: the first-boot configuration."
  type        = string
  sensitive   = true

  validation {
    condition     = var.user_data == null ? true : var.user_data != ""
    error_message = "user_data is empty, and so would replace the appliance's first-boot configuration by nothing. Leave it null instead."
  }
}

variable "user_data_base64" {
  description = "User data in base64; null: user_data, if any."
  type        = string
  sensitive   = true

  validation {
    condition     = var.user_data_base64 == null || var.user_data == null
    error_message = "user_data and user_data_base64 are both set: the instance takes one. Set user_data for plain text or user_data_base64 for encoded data."
  }

  validation {
    condition     = var.user_data_base64 == null ? true : can(regex("^[A-Za-z0-9+/]+={0,2}$", var.user_data_base64)) && length(var.user_data_base64) % 4 == 0
    error_message = "user_data_base64 is not base64 (or is empty, or has line breaks in it). Encode it in one line, give plain text in user_data, or leave it null."
  }
}

variable "root_volume" {
  description = "size_gib, type, iops, throughput_mibps, encrypted and kms_key_arn of the root volume."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.root_volume), keys(local.root_volume_defaults))) == 0
    error_message = "root_volume has ${join(", ", setsubtract(keys(var.root_volume), keys(local.root_volume_defaults)))}, which no volume knows. It may have ${join(", ", keys(local.root_volume_defaults))}."
  }

  validation {
    condition     = lookup(var.root_volume, "type", null) == null ? true : contains(local.root_volume_types, var.root_volume.type)
    error_message = "root_volume.type is ${try(coalesce(var.root_volume.type), "empty")}: EC2 boots from ${join(", ", local.root_volume_types)} (st1 and sc1 are no root volumes). Choose one of them."
  }

  validation {
    condition     = alltrue([for field in ["size_gib", "iops", "throughput_mibps"] : lookup(var.root_volume, field, null) == null ? true : try(tostring(floor(tonumber(var.root_volume[field]))) == var.root_volume[field] && tonumber(var.root_volume[field]) > 0, false)])
    error_message = "root_volume has ${join(", ", [for field in ["size_gib", "iops", "throughput_mibps"] : "${field} ${try(coalesce(var.root_volume[field]), "null")}"])}: each must be a whole number greater than 0, or null."
  }

  validation {
    condition     = lookup(var.root_volume, "encrypted", null) == null ? true : can(tobool(var.root_volume.encrypted))
    error_message = "root_volume.encrypted is ${try(coalesce(var.root_volume.encrypted), "empty")}: use true or false."
  }

  validation {
    condition     = lookup(var.root_volume, "kms_key_arn", null) == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.root_volume.kms_key_arn))
    error_message = "root_volume.kms_key_arn is ${try(coalesce(var.root_volume.kms_key_arn), "empty")}, which is not the ARN of a KMS key. Give arn:aws:kms:region:123456789012:key/…, neither an alias nor the bare id."
  }
}

variable "data_volumes" {
  description = "Further volumes: a device name to size_gib, type, iops, throughput_mibps, kms_key_arn and snapshot_id."
  type        = map(map(string))
  nullable    = false

  validation {
    condition     = alltrue([for device in keys(var.data_volumes) : can(regex("^/dev/(sd[a-z]|xvd[a-z]|xvd[b-d][a-z])$", device))])
    error_message = "data_volumes has the device names ${join(", ", keys(var.data_volumes))}: EC2 takes /dev/sdf and the like, and recommends /dev/sdf to /dev/sdp. Write such names."
  }

  validation {
    condition     = alltrue([for volume in values(var.data_volumes) : length(setsubtract(keys(volume), keys(local.data_volume_defaults))) == 0])
    error_message = "data_volumes has ${join(", ", [for device, volume in var.data_volumes : "${device} with ${join(", ", keys(volume))}"])}: a volume may have ${join(", ", keys(local.data_volume_defaults))}. It is encrypted always, as it holds what the VNF knows. Remove the others."
  }

  validation {
    condition     = alltrue([for volume in values(var.data_volumes) : contains(keys(volume), "size_gib") || contains(keys(volume), "snapshot_id")])
    error_message = "data_volumes has ${join(", ", [for device, volume in var.data_volumes : "${device} with ${join(", ", keys(volume))}"])}: a volume is as large as size_gib says, or as its snapshot. Give size_gib or snapshot_id."
  }

  validation {
    condition     = alltrue([for volume in values(var.data_volumes) : lookup(volume, "type", null) == null ? true : contains(keys(local.volume_types), volume.type)])
    error_message = "data_volumes has the types ${join(", ", [for volume in values(var.data_volumes) : try(coalesce(volume.type), "gp3")])}: EBS knows ${join(", ", keys(local.volume_types))}. Choose of them."
  }

  validation {
    condition = alltrue(flatten([for volume in values(var.data_volumes) : [
      for field in ["size_gib", "iops", "throughput_mibps"] : lookup(volume, field, null) == null ? true : try(tostring(floor(tonumber(volume[field]))) == volume[field] && tonumber(volume[field]) > 0, false)
    ]]))
    error_message = "data_volumes has ${join(", ", flatten([for device, volume in var.data_volumes : [for field in ["size_gib", "iops", "throughput_mibps"] : "${field} ${volume[field]}" if lookup(volume, field, null) != null]]))}: each must be a whole number greater than 0, or null."
  }

  validation {
    condition     = alltrue([for volume in values(var.data_volumes) : lookup(volume, "kms_key_arn", null) == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", volume.kms_key_arn))])
    error_message = "data_volumes has the kms_key_arn ${join(", ", [for volume in values(var.data_volumes) : "\"${try(coalesce(volume.kms_key_arn), "")}\""])}, of which not each is the ARN of a KMS key. Give arn:aws:kms:region:123456789012:key/…, neither an alias nor the bare id."
  }

  validation {
    condition     = alltrue([for volume in values(var.data_volumes) : lookup(volume, "snapshot_id", null) == null ? true : can(regex("^snap-([0-9a-f]{8}|[0-9a-f]{17})$", volume.snapshot_id))])
    error_message = "data_volumes has the snapshot_id ${join(", ", [for volume in values(var.data_volumes) : "\"${try(coalesce(volume.snapshot_id), "")}\""])}, of which not each is the id of a snapshot. Give snap- and 8 or 17 lower-case hexadecimal digits."
  }
}

variable "http_tokens" {
  description = "Instance metadata, required or optional; null: the profile's."
  type        = string

  validation {
    condition     = var.http_tokens == null ? true : contains(["required", "optional"], var.http_tokens)
    error_message = "http_tokens is ${var.http_tokens == null ? "null" : var.http_tokens}: EC2 knows required and optional. Use optional only for an appliance that cannot speak IMDSv2."
  }
}

variable "health_check_grace_seconds" {
  description = "Seconds that the appliance is given to boot; null: the profile's."
  type        = number

  validation {
    condition     = var.health_check_grace_seconds == null ? true : var.health_check_grace_seconds >= 0 && var.health_check_grace_seconds <= 7200 && floor(var.health_check_grace_seconds) == var.health_check_grace_seconds
    error_message = "health_check_grace_seconds is ${var.health_check_grace_seconds == null ? 0 : var.health_check_grace_seconds}: give whole seconds from 0 to 7200, about the time that the appliance needs to boot."
  }
}

variable "reboot_after_attach" {
  description = "Whether the appliance must be rebooted to see the VIP interface; null: the profile's."
  type        = bool
}

variable "reboot_delay_seconds" {
  description = "Seconds between attaching and that reboot; null: the profile's."
  type        = number

  validation {
    condition     = var.reboot_delay_seconds == null ? true : var.reboot_delay_seconds >= 0 && var.reboot_delay_seconds <= 300 && floor(var.reboot_delay_seconds) == var.reboot_delay_seconds
    error_message = "reboot_delay_seconds is ${var.reboot_delay_seconds == null ? 0 : var.reboot_delay_seconds}: give whole seconds from 0 to 300, as the handler waits for it inside the launch hook."
  }
}

variable "launch_before_terminate" {
  description = "Whether a replacement is launched first, which an appliance that reboots cannot bear."
  type        = bool
  nullable    = false
}

variable "standby" {
  description = "Whether a second instance stands by, which an appliance that reboots cannot do: none or hot."
  type        = string
  nullable    = false
}
