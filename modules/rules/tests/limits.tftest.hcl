# What a rule may not say, each at its boundary.

run "all_that_may_be_said" {
  command = plan

  variables {
    ingress_rules = [
      { description = format("%0255d", 0), protocol = "0", cidrs = ["203.0.113.7/32"] },
      { description = "Aa0 ._-:/()#,@[]+=&;{}!$*", protocol = "255", cidrs = ["203.0.113.0/24"] },
      { description = "All ports", protocol = "udp", from_port = 0, to_port = 65535, cidrs = ["203.0.113.0/24"] },
      { description = "Any ICMP", protocol = "icmp", from_port = -1, to_port = -1, cidrs = ["203.0.113.0/24"] },
      { description = "SIP", protocol = "udp", from_port = 5060, prefix_list_ids = ["pl-0123456789abcdef0"] },
      { description = "SIP", protocol = "tcp", from_port = 5060, prefix_list_ids = ["pl-0123456789abcdef0"] },
    ]
  }

  assert {
    condition     = length(output.peers.ingress) == 6
    error_message = "None of these rules may be refused or lost."
  }
}

run "no_peer" {
  command = plan

  variables {
    ingress_rules = [{ description = "Nobody", protocol = "esp" }]
  }

  expect_failures = [output.peers]
}

