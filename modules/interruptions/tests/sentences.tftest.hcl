# Each change of a running VNF by its sentence. What was applied last stands in the mocked record.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"

}

override_data {
  target = data.aws_ssm_parameters_by_path.record
  values = {
    names  = ["/persistent-vnf/edge/applied"]
    values = ["{\"settings\":{\"vips\":{\"vip\":{\"address\":\"10.16.10.20\",\"cidr\":\"10.16.10.0/24\",\"device_index\":1,\"elastic_ips\":{\"primary\":\"made\"},\"routes\":[\"192.168.0.0/16\"],\"secondary_addresses\":[]}},\"vpc\":\"10.16.0.0/16\",\"wan_subnets\":{\"10.16.1.0/24\":\"eu-west-1a\",\"10.16.2.0/24\":\"eu-west-1b\"},\"launch_hook_timeout_seconds\":600,\"terminate_hook_timeout_seconds\":600,\"launch\":\"a\",\"reboot_after_attach\":false,\"standby\":\"none\"},\"interrupts\":[\"What was said before.\"]}"]
  }
}

override_data {
  target = data.aws_network_interfaces.vip
  values = { ids = ["eni-0123456789abcdef0"] }
}

variables {
  applied_after              = null
  tags                       = {}
  name                       = "edge"
  owner_tag                  = { key = "PersistentVnf", value = "edge" }
  enable_instance_refresh    = true
  health_check_grace_seconds = 60
  warmup_grace_seconds       = 120
  settings = {
    vips = {
      vip = {
        address             = "10.16.10.20"
        cidr                = "10.16.10.0/24"
        device_index        = 1
        secondary_addresses = []
        elastic_ips         = { primary = "made" }
        routes              = ["192.168.0.0/16"]
      }
    }
    vpc                            = "10.16.0.0/16"
    wan_subnets                    = { "10.16.1.0/24" = "eu-west-1a", "10.16.2.0/24" = "eu-west-1b" }
    launch_hook_timeout_seconds    = 600
    terminate_hook_timeout_seconds = 600
    launch                         = "a"
    reboot_after_attach            = false
    standby                        = "none"
  }
}

run "nothing_changed_and_the_last_verdict_stays" {
  command = plan

  assert {
    condition     = output.interrupts == tolist(["What was said before."]) && jsondecode(aws_ssm_parameter.record.insecure_value) == local.record
    error_message = "An unchanged deployment should keep its record."
  }
}

