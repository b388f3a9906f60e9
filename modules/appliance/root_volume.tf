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
  volume_complaints = [
    for setting, limit in local.volume_limits :
    "${setting} is ${coalesce(limit.given, 0)}, and it takes ${limit.limits == null ? "none" : "${limit.limits[0]} to ${limit.limits[1]}"}" if !limit.kept
  ]
}
