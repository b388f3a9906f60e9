# What a rule may not say, each at its boundary. (SSH is in rules.tftest.hcl.)

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

variables {
  name        = "edge"
  label       = "vip"
  description = "Persistent address of edge"
  vpc_id      = "vpc-0123456789abcdef0"
}

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
    condition     = length(aws_security_group.this.name) > 0 && length(aws_vpc_security_group_ingress_rule.this) == 6
    error_message = "None of these rules may be refused or lost."
  }
}

run "no_peer" {
  command = plan

  variables {
    ingress_rules = [{ description = "Nobody", protocol = "esp" }]
  }

  expect_failures = [aws_security_group.this]
}

run "a_description_of_256_characters" {
  command = plan

  variables {
    egress_rules = [{ description = format("%0256d", 0), protocol = "esp", cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [aws_security_group.this]
}

run "two_rules_that_say_the_same" {
  command = plan

  variables {
    ingress_rules = [
      { description = "SIP", protocol = "udp", from_port = 5060, prefix_list_ids = ["pl-0123456789abcdef0"] },
      { description = "SIP", protocol = "17", from_port = 5060, to_port = 5060, prefix_list_ids = ["pl-0fedcba9876543210"] },
    ]
  }

  expect_failures = [aws_security_group.this]
}

run "protocol_256" {
  command = plan

  variables {
    ingress_rules = [{ description = "Unknown", protocol = "256", cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [aws_security_group.this]
}

run "ports_of_a_protocol_without_ports" {
  command = plan

  variables {
    ingress_rules = [{ description = "ESP", protocol = "esp", from_port = 500, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [aws_security_group.this]
}

run "port_65536" {
  command = plan

  variables {
    ingress_rules = [{ description = "RTP", protocol = "udp", from_port = 16384, to_port = 65536, cidrs = ["203.0.113.0/24"] }]
  }

  expect_failures = [aws_security_group.this]
}

run "an_ipv6_range" {
  command = plan

  variables {
    egress_rules = [{ description = "Everything", protocol = "all", cidrs = ["::/0"] }]
  }

  expect_failures = [aws_security_group.this]
}