run "a_description_of_256_characters" {
  command = plan

  variables {
    egress_rules = [{ description = format("%0256d", 0), protocol = "esp", cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "two_rules_that_say_the_same" {
  command = plan

  variables {
    ingress_rules = [
      { description = "SIP", protocol = "udp", from_port = 5060, prefix_list_ids = ["pl-0123456789abcdef0"] },
      { description = "SIP", protocol = "17", from_port = 5060, to_port = 5060, prefix_list_ids = ["pl-0fedcba9876543210"] },
    ]
  }

  expect_failures = [output.peers]
}

run "protocol_256" {
  command = plan

  variables {
    ingress_rules = [{ description = "Unknown", protocol = "256", cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "ports_of_a_protocol_without_ports" {
  command = plan

  variables {
    ingress_rules = [{ description = "ESP", protocol = "esp", from_port = 500, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "port_65536" {
  command = plan

  variables {
    ingress_rules = [{ description = "RTP", protocol = "udp", from_port = 16384, to_port = 65536, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "ipv6_ranges" {
  command = plan

  variables {
    ingress_rules = [
      { description = "Any ICMP", protocol = "icmpv6", from_port = -1, cidrs = ["2001:db8::/32"] },
      { description = "SSH", protocol = "tcp", from_port = 22, cidrs = ["2000::/16"] },
    ]
    egress_rules = [{ description = "Everything", protocol = "all", cidrs = ["0.0.0.0/0", "::/0"] }]
  }

  assert {
    condition     = output.peers.ingress["icmpv6 -1--1 2001:db8::/32"].to_port == -1 && length(output.peers.egress) == 2
    error_message = "Ranges of both kinds may stand beside each other."
  }
}

run "icmp_of_an_ipv6_range" {
  command = plan

  variables {
    ingress_rules = [{ description = "Ping", protocol = "icmp", from_port = 8, cidrs = ["2001:db8::/32"] }]
  }

  expect_failures = [output.peers]
}

run "icmpv6_of_an_ipv4_range" {
  command = plan

  variables {
    ingress_rules = [{ description = "Ping", protocol = "58", from_port = 128, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "ssh_to_a_wide_ipv6_range" {
  command = plan

  variables {
    ingress_rules = [{ description = "SSH", protocol = "tcp", from_port = 22, cidrs = ["2000::/15"] }]
  }

  expect_failures = [output.peers]
}

# --- SSH ---

run "ssh_to_a_range_of_8" {
  command = plan

  variables {
    ingress_rules = [{ description = "SSH", protocol = "tcp", from_port = 22, cidrs = ["10.0.0.0/8"] }]
  }
}

run "ssh_to_half_the_internet" {
  command = plan

  variables {
    ingress_rules = [{ description = "SSH", protocol = "tcp", from_port = 20, to_port = 30, cidrs = ["0.0.0.0/1"] }]
  }

  expect_failures = [output.peers]
}

run "everything_to_anywhere_holds_ssh_too" {
  command = plan

  variables {
    ingress_rules = [{ description = "Router", protocol = "all", cidrs = ["0.0.0.0/0"] }]
  }

  expect_failures = [output.peers]
}

run "ssh_to_anywhere_said_twice" {
  command = plan

  variables {
    allow_ssh_from_anywhere = true
    ingress_rules           = [{ description = "SSH", protocol = "tcp", from_port = 22, cidrs = ["0.0.0.0/0"] }]
  }
}

run "another_port_to_anywhere" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP over TLS", protocol = "tcp", from_port = 5061, cidrs = ["0.0.0.0/0"] }]
  }
}

# --- Text, numbers and attributes ---

run "an_attribute_that_no_rule_knows" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", from_port = 10000, end_port = 20000, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "a_name_that_is_there_twice" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", from_port = 5060, cidrs = { carrier = "203.0.113.0/24" } }, { description = "SIP, too", protocol = "udp", from_port = 5060, cidrs = { carrier = "198.51.100.0/24" } }]
  }

  expect_failures = [output.peers]
}

run "a_padded_protocol" {
  command = plan

  variables {
    ingress_rules = [{ description = "TCP", protocol = "006", from_port = 22, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "a_port_in_words" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", from_port = "sip", cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "half_a_port" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", from_port = 5060.5, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "a_last_port_without_a_first" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", to_port = 5060, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "an_icmp_type_of_256" {
  command = plan

  variables {
    ingress_rules = [{ description = "Ping", protocol = "icmp", from_port = 256, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [output.peers]
}

run "a_padded_range" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", from_port = 5060, cidrs = ["203.0.113.007/32"] }]
  }

  expect_failures = [output.peers]
}

run "a_prefix_list_in_capitals" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", from_port = 5060, prefix_list_ids = ["PL-0123456789ABCDEF0"] }]
  }

  expect_failures = [output.peers]
}

run "a_group_by_its_name" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", from_port = 5060, security_group_ids = ["default"] }]
  }

  expect_failures = [output.peers]
}

run "a_single_rule_of_ingress" {
  command = plan

  variables {
    ingress_rules = { description = "SIP", protocol = "udp", from_port = 5060, cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.ingress_rules]
}

run "a_single_range_of_ingress" {
  command = plan

  variables {
    ingress_rules = [{ description = "SIP", protocol = "udp", from_port = 5060, cidrs = "203.0.113.0/24" }]
  }

  expect_failures = [var.ingress_rules]
}

run "a_single_rule_of_egress" {
  command = plan

  variables {
    egress_rules = { description = "SIP", protocol = "udp", from_port = 5060, cidrs = ["203.0.113.0/24"] }
  }

  expect_failures = [var.egress_rules]
}

run "a_single_range_of_egress" {
  command = plan

  variables {
    egress_rules = [{ description = "SIP", protocol = "udp", from_port = 5060, cidrs = "203.0.113.0/24" }]
  }

  expect_failures = [var.egress_rules]
}

run "ranges_by_name" {
  command = plan

  variables {
    ingress_rules = [
      { description = "SIP", protocol = "udp", from_port = "5060", to_port = null, cidrs = { carrier = "203.0.113.0/24" }, prefix_list_ids = null },
      { description = "Ping", protocol = "icmp", from_port = 8, cidrs = ["203.0.113.0/24"] },
    ]
    egress_rules = []
  }

  assert {
    condition     = keys(output.peers.ingress) == ["icmp 8--1 203.0.113.0/24", "udp 5060-5060 carrier"]
    error_message = "A map's names should be keys, and an ICMP type should open every code."
  }

  assert {
    condition     = [for field in ["description", "protocol", "from_port", "to_port", "cidr"] : tostring(output.peers.ingress["udp 5060-5060 carrier"][field])] == ["SIP", "udp", "5060", "5060", "203.0.113.0/24"]
    error_message = "Text of a number should be that number."
  }
}
