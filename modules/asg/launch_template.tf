resource "aws_launch_template" "this" {
  name                   = var.name
  description            = "${var.appliance.vnf} for ${var.name}, image ${var.appliance.image.name}"
  update_default_version = true

  image_id               = var.appliance.image.id
  instance_type          = var.appliance.instance_types[0] # The preferred one.
  key_name               = var.appliance.key_name
  user_data              = try(var.appliance.harmless_user_data[0], var.user_data) # What is no secret a plan shows.
  vpc_security_group_ids = [var.wan_security_group_id]
  tags                   = var.tags

  iam_instance_profile {
    arn = local.instance_profile_arn
  }

  block_device_mappings {
    device_name = var.appliance.root_device_name

    ebs {
      volume_size           = var.appliance.root_volume.size_gib
      volume_type           = var.appliance.root_volume.type
      iops                  = var.appliance.root_volume.iops
      throughput            = var.appliance.root_volume.throughput_mibps
      encrypted             = var.appliance.root_volume.encrypted
      kms_key_id            = var.appliance.root_volume.kms_key_arn
      delete_on_termination = true
    }
  }

  # Encrypted always, and gone with the instance: the next one begins with new ones.
  dynamic "block_device_mappings" {
    for_each = var.appliance.data_volumes

    content {
      device_name = block_device_mappings.key

      ebs {
        volume_size           = block_device_mappings.value.size_gib
        volume_type           = block_device_mappings.value.type
        iops                  = block_device_mappings.value.iops
        throughput            = block_device_mappings.value.throughput_mibps
        encrypted             = true
        kms_key_id            = block_device_mappings.value.kms_key_arn
        snapshot_id           = block_device_mappings.value.snapshot_id
        delete_on_termination = true
      }
    }
  }

  dynamic "capacity_reservation_specification" {
    for_each = local.preference == "default" ? [] : [local.reservation]

    content {
      capacity_reservation_preference = local.ec2_preference

      dynamic "capacity_reservation_target" {
        for_each = local.has_target ? [capacity_reservation_specification.value] : []

        content {
          capacity_reservation_id                 = capacity_reservation_target.value.capacity_reservation_id
          capacity_reservation_resource_group_arn = capacity_reservation_target.value.resource_group_arn
        }
      }
    }
  }

  dynamic "placement" {
    for_each = var.tenancy == "default" ? [] : [var.tenancy]

    content {
      tenancy = placement.value
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = var.appliance.http_tokens
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
}
