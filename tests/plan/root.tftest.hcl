# The root module as a whole: it plans with only a name given, hands the right things on, and refuses
# what only it can see is wrong.

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

variables {
  name = "persistent-vnf"
}

run "defaults_are_those_of_the_original_sample" {
  assert {
    condition     = output.vips.vip.private_address == "10.16.10.20" && output.vips.vip.public_addresses == { "10.16.10.20" = "198.51.100.10" }
    error_message = "The addresses are not those expected."
  }

  assert {
    condition     = length(output.wan_subnet_ids) == 3
    error_message = "There should be a WAN subnet for each of the three zones."
  }

  assert {
    condition = [output.group_name, output.launch_hook_name, output.terminate_hook_name] == [
      "persistent-vnf", "persistent-vnf-launch", "persistent-vnf-terminate"
    ]
    error_message = "Group and hooks have other names than documented."
  }

  assert {
    condition     = output.rule_names == { hooks = "persistent-vnf-hooks", audit = "persistent-vnf-audit", state_changes = "persistent-vnf-state-changes", warmup = "persistent-vnf-warmup" }
    error_message = "The rules have other names than documented."
  }
}

run "heartbeats_as_long_as_three_runs_and_their_pauses" {
  command = plan

  variables {
    function_timeout_seconds       = 140
    launch_hook_timeout_seconds    = 600
    terminate_hook_timeout_seconds = 600
  }
}

run "launch_hook_too_short_for_the_retries" {
  command = plan

  variables {
    launch_hook_timeout_seconds = 539
  }

  expect_failures = [var.launch_hook_timeout_seconds]
}

run "terminate_hook_too_short_for_the_retries" {
  command = plan

  variables {
    function_timeout_seconds       = 141
    launch_hook_timeout_seconds    = 603
    terminate_hook_timeout_seconds = 602
  }

  expect_failures = [var.terminate_hook_timeout_seconds]
}

run "two_vips_one_of_them_private" {
  variables {
    vips = {
      core = {
        cidr         = "10.16.11.0/24"
        address      = "10.16.11.20"
        device_index = 2
        elastic_ip   = { from = "none" }
      }
      access = {
        cidr                = "10.16.10.0/24"
        address             = "10.16.10.20"
        device_index        = 1
        secondary_addresses = { "10.16.10.21" = {}, "10.16.10.22" = { elastic_ip = { from = "make" } } }
        next_hop_routes     = { branch = { route_table_id = "rtb-0123456789abcdef0", destination = "192.168.0.0/16" } }
      }
    }
  }

  assert {
    condition     = length(output.vips.core.public_addresses) == 0 && join(" ", keys(output.vips.access.public_addresses)) == "10.16.10.20 10.16.10.22"
    error_message = jsonencode(output.vips)
  }
}
