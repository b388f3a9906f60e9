# The root volume, further volumes, and what EBS takes for each type:
# https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html

locals {
  volume_types = {
    gp2      = { boots = true, size_gib = [1, 16384], iops = null, iops_per_gib = null, throughput_mibps = null }
    gp3      = { boots = true, size_gib = [1, 65536], iops = [3000, 80000], iops_per_gib = 500, throughput_mibps = [125, 2000] }
    io1      = { boots = true, size_gib = [4, 16384], iops = [100, 64000], iops_per_gib = 50, throughput_mibps = null }
    io2      = { boots = true, size_gib = [4, 65536], iops = [100, 256000], iops_per_gib = 1000, throughput_mibps = null }
    standard = { boots = true, size_gib = [1, 1024], iops = null, iops_per_gib = null, throughput_mibps = null }
    st1      = { boots = false, size_gib = [125, 16384], iops = null, iops_per_gib = null, throughput_mibps = null }
    sc1      = { boots = false, size_gib = [125, 16384], iops = null, iops_per_gib = null, throughput_mibps = null }
  }
  root_volume_types = [for type, limits in local.volume_types : type if limits.boots]

  # Variables of maps of text, as Terraform would drop what an object type does not declare.
  any_volume_defaults  = { size_gib = null, type = "gp3", iops = null, throughput_mibps = null, kms_key_arn = null }
  root_volume_defaults = merge(local.any_volume_defaults, { encrypted = "true" })
  data_volume_defaults = merge(local.any_volume_defaults, { snapshot_id = null })

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

  data_volumes_given = { for device, volume in var.data_volumes : device => merge(local.data_volume_defaults, volume) }
  data_volumes = {
    for device, volume in local.data_volumes_given : device => {
      size_gib         = tonumber(volume.size_gib)
      type             = volume.type == null ? local.data_volume_defaults.type : volume.type
      iops             = tonumber(volume.iops)
      throughput_mibps = tonumber(volume.throughput_mibps)
      kms_key_arn      = volume.kms_key_arn
      snapshot_id      = volume.snapshot_id
    }
  }

  image_volumes_gib    = [for device in local.image.block_device_mappings : tonumber(device.ebs.volume_size) if device.device_name == local.image.root_device_name && can(device.ebs.volume_size)]
  image_volume_gib     = length(local.image_volumes_gib) == 0 ? 1 : local.image_volumes_gib[0]
  root_volume_size_gib = local.root_volume.size_gib == null ? local.image_volume_gib : local.root_volume.size_gib
  root_volume_type     = local.volume_types[local.root_volume.type]

  # EC2 tells /dev/sdf and /dev/xvdf apart, a guest does not.
  root_disk  = replace(local.image.root_device_name, "/^/dev/(sd|xvd)|[0-9]+$/", "")
  root_again = [for device in keys(var.data_volumes) : device if replace(device, "/^/dev/(sd|xvd)/", "") == local.root_disk]
}

# One set of rules for all volumes, for the precondition of an output. How many iops the root volume's size gives hangs on
# its image, too: that rule is in outputs.tf.
locals {
  volumes = merge(
    { root_volume = merge(local.root_volume, { size_decides = false }) },
    { for device, volume in local.data_volumes : "data_volumes[\"${device}\"]" => merge(volume, { size_decides = volume.size_gib != null, encrypted = true }) },
  )

  judged = [for called, volume in local.volumes : merge(volume, {
    called = called
    limits = local.volume_types[volume.type]
    most   = coalesce(local.volume_types[volume.type].iops_per_gib, 0) * coalesce(volume.size_gib, 0)
    beyond = [
      for setting in ["size_gib", "iops", "throughput_mibps"] :
      "${setting} is ${volume[setting]}, and it takes ${local.volume_types[volume.type][setting] == null ? "none" : join(" to ", local.volume_types[volume.type][setting])}"
      if volume[setting] == null ? false : !try(volume[setting] >= local.volume_types[volume.type][setting][0] && volume[setting] <= local.volume_types[volume.type][setting][1], false)
    ]
  })]

  complaints = {
    volumes = flatten([for volume in local.judged : [
      for complaint in [
        {
          unless = length(volume.beyond) == 0
          text   = " of type ${volume.type}: ${join("; ", volume.beyond)}. Choose such a value, null, or another type."
        },
        {
          unless = !contains(["io1", "io2"], volume.type) || volume.iops != null
          text   = ".type is ${volume.type}, which needs iops, and iops is null. Set it to ${join(" to ", local.volume_types.io2.iops)} (io1: to ${local.volume_types.io1.iops[1]}), or take gp3."
        },
        {
          unless = volume.type != "gp3" || volume.throughput_mibps == null ? true : volume.throughput_mibps * 4 <= coalesce(volume.iops, 3000)
          text   = ".throughput_mibps is ${coalesce(volume.throughput_mibps, 0)}: gp3 gives a MiB/s for each 4 iops, and there are ${coalesce(volume.iops, 3000)}. Lower it, or set iops to ${4 * coalesce(volume.throughput_mibps, 0)} at least."
        },
        {
          unless = !volume.size_decides || volume.iops == null || volume.limits.iops_per_gib == null ? true : volume.iops <= volume.most
          text   = ".iops is ${coalesce(volume.iops, 0)}: ${volume.type} gives ${coalesce(volume.limits.iops_per_gib, 0)} for each GiB, and the volume has ${coalesce(volume.size_gib, 0)} GiB. Lower it, or give the volume more."
        },
      ] : "${volume.called}${complaint.text}" if !complaint.unless
    ]])
  }
}
