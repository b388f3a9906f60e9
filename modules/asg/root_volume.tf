# The root volume, and what EBS takes for each type:
# https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html

locals {
  volume_types = {
    gp2      = { size_gib = [1, 16384], iops = null, iops_per_gib = null, throughput_mibps = null }
    gp3      = { size_gib = [1, 65536], iops = [3000, 80000], iops_per_gib = 500, throughput_mibps = [125, 2000] }
    io1      = { size_gib = [4, 16384], iops = [100, 64000], iops_per_gib = 50, throughput_mibps = null }
    io2      = { size_gib = [4, 65536], iops = [100, 256000], iops_per_gib = 1000, throughput_mibps = null }
    standard = { size_gib = [1, 1024], iops = null, iops_per_gib = null, throughput_mibps = null }
  }

  # A variable of type map(string), as Terraform would drop what an object type does not declare.
  root_volume_defaults = { size_gib = null, type = "gp3", iops = null, throughput_mibps = null, encrypted = "true", kms_key_arn = null }
  root_volume_given = {
    for attribute, default in local.root_volume_defaults : attribute => lookup(var.root_volume, attribute, null) == null ? default : var.root_volume[attribute]
  }
  root_volume = {
    size_gib         = local.root_volume_given.size_gib == null ? local.profile.root_volume_size_gib : tonumber(local.root_volume_given.size_gib)
    type             = local.root_volume_given.type
    iops             = tonumber(local.root_volume_given.iops)
    throughput_mibps = tonumber(local.root_volume_given.throughput_mibps)
    encrypted        = tobool(local.root_volume_given.encrypted)
    kms_key_arn      = local.root_volume_given.kms_key_arn
  }
  volume_type = local.volume_types[local.root_volume.type]

  image_volumes_gib    = [for device in local.image.block_device_mappings : tonumber(device.ebs.volume_size) if device.device_name == local.image.root_device_name && can(device.ebs.volume_size)]
  image_volume_gib     = length(local.image_volumes_gib) == 0 ? 1 : local.image_volumes_gib[0]
  root_volume_size_gib = local.root_volume.size_gib == null ? local.image_volume_gib : local.root_volume.size_gib

  volume_limits = {
    for setting in ["size_gib", "iops", "throughput_mibps"] : setting => {
      given  = local.root_volume[setting]
      limits = local.volume_type[setting]
      kept = local.root_volume[setting] == null ? true : local.volume_type[setting] == null ? false : (
        local.root_volume[setting] >= local.volume_type[setting][0] && local.root_volume[setting] <= local.volume_type[setting][1]
      )
    }
  }
}

output "root_volume" {
  description = "Root volume of the next instance as it was asked for: size_gib (null: the image's own), type, iops, throughput_mibps, encrypted, kms_key_arn."
  value       = local.root_volume

  precondition {
    condition = alltrue([for limit in local.volume_limits : limit.kept])
    error_message = join(" ", [
      for setting, limit in local.volume_limits :
      "root_volume.${setting} is ${coalesce(limit.given, 0)}: a volume of type ${local.root_volume.type} takes ${limit.limits == null ? "none; leave it null, or choose another type" : "${limit.limits[0]} to ${limit.limits[1]}. Choose a value in between"}."
      if !limit.kept
    ])
  }

  precondition {
    condition     = !contains(["io1", "io2"], local.root_volume.type) || local.root_volume.iops != null
    error_message = "root_volume.type is ${local.root_volume.type}, which needs iops, and root_volume.iops is null. Set it to ${join(" to ", local.volume_types.io2.iops)} (io1: to ${local.volume_types.io1.iops[1]}), or take gp3."
  }

  precondition {
    condition     = local.root_volume.type != "gp3" || local.root_volume.throughput_mibps == null ? true : local.root_volume.throughput_mibps * 4 <= coalesce(local.root_volume.iops, 3000)
    error_message = "root_volume.throughput_mibps is ${coalesce(local.root_volume.throughput_mibps, 0)}: gp3 gives a MiB/s for each 4 iops, and there are ${coalesce(local.root_volume.iops, 3000)}. Lower it, or set root_volume.iops to ${4 * coalesce(local.root_volume.throughput_mibps, 0)} at least."
  }
}
