# Which capacity the instance may run on: whose hardware, and which reservations. The launch template says it, as the
# group's own specification needs a later provider than 5.80. docs/aws-behaviour.md#reservations-of-a-launch-template

locals {
  reservation = merge({ preference = null, capacity_reservation_id = null, resource_group_arn = null }, var.capacity_reservation)
  preference  = try(coalesce(local.reservation.preference), "default")

  # Whether there is a target hangs on its name, as its value may be known after the apply only.
  targets            = try(setintersection(keys(var.capacity_reservation), ["capacity_reservation_id", "resource_group_arn"]), [])
  has_target         = length(local.targets) > 0
  has_reservation_id = contains(local.targets, "capacity_reservation_id")

  # A target by id is one that has to have room, one by group is the first choice: neither goes with a preference, but
  # that a group may be the only choice.
  ec2_preferences = {
    default                     = null
    capacity-reservations-first = local.has_target ? null : "open"
    capacity-reservations-only  = local.has_reservation_id ? null : "capacity-reservations-only"
    none                        = "none"
  }
  ec2_preference = local.ec2_preferences[local.preference]
}
