resource "aws_launch_template" "this" {
  name                   = var.name
  description            = "${var.vnf} for ${var.name}, image ${data.aws_ami.this.name}"
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
    device_name = data.aws_ami.this.root_device_name

    ebs {
      volume_size           = var.root_volume.size_gib == null ? local.profile.root_volume_size_gib : var.root_volume.size_gib
      volume_type           = var.root_volume.type
      iops                  = var.root_volume.iops
      throughput            = var.root_volume.throughput_mibps
      encrypted             = var.root_volume.encrypted
      kms_key_id            = var.root_volume.kms_key_arn
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
      condition     = local.user_data_bytes <= 16384
      error_message = "The user data (user_data, user_data_base64 decoded, or the first-boot configuration of ${var.vnf} with extra_config) has ${nonsensitive(local.user_data_bytes)} bytes: EC2 takes at most 16384. Shorten it, compress it (cloud-init reads gzip), or fetch the rest from elsewhere on first boot."
    }
  }
}
