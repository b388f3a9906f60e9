# The Auto Scaling group of one: it notices that the VNF is gone and launches the next one, wherever
# an availability zone can take it.

data "aws_default_tags" "provider" {}

locals {
  # Neither an Auto Scaling group nor what it launches inherits the provider's default tags.
  instance_tags = merge(data.aws_default_tags.provider.tags, var.tags, { Name = var.name })

  has_alternatives = length(var.appliance.instance_types) > 1
  has_standby      = var.standby == "hot"

  # The replacement before the old one, the old one before its replacement, or one of two at a time.
  healthy_percentages = var.launch_before_terminate ? { min = 100, max = 200 } : { min = local.has_standby ? 50 : 0, max = 100 }

  # Destroying the group waits for a launch hook under way and for the terminate hook, besides the
  # time that EC2 itself takes.
  delete_timeout_minutes = max(20, ceil((var.launch_hook_timeout_seconds + var.terminate_hook_timeout_seconds) / 60) + 10)
}

# Everything that must stand before the first instance and outlive the last one. An anchor of its own,
# because depends_on on a whole module would defer its data sources to the apply.
resource "terraform_data" "ready" {
  input = var.wait_for
}

# A group is bound to its VPC, though Auto Scaling would take another VPC's subnets for its next
# instance: with a new VPC comes a new group, so that the present instance does not hold the old one.
resource "terraform_data" "vpc" {
  input = var.vpc_id
}

resource "aws_autoscaling_group" "this" {
  name                = var.group_name
  vpc_zone_identifier = var.wan_subnet_ids

  # The warm-up function raises desired_capacity once all is in place, and for a standby once the first instance serves. If the
  # maximum is lowered Auto Scaling lowers it too, and takes who is not protected (lambda_src/hook_handler/protection.py).
  min_size                  = 0
  max_size                  = local.has_standby ? 2 : 1
  desired_capacity          = 0
  wait_for_capacity_timeout = "0"

  health_check_type         = "EC2"
  health_check_grace_period = var.appliance.health_check_grace_seconds
  default_cooldown          = var.cooldown_seconds

  # At first: a healthy VNF is not moved for the sake of balance. In maintenance also what the handler suspends later
  # (lambda_src/hook_handler/world.py): when its sweep runs, there is no group yet.
  suspended_processes = concat(["AZRebalance"], var.maintenance == true ? ["HealthCheck", "ReplaceUnhealthy"] : [])

  # Of several types the first that is to be had, on demand. AWS changes one form into the other in place:
  # docs/aws-behaviour.md#mixed-instances-policy
  dynamic "launch_template" {
    for_each = local.has_alternatives ? [] : [aws_launch_template.this]

    content {
      id      = launch_template.value.id
      version = launch_template.value.latest_version
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = local.has_alternatives ? [aws_launch_template.this] : []

    content {
      instances_distribution {
        on_demand_allocation_strategy            = "prioritized"
        on_demand_percentage_above_base_capacity = 100
      }

      launch_template {
        launch_template_specification {
          launch_template_id = mixed_instances_policy.value.id
          version            = mixed_instances_policy.value.latest_version
        }

        dynamic "override" {
          for_each = var.appliance.instance_types

          content {
            instance_type = override.value
          }
        }
      }
    }
  }

  # Said explicitly, as an account may set another default:
  # docs/aws-behaviour.md#launch-before-terminate-by-account.
  instance_maintenance_policy {
    min_healthy_percentage = local.healthy_percentages.min
    max_healthy_percentage = local.healthy_percentages.max
  }

  # Initial hooks exist before the first instance and until the group is gone; a stand-alone hook
  # would be destroyed first, and the drain would skip it. Changing one replaces the group.
  # docs/aws-behaviour.md#hooks-of-the-first-instance
  initial_lifecycle_hook {
    name                 = var.launch_hook_name
    lifecycle_transition = "autoscaling:EC2_INSTANCE_LAUNCHING"
    heartbeat_timeout    = var.launch_hook_timeout_seconds
    default_result       = "ABANDON"
  }

  initial_lifecycle_hook {
    name                 = var.terminate_hook_name
    lifecycle_transition = "autoscaling:EC2_INSTANCE_TERMINATING"
    heartbeat_timeout    = var.terminate_hook_timeout_seconds
    default_result       = "CONTINUE"
  }

  dynamic "instance_refresh" {
    for_each = var.enable_instance_refresh ? ["a changed launch template replaces the instance"] : []

    content {
      strategy = "Rolling"

      preferences {
        min_healthy_percentage = local.healthy_percentages.min
        max_healthy_percentage = local.healthy_percentages.max

        # The holder too: the VIP moves to the standby when it leaves.
        scale_in_protected_instances = local.has_standby ? "Refresh" : null
      }
    }
  }

  dynamic "tag" {
    for_each = local.instance_tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  timeouts {
    delete = "${local.delete_timeout_minutes}m"
  }

  lifecycle {
    # Both are the operator's afterwards: an apply wakes no group that was put to rest, and replaces no
    # instance that was stopped while replacement is suspended.
    ignore_changes       = [desired_capacity, suspended_processes]
    replace_triggered_by = [terraform_data.vpc]
  }

  depends_on = [terraform_data.ready, aws_iam_role_policy_attachment.this]
}