run "the_vip_moves" {
  command = plan

  variables {
    settings = {
      vips = {
        vip = {
          address             = "10.16.10.21"
          cidr                = "10.16.10.0/24"
          device_index        = 1
          secondary_addresses = []
          elastic_ips         = { primary = "made" }
          routes              = ["192.168.0.0/16"]
        }
      }
      vpc                            = "10.16.0.0/16"
      wan_subnets                    = { "10.16.1.0/24" = "eu-west-1a", "10.16.2.0/24" = "eu-west-1b" }
      launch_hook_timeout_seconds    = 600
      terminate_hook_timeout_seconds = 600
      launch                         = "a"
      reboot_after_attach            = false
      standby                        = "none"
    }
  }

  assert {
    condition     = output.interrupts == tolist(["The VIP moves from 10.16.10.20 to 10.16.10.21: sessions end, for about half a minute. The guest and everybody who holds the old address have to be told the new one."])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}

run "much_at_once" {
  command = plan

  variables {
    settings = {
      vips = {
        vip = {
          address             = "10.16.10.20"
          cidr                = "10.16.10.0/25"
          device_index        = 1
          secondary_addresses = []
          elastic_ips         = { primary = "eipalloc-0123456789abcdef0" }
          routes              = []
        }
      }
      vpc                            = "10.16.0.0/16"
      wan_subnets                    = { "10.16.1.0/24" = "eu-west-1a" }
      launch_hook_timeout_seconds    = 600
      terminate_hook_timeout_seconds = 600
      launch                         = "b"
      reboot_after_attach            = true
      standby                        = "none"
    }
  }

  assert {
    condition = output.interrupts == tolist([
      "The launch template changes, and enable_instance_refresh is on: the running instance is replaced at once. The service is away for about two minutes and until it has booted (it is given 60 s), a reboot included; the addresses stay.",
      "reboot_after_attach is switched on: the audit reboots the running instance once. The service is away until it has booted (it is given 60 s).",
      "WAN subnets go: 10.16.2.0/24 (eu-west-1b). If the instance runs in one of them, move it out first (docs/operations.md, Remove a zone): AWS deletes no subnet under it.",
      "The VIP subnet changes from 10.16.10.0/24 to 10.16.10.0/25: the interface is made anew, sessions end, for about half a minute.",
      "Routes of the VIP subnet go: traffic with 192.168.0.0/16 ends.",
      "The module's own Elastic IP is released, for good: its public address is lost, and every remote device that holds it. eipalloc-0123456789abcdef0 takes its place.",
    ])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}

run "a_hooks_time_out" {
  command = plan

  variables {
    settings = {
      vips = {
        vip = {
          address             = "10.16.10.20"
          cidr                = "10.16.10.0/24"
          device_index        = 1
          secondary_addresses = []
          elastic_ips         = { primary = "made" }
          routes              = ["192.168.0.0/16"]
        }
      }
      vpc                            = "10.16.0.0/16"
      wan_subnets                    = { "10.16.1.0/24" = "eu-west-1a", "10.16.2.0/24" = "eu-west-1b" }
      launch_hook_timeout_seconds    = 700
      terminate_hook_timeout_seconds = 600
      launch                         = "b"
      reboot_after_attach            = false
      standby                        = "none"
    }
  }

  assert {
    condition     = output.interrupts == tolist(["A hook's time-out changes: the group is made anew. The service is away while the old instance is drained, and then for about 4 minutes and until it has booted (it is given 60 s); the addresses stay."])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}

run "another_vpc_and_another_brought_address" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.record
    values = {
      names  = ["/persistent-vnf/edge/applied"]
      values = ["{\"settings\":{\"vpc_cidr\":\"10.17.0.0/16\",\"vip_address\":\"10.16.10.20\",\"vip_cidr\":\"10.16.10.0/24\",\"vip_routes\":[],\"elastic_ip\":\"eipalloc-0aaaaaaaaaaaaaaaa\"},\"interrupts\":[]}"]
    }
  }

  assert {
    condition = output.interrupts == tolist([
      "The VPC moves from 10.17.0.0/16 to 10.16.0.0/16: all that the module has in it and the group are made anew. The service is away while the old instance is drained, and then for about 4 minutes and until it has booted (it is given 60 s).",
      "The Elastic IP changes from eipalloc-0aaaaaaaaaaaaaaaa to a new one of the module's own: the public address is another one, and every remote device that holds the old one has to be told.",
    ])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}

run "a_refresh_of_two" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.record
    values = {
      names  = ["/persistent-vnf/edge/applied"]
      values = ["{\"settings\":{\"vips\":{\"vip\":{\"address\":\"10.16.10.20\",\"cidr\":\"10.16.10.0/24\",\"device_index\":1,\"elastic_ips\":{\"primary\":\"made\"},\"routes\":[\"192.168.0.0/16\"],\"secondary_addresses\":[]}},\"vpc\":\"10.16.0.0/16\",\"wan_subnets\":{\"10.16.1.0/24\":\"eu-west-1a\",\"10.16.2.0/24\":\"eu-west-1b\"},\"launch_hook_timeout_seconds\":600,\"terminate_hook_timeout_seconds\":600,\"launch\":\"a\",\"reboot_after_attach\":false,\"standby\":\"hot\"},\"interrupts\":[\"What was said before.\"]}"]
    }
  }

  variables {
    settings = {
      vips = {
        vip = {
          address             = "10.16.10.20"
          cidr                = "10.16.10.0/24"
          device_index        = 1
          secondary_addresses = []
          elastic_ips         = { primary = "made" }
          routes              = ["192.168.0.0/16"]
        }
      }
      vpc                            = "10.16.0.0/16"
      wan_subnets                    = { "10.16.1.0/24" = "eu-west-1a", "10.16.2.0/24" = "eu-west-1b" }
      launch_hook_timeout_seconds    = 600
      terminate_hook_timeout_seconds = 600
      launch                         = "b"
      reboot_after_attach            = false
      standby                        = "hot"
    }
  }

  assert {
    condition     = output.interrupts == tolist(["The launch template changes, and enable_instance_refresh is on: both instances are replaced at once, one after the other. The VIPs move once or twice, and are away for about half a minute each time; the addresses stay."])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}

run "a_refresh_while_the_standby_has_yet_to_boot" {
  command = plan

  variables {
    settings = {
      vips = {
        vip = {
          address             = "10.16.10.20"
          cidr                = "10.16.10.0/24"
          device_index        = 1
          secondary_addresses = []
          elastic_ips         = { primary = "made" }
          routes              = ["192.168.0.0/16"]
        }
      }
      vpc                            = "10.16.0.0/16"
      wan_subnets                    = { "10.16.1.0/24" = "eu-west-1a", "10.16.2.0/24" = "eu-west-1b" }
      launch_hook_timeout_seconds    = 600
      terminate_hook_timeout_seconds = 600
      launch                         = "b"
      reboot_after_attach            = false
      standby                        = "hot"
    }
  }

  assert {
    condition     = output.interrupts == tolist(["The launch template changes, and enable_instance_refresh is on: the running instance is replaced at once. The service is away for about a minute and until it has booted (it is given 60 s); the addresses stay."])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}

run "a_template_that_waits_interrupts_nothing" {
  command = plan

  variables {
    enable_instance_refresh = false
    settings = {
      vips = {
        vip = {
          address             = "10.16.10.20"
          cidr                = "10.16.10.0/24"
          device_index        = 1
          secondary_addresses = []
          elastic_ips         = { primary = "made" }
          routes              = ["192.168.0.0/16"]
        }
      }
      vpc                            = "10.16.0.0/16"
      wan_subnets                    = { "10.16.1.0/24" = "eu-west-1a", "10.16.2.0/24" = "eu-west-1b" }
      launch_hook_timeout_seconds    = 600
      terminate_hook_timeout_seconds = 600
      launch                         = "b"
      reboot_after_attach            = false
      standby                        = "none"
    }
  }

  assert {
    condition     = output.interrupts == tolist(["Nothing: the changed launch template waits for the next instance."])
    error_message = jsonencode(output.interrupts)
  }
}

run "no_record_of_a_running_service" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.record
    values = { names = [], values = [] }
  }

  assert {
    condition     = output.interrupts == tolist(["Unknown: an instance holds the VIP, but what was applied last is not on record."])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}

run "the_first_plan" {
  override_data {
    target = data.aws_ssm_parameters_by_path.record
    values = { names = [], values = [] }
  }

  override_data {
    target = data.aws_network_interfaces.vip
    values = { ids = [] }
  }

  assert {
    condition     = output.interrupts == tolist(["Nothing: no instance of this name holds a VIP yet."])
    error_message = jsonencode(output.interrupts)
  }
}

run "another_name" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.record
    values = { names = [], values = [] }
  }

  override_data {
    target = data.aws_network_interfaces.vip
    values = { ids = [] }
  }

  variables {
    name = "core"
  }

  assert {
    condition     = output.interrupts == tolist(["The name changes to core: functions, roles and the group are made anew. The service is away while the old instance is drained, and then for about 4 minutes and until it has booted (it is given 60 s); the addresses stay."])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}

