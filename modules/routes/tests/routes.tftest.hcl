# What a route may say, where it may lead, and the zones that a Transit Gateway has to cover.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "none" {
  command = plan

  assert {
    condition     = length(aws_route.this) == 0 && length(output.destinations) == 0
    error_message = "Without routes there is nothing."
  }
}

run "every_kind_of_route" {
  command = plan

  variables {
    routes = [
      { cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" },
      { cidr = "192.168.7.7/32", transit_gateway_id = "tgw-0123456789abcdef0" },
      { cidr = "172.16.0.0/12", network_interface_id = "eni-0123456789abcdef0", gateway_id = null },
      { cidr = "0.0.0.0/1", vpc_peering_connection_id = "pcx-0123456789abcdef0" },
      { prefix_list_id = "pl-0123456789abcdef0", core_network_arn = "arn:aws:networkmanager::123456789012:core-network/core-network-0123456789abcdef0" },
    ]
  }

  assert {
    condition = [
      aws_route.this["192.168.0.0/16"].gateway_id,
      aws_route.this["192.168.7.7/32"].transit_gateway_id,
      aws_route.this["172.16.0.0/12"].network_interface_id,
      aws_route.this["0.0.0.0/1"].vpc_peering_connection_id,
      aws_route.this["pl-0123456789abcdef0"].core_network_arn,
    ] == ["vgw-0123456789abcdef0", "tgw-0123456789abcdef0", "eni-0123456789abcdef0", "pcx-0123456789abcdef0", "arn:aws:networkmanager::123456789012:core-network/core-network-0123456789abcdef0"]
    error_message = "Each route should lead to its target."
  }

  assert {
    condition     = aws_route.this["pl-0123456789abcdef0"].destination_prefix_list_id == "pl-0123456789abcdef0" && aws_route.this["192.168.0.0/16"].destination_cidr_block == "192.168.0.0/16"
    error_message = "A destination is a range or a prefix list."
  }

  assert {
    condition     = { for place, each in data.aws_ec2_transit_gateway_vpc_attachments.this : place => length(each.ids) } == { "1" = 1 }
    error_message = "Only for a Transit Gateway there is an attachment to look up."
  }

  assert {
    condition     = output.destinations == tolist(["192.168.0.0/16", "192.168.7.7/32", "172.16.0.0/12", "0.0.0.0/1", "pl-0123456789abcdef0"])
    error_message = "Others should learn what is routed."
  }

  assert {
    condition     = { for key, each in data.aws_subnets.attached : key => [for filter in each.filter : one(filter.values) if filter.name == "availability-zone"] } == { "1 10.16.1.0/24" = ["eu-west-1a"], "1 10.16.2.0/24" = ["eu-west-1b"] }
    error_message = "Of the one Transit Gateway the attachment is asked for each zone: ${jsonencode(keys(data.aws_subnets.attached))}."
  }
}

run "not_attached" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", transit_gateway_id = "tgw-0123456789abcdef0" }]
  }

  override_data {
    target = data.aws_ec2_transit_gateway_vpc_attachments.this
    values = { ids = [] }
  }

  expect_failures = [data.aws_ec2_transit_gateway_vpc_attachments.this]
}

run "attached_in_other_zones" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", transit_gateway_id = "tgw-0123456789abcdef0" }]
  }

  override_data {
    target = data.aws_subnets.attached
    values = { ids = [] }
  }

  expect_failures = [data.aws_subnets.attached]
}

run "an_attribute_that_no_route_knows" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", transit_gateway = "tgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "no_destination" {
  command = plan

  variables {
    routes = [{ gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "two_destinations" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", prefix_list_id = "pl-0123456789abcdef0", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "host_bits" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.1/16", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "ipv6" {
  command = plan

  variables {
    routes = [{ cidr = "fd00::/20", gateway_id = "vgw-0123456789abcdef0" }]
  }

  assert {
    condition     = aws_route.this["fd00::/20"].destination_ipv6_cidr_block == "fd00::/20" && aws_route.this["fd00::/20"].destination_cidr_block == null
    error_message = "An IPv6 range is a destination of its own kind."
  }
}

run "ipv6_with_host_bits" {
  command = plan

  variables {
    routes = [{ cidr = "fd00::1/20", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "a_prefix_list_by_its_name" {
  command = plan

  variables {
    routes = [{ prefix_list_id = "carrier", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "a_default_route" {
  command = plan

  variables {
    routes = [{ cidr = "0.0.0.0/0", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "two_routes_to_one_range" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }, { cidr = "192.168.0.0/16", transit_gateway_id = "tgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "no_target" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16" }]
  }

  expect_failures = [var.routes]
}

run "two_targets" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0", transit_gateway_id = "tgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "a_transit_gateway_as_gateway" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", gateway_id = "tgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "a_transit_gateway_that_is_null" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0", transit_gateway_id = null }]
  }

  expect_failures = [var.routes]
}

run "a_route_into_the_vpc" {
  command = plan

  variables {
    routes = [{ cidr = "10.16.200.0/24", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [output.destinations]
}

run "a_route_into_a_secondary_range" {
  command = plan

  variables {
    routes    = [{ cidr = "100.64.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
    vpc_cidrs = ["10.16.0.0/16", "100.64.0.0/16"]
  }

  expect_failures = [output.destinations]
}
