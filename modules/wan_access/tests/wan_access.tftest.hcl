# The way in on the WAN side: SSH from the jump hosts only.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "by_default_no_port" {
  command = plan

  assert {
    condition     = length(local.ssh_rules) == 0
    error_message = "Nothing should be open until ranges are given."
  }
}

run "the_widest_range_of_jump_hosts" {
  command = plan

  variables {
    jump_host_cidrs = ["10.0.0.0/8", "203.0.113.7/32"]
  }

  assert {
    condition     = [for rule in local.ssh_rules : [rule.protocol, rule.from_port, rule.to_port, join(" ", rule.cidrs)]] == [["tcp", 22, 22, "10.0.0.0/8 203.0.113.7/32"]]
    error_message = "The jump hosts, and only they, may reach port 22."
  }
}

run "ranges_with_names" {
  command = plan

  variables {
    jump_host_cidrs = { office = "203.0.113.0/24" }
  }

  assert {
    condition     = length(local.ssh_rules) == 1
    error_message = "A map does as well as a list."
  }
}

run "jump_hosts_wider_than_8" {
  command = plan

  variables {
    jump_host_cidrs = ["10.0.0.0/7"]
  }

  expect_failures = [var.jump_host_cidrs]
}

run "a_jump_host_without_prefix_length" {
  command = plan

  variables {
    jump_host_cidrs = ["203.0.113.7"]
  }

  expect_failures = [var.jump_host_cidrs]
}

run "ssh_from_anywhere_said_twice" {
  command = plan

  variables {
    jump_host_cidrs         = ["0.0.0.0/0"]
    allow_ssh_from_anywhere = true
  }

  assert {
    condition     = length(local.ssh_rules) == 1
    error_message = "Said twice, it should be open."
  }
}

run "ssh_switched_off" {
  command = plan

  variables {
    jump_host_cidrs   = ["0.0.0.0/0"]
    public_ssh_access = false
  }

  assert {
    condition     = length(local.ssh_rules) == 0
    error_message = "Switched off, no range should be open."
  }
}

run "a_jump_host_with_leading_zeros" {
  command = plan

  variables {
    jump_host_cidrs = ["203.0.113.07/32"]
  }

  expect_failures = [var.jump_host_cidrs]
}
