# Routes of the VIP subnet, and routes of others that lead to the VIP.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "every_kind_of_route" {
  command = plan

  variables {
    routes = [
      { cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" },
      { cidr = "192.168.7.7/32", transit_gateway_id = "tgw-0123456789abcdef0" },
      { cidr = "172.16.0.0/12", network_interface_id = "eni-0123456789abcdef0" },
      { cidr = "0.0.0.0/1", vpc_peering_connection_id = "pcx-0123456789abcdef0" },
    ]
    propagating_vgws = ["vgw-0123456789abcdef0"]
  }

  assert {
    condition = [
      aws_route.this["192.168.0.0/16"].gateway_id,
      aws_route.this["192.168.7.7/32"].transit_gateway_id,
      aws_route.this["172.16.0.0/12"].network_interface_id,
      aws_route.this["0.0.0.0/1"].vpc_peering_connection_id,
    ] == ["vgw-0123456789abcdef0", "tgw-0123456789abcdef0", "eni-0123456789abcdef0", "pcx-0123456789abcdef0"] && aws_route_table.this[0].propagating_vgws == toset(["vgw-0123456789abcdef0"])
    error_message = "Each route should lead to its target, and the gateway's routes propagate."
  }
}

run "a_brought_route_table" {
  command = plan

  variables {
    brings_route_table = true
    route_table_id     = "rtb-0123456789abcdef0"
  }

  assert {
    condition     = length(aws_route_table.this) + length(aws_route.internet) == 0 && output.handler.route_table_id == "rtb-0123456789abcdef0" && length(output.routes) == 0
    error_message = "In a brought table nothing is made."
  }
}

run "routes_into_a_brought_table" {
  command = plan

  variables {
    brings_route_table = true
    route_table_id     = "rtb-0123456789abcdef0"
    routes             = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [output.routes]
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

run "no_destination" {
  command = plan

  variables {
    routes = [{ gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
}

run "host_bits_of_a_route" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.1/16", gateway_id = "vgw-0123456789abcdef0" }]
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

run "an_attribute_that_no_route_knows" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", transit_gateway = "tgw-0123456789abcdef0" }]
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

run "the_default_route_that_the_elastic_ip_needs" {
  command = plan

  variables {
    routes = [{ cidr = "0.0.0.0/0", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [output.routes]
}

run "a_route_into_the_vpc" {
  command = plan

  variables {
    routes = [{ cidr = "10.16.200.0/24", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [output.routes]
}

run "a_transit_gateway_that_propagates" {
  command = plan

  variables {
    propagating_vgws = ["tgw-0123456789abcdef0"]
  }

  expect_failures = [var.propagating_vgws]
}

run "next_hops" {
  command = plan

  variables {
    next_hop_routes = {
      branch = { route_table_id = "rtb-0123456789abcdef0", destination = "192.168.0.0/16" }
      ipv6   = { route_table_id = "rtb-0123456789abcdef0", destination = "2001:db8::/32" }
    }
  }

  assert {
    condition     = output.handler.next_hop_routes[1].destination == "2001:db8::/32" && length(output.handler.next_hop_routes) == 2
    error_message = "Both routes should be handed on."
  }
}

run "a_next_hop_without_a_table" {
  command = plan

  variables {
    next_hop_routes = { branch = { destination = "192.168.0.0/16" } }
  }

  expect_failures = [var.next_hop_routes]
}

run "a_next_hop_to_host_bits" {
  command = plan

  variables {
    next_hop_routes = { branch = { route_table_id = "rtb-0123456789abcdef0", destination = "192.168.0.1/16" } }
  }

  expect_failures = [var.next_hop_routes]
}

run "a_next_hop_in_a_subnet" {
  command = plan

  variables {
    next_hop_routes = { branch = { route_table_id = "subnet-0123456789abcdef0", destination = "192.168.0.0/16" } }
  }

  expect_failures = [var.next_hop_routes]
}
