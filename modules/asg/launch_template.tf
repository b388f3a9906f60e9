resource "aws_launch_template" "this" {
  name                   = var.name
  description            = "${var.vnf} for ${var.name}, image ${local.image.name}"
  update_default_version = true

  image_id               = local.image_id
  instance_type          = data.aws_ec2_instance_type.this.instance_type
  key_name               = var.key_name
  user_data              = local.user_data_base64
  vpc_security_group_ids = [module.security_group.id]
  tags                   = var.tags

  iam_instance_profile {
    arn = aws_iam_instance_profile.this.arn
  }

  block_device_mappings {
    device_name = local.image.root_device_name

    ebs {
      volume_size           = local.root_volume.size_gib
      volume_type           = local.root_volume.type
      iops                  = local.root_volume.iops
      throughput            = local.root_volume.throughput_mibps
      encrypted             = local.root_volume.encrypted
      kms_key_id            = local.root_volume.kms_key_arn
      delete_on_termination = true
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = local.http_tokens
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = var.detailed_monitoring
  }

  # Never the ownership tag: only the VIP interface and subnet may carry it.
  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])

    content {
      resource_type = tag_specifications.key
      tags          = local.instance_tags
    }
  }

  lifecycle {
    precondition {
      condition     = local.root_volume_size_gib >= local.image_volume_gib
      error_message = "root_volume.size_gib is ${local.root_volume_size_gib}, but the image ${local.image.name} (${local.image_id}) has a root volume of ${local.image_volume_gib} GiB, and a volume cannot be smaller than its snapshot. Set it to ${local.image_volume_gib} at least, or leave it null."
    }

    precondition {
      condition     = local.root_volume.iops == null || local.volume_type.iops_per_gib == null ? true : local.root_volume.iops <= local.volume_type.iops_per_gib * local.root_volume_size_gib
      error_message = "root_volume.iops is ${coalesce(local.root_volume.iops, 0)}: ${local.root_volume.type} gives ${coalesce(local.volume_type.iops_per_gib, 0)} for each GiB, and the volume has ${local.root_volume_size_gib} GiB. Lower it, or set root_volume.size_gib to ${ceil(coalesce(local.root_volume.iops, 0) / coalesce(local.volume_type.iops_per_gib, 1))} at least."
    }

    precondition {
      condition     = local.user_data_bytes <= 16384
      error_message = "The user data (user_data, user_data_base64 decoded, or the first-boot configuration of ${var.vnf} with extra_config) has ${nonsensitive(local.user_data_bytes)} bytes: EC2 takes at most 16384. Shorten it, compress it (cloud-init reads gzip), or fetch the rest from elsewhere on first boot."
    }
  }
}