run "the_record_of_release_0_2_0" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.record
    values = {
      names  = ["/persistent-vnf/edge/applied"]
      values = ["{\"settings\":{\"vip_address\":\"10.16.10.20\",\"vip_cidr\":\"10.16.10.0/24\",\"vpc\":\"10.16.0.0/16\",\"wan_subnets\":{\"10.16.1.0/24\":\"eu-west-1a\",\"10.16.2.0/24\":\"eu-west-1b\"},\"vip_routes\":[\"192.168.0.0/16\"],\"elastic_ip\":null,\"launch_hook_timeout_seconds\":600,\"terminate_hook_timeout_seconds\":600,\"launch\":\"a\",\"reboot_after_attach\":false},\"interrupts\":[\"What was said before.\"]}"]
    }
  }

  assert {
    condition     = output.interrupts == tolist(["Nothing."])
    error_message = jsonencode(output.interrupts)
  }
}

run "vips_that_come_go_and_change" {
  command = plan

  override_data {
    target = data.aws_ssm_parameters_by_path.record
    values = {
      names = ["/persistent-vnf/edge/applied"]
    values = ["{\"settings\":{\"vips\":{\"vip\":{\"address\":\"10.16.10.20\",\"cidr\":\"10.16.10.0/24\",\"device_index\":2,\"secondary_addresses\":[\"10.16.10.21\",\"10.16.10.22\"],\"elastic_ips\":{\"primary\":\"eipalloc-0aaaaaaaaaaaaaaaa\",\"10.16.10.21\":\"made\"},\"routes\":[]},\"core\":{\"address\":\"10.16.11.20\",\"cidr\":\"10.16.11.0/24\",\"device_index\":1,\"secondary_addresses\":[\"10.16.11.21\"],\"elastic_ips\":{},\"routes\":[]}}},\"interrupts\":[]}"] }
  }

  variables {
    settings = {
      vips = {
        vip  = { address = "10.16.10.20", cidr = "10.16.10.0/24", device_index = 1, secondary_addresses = ["10.16.10.21"], elastic_ips = {}, routes = [] }
        edge = { address = "10.16.12.20", cidr = "10.16.12.0/24", device_index = 2, secondary_addresses = [], elastic_ips = {}, routes = [] }
      }
      vpc                            = "10.16.0.0/16"
      wan_subnets                    = {}
      launch_hook_timeout_seconds    = 600
      terminate_hook_timeout_seconds = 600
      launch                         = "a"
      reboot_after_attach            = false
      standby                        = "none"
    }
  }

  assert {
    condition = output.interrupts == tolist([
      "VIP core goes: 10.16.11.20, 10.16.11.21 leaves the instance, and sessions over it end, for good.",
      "VIP vip moves from device index 2 to 1: sessions end, for about half a minute. The guest has to expect it there.",
      "Secondary addresses of VIP vip go: sessions over 10.16.10.22 end, for good.",
      "The Elastic IP of VIP vip (eipalloc-0aaaaaaaaaaaaaaaa) is taken off, and stays yours: every remote device that holds its public address loses the VNF.",
      "The module's own Elastic IP of 10.16.10.21 of VIP vip is released, for good: its public address is lost, and every remote device that holds it. Nothing takes its place.",
    ])
    error_message = jsonencode(output.interrupts)
  }

  expect_failures = [check.interruptions]
}
