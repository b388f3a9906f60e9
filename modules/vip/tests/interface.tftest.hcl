# What the interface has besides: groups, times, tags.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "all_of_it" {
  command = plan

  variables {
    security_group_ids  = { monitoring = "sg-0fedcba9876543210" }
    connection_tracking = { tcp_established_seconds = 60, udp_stream_seconds = 180 }
    interface_tags      = { Side = "access" }
  }

  assert {
    condition     = output.handler.security_group_ids[1] == "sg-0fedcba9876543210" && output.handler.connection_tracking == { tcp_established_seconds = 60, udp_seconds = null, udp_stream_seconds = 180 } && output.handler.interface_tags.Side == "access" && output.guest.device_index == output.interrupting.device_index && output.cidr == "10.16.10.0/24"
    error_message = "All of it should be handed on."
  }
}

run "groups_in_a_list" {
  command = plan

  variables {
    security_group_ids = ["sg-0fedcba9876543210"]
  }

  expect_failures = [var.security_group_ids]
}

run "sixteen_further_groups" {
  command = plan

  variables {
    security_group_ids = { for number in range(16) : "group-${number}" => format("sg-%017d", number) }
  }

  expect_failures = [var.security_group_ids]
}

run "a_time_that_nobody_knows" {
  command = plan

  variables {
    connection_tracking = { tcp = 60 }
  }

  expect_failures = [var.connection_tracking]
}

run "a_time_too_short" {
  command = plan

  variables {
    connection_tracking = { tcp_established_seconds = 59 }
  }

  expect_failures = [var.connection_tracking]
}

run "a_tag_of_the_handler" {
  command = plan

  variables {
    interface_tags = { PersistentVip = "core" }
  }

  expect_failures = [var.interface_tags]
}

run "a_tag_that_aws_refuses" {
  command = plan

  variables {
    interface_tags = { "Side<1>" = "core" }
  }

  expect_failures = [var.interface_tags]
}
