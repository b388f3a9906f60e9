# Every limit from both sides: the last value that passes, and the first that does not.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "the_smallest_of_everything" {
  command = plan

  variables {
    cooldown_seconds               = 1
    launch_hook_timeout_seconds    = 30
    terminate_hook_timeout_seconds = 30
  }

  assert {
    condition     = aws_autoscaling_group.this.default_cooldown == 1
    error_message = "The cooldown should be the one asked for."
  }
}

run "the_greatest_of_everything" {
  command = plan

  variables {
    launch_hook_timeout_seconds    = 7200
    terminate_hook_timeout_seconds = 7200
    instance_policy_arns           = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    permissions_boundary_arn       = "arn:aws-us-gov:iam::123456789012:policy/team/boundary"
  }

  assert {
    condition     = aws_autoscaling_group.this.timeouts.delete == "250m"
    error_message = "Deletion should wait for both hooks and ten minutes more."
  }
}

run "less_than_the_smallest" {
  command = plan

  variables {
    cooldown_seconds               = 0
    launch_hook_timeout_seconds    = 29
    terminate_hook_timeout_seconds = 29
    instance_policy_arns           = { read = "ReadOnlyAccess" }
  }

  expect_failures = [
    var.cooldown_seconds,
    var.launch_hook_timeout_seconds,
    var.terminate_hook_timeout_seconds,
    var.instance_policy_arns,
  ]
}

run "more_than_the_greatest" {
  command = plan

  variables {
    launch_hook_timeout_seconds    = 7201
    terminate_hook_timeout_seconds = 7201
  }

  expect_failures = [
    var.launch_hook_timeout_seconds,
    var.terminate_hook_timeout_seconds,
  ]
}

run "a_policy_twice" {
  command = plan

  variables {
    instance_policy_arns = { one = "arn:aws:iam::aws:policy/ReadOnlyAccess", two = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  }

  expect_failures = [var.instance_policy_arns]
}

# --- Capacity ---

run "the_groups_reservations_first" {
  command = plan

  variables {
    tenancy              = "dedicated"
    capacity_reservation = { preference = "capacity-reservations-first", resource_group_arn = "arn:aws:resource-groups:eu-west-1:123456789012:group/edge" }
  }

  assert {
    condition = [
      for wanted in aws_launch_template.this.capacity_reservation_specification :
      [coalesce(wanted.capacity_reservation_preference, "unsaid"), one(wanted.capacity_reservation_target).capacity_reservation_resource_group_arn]
    ] == [["unsaid", "arn:aws:resource-groups:eu-west-1:123456789012:group/edge"]]
    error_message = "A group is the first choice, and on demand the second."
  }

  assert {
    condition     = one(aws_launch_template.this.placement).tenancy == "dedicated"
    error_message = "The template should say whose hardware it is."
  }
}

run "the_groups_reservations_only" {
  command = plan

  variables {
    capacity_reservation = { preference = "capacity-reservations-only", resource_group_arn = "arn:aws:resource-groups:eu-west-1:123456789012:group/edge" }
  }

  assert {
    condition = [
      for wanted in aws_launch_template.this.capacity_reservation_specification :
      [coalesce(wanted.capacity_reservation_preference, "unsaid"), one(wanted.capacity_reservation_target).capacity_reservation_resource_group_arn]
    ] == [["capacity-reservations-only", "arn:aws:resource-groups:eu-west-1:123456789012:group/edge"]]
    error_message = "Without the preference a full group would mean on demand."
  }
}

run "one_reservation_of_one_zone" {
  command = plan

  variables {
    capacity_reservation = { preference = "capacity-reservations-only", capacity_reservation_id = "cr-0123456789abcdef0" }
  }

  assert {
    condition = [
      for wanted in aws_launch_template.this.capacity_reservation_specification :
      [coalesce(wanted.capacity_reservation_preference, "unsaid"), one(wanted.capacity_reservation_target).capacity_reservation_id]
    ] == [["unsaid", "cr-0123456789abcdef0"]]
    error_message = "The id alone says it."
  }

  assert {
    condition     = output.reservation_target == "cr-0123456789abcdef0"
    error_message = "One zone and one type can have one reservation."
  }
}

run "one_reservation_for_two_zones" {
  command = plan

  variables {
    wan_subnet_ids       = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    capacity_reservation = { preference = "capacity-reservations-only", capacity_reservation_id = "cr-0123456789abcdef0" }
  }

  expect_failures = [output.reservation_target]
}

run "open_reservations_by_name" {
  command = plan

  variables {
    capacity_reservation = { preference = "capacity-reservations-first" }
  }

  assert {
    condition     = aws_launch_template.this.capacity_reservation_specification[*].capacity_reservation_preference == tolist(["open"])
    error_message = "First, and on demand else: that is what EC2 calls open."
  }
}

run "no_reservation" {
  command = plan

  variables {
    capacity_reservation = { preference = "none" }
  }

  assert {
    condition     = aws_launch_template.this.capacity_reservation_specification[*].capacity_reservation_preference == tolist(["none"])
    error_message = "The template should keep off reservations."
  }
}

run "the_default_says_nothing" {
  command = plan

  variables {
    capacity_reservation = { preference = "default" }
  }

  assert {
    condition     = length(aws_launch_template.this.capacity_reservation_specification) == 0 && length(aws_launch_template.this.placement) == 0
    error_message = "What is EC2's default need not be said."
  }
}

run "a_dedicated_host" {
  command = plan

  variables {
    tenancy = "host"
  }

  expect_failures = [var.tenancy]
}

run "an_attribute_that_no_reservation_knows" {
  command = plan

  variables {
    capacity_reservation = { id = "cr-0123456789abcdef0" }
  }

  expect_failures = [var.capacity_reservation]
}

run "a_preference_that_nobody_knows" {
  command = plan

  variables {
    capacity_reservation = { preference = "open" }
  }

  expect_failures = [var.capacity_reservation]
}

run "two_targets" {
  command = plan

  variables {
    capacity_reservation = { preference = "capacity-reservations-only", capacity_reservation_id = "cr-0123456789abcdef0", resource_group_arn = "arn:aws:resource-groups:eu-west-1:123456789012:group/edge" }
  }

  expect_failures = [var.capacity_reservation]
}

run "a_target_that_nobody_wants" {
  command = plan

  variables {
    capacity_reservation = { preference = "none", resource_group_arn = "arn:aws:resource-groups:eu-west-1:123456789012:group/edge" }
  }

  expect_failures = [var.capacity_reservation]
}

run "one_reservation_first" {
  command = plan

  variables {
    capacity_reservation = { preference = "capacity-reservations-first", capacity_reservation_id = "cr-0123456789abcdef0" }
  }

  expect_failures = [var.capacity_reservation]
}

run "an_id_of_something_else" {
  command = plan

  variables {
    capacity_reservation = { preference = "capacity-reservations-only", capacity_reservation_id = "crg-0123" }
  }

  expect_failures = [var.capacity_reservation]
}

run "a_group_by_its_name" {
  command = plan

  variables {
    capacity_reservation = { preference = "capacity-reservations-only", resource_group_arn = "edge" }
  }

  expect_failures = [var.capacity_reservation]
}
