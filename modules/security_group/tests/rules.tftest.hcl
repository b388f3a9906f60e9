# Rules: how they reach EC2. (Which are refused: modules/rules.)

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

variables {
  name        = "edge"
  label       = "vip-access"
  description = "Persistent address of edge"
  vpc_id      = "vpc-0123456789abcdef0"
}

run "protocols_and_peers" {
  command = plan

  variables {
    ingress_rules = [
      { description = "IKE", protocol = "udp", from_port = 500, cidrs = ["203.0.113.0/24", "198.51.100.7/32"] },
      { description = "RTP", protocol = "17", from_port = 16384, to_port = 32767, cidrs = ["203.0.113.0/24"] },
      { description = "ESP", protocol = "esp", cidrs = ["203.0.113.0/24"] },
      { description = "GRE", protocol = "47", cidrs = ["203.0.113.0/24"] },
      { description = "Ping", protocol = "icmp", from_port = 8, to_port = -1, cidrs = ["203.0.113.0/24"] },
      { description = "Peers", protocol = "all", security_group_ids = ["sg-0123456789abcdef0"], prefix_list_ids = ["pl-0123456789abcdef0"] },
    ]
    egress_rules = [{ description = "Everything", protocol = "all", cidrs = ["0.0.0.0/0"] }]
  }

  assert {
    condition = toset(keys(aws_vpc_security_group_ingress_rule.this)) == toset([
      "udp 500-500 203.0.113.0/24",
      "udp 500-500 198.51.100.7/32",
      "udp 16384-32767 203.0.113.0/24",
      "50 all 203.0.113.0/24",
      "47 all 203.0.113.0/24",
      "icmp 8--1 203.0.113.0/24",
      "-1 all Peers, security group 0",
      "-1 all Peers, prefix list 0",
    ])
    error_message = "Each peer of each rule should be one resource, keyed by what it says."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.this["50 all 203.0.113.0/24"].from_port == null
    error_message = "ESP has no ports."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.this["udp 500-500 203.0.113.0/24"].to_port == 500
    error_message = "A rule with one port needs no to_port."
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.this["-1 all 0.0.0.0/0"].cidr_ipv4 == "0.0.0.0/0"
    error_message = "Egress to everywhere is allowed without saying it twice."
  }
}

run "nothing_is_open_by_default" {
  command = plan

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.this) + length(aws_vpc_security_group_egress_rule.this) == 0
    error_message = "There should be no rules."
  }
}

run "ranges_of_both_kinds" {
  command = plan

  variables {
    egress_rules = [{ description = "Everything", protocol = "all", cidrs = ["0.0.0.0/0", "::/0"] }]
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.this["-1 all 0.0.0.0/0"].cidr_ipv6 == null && aws_vpc_security_group_egress_rule.this["-1 all ::/0"].cidr_ipv4 == null && aws_vpc_security_group_egress_rule.this["-1 all ::/0"].cidr_ipv6 == "::/0"
    error_message = "EC2 takes each kind by a name of its own."
  }
}
