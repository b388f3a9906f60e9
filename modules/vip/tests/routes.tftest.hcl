# Routes of the VIP subnet, and routes of others that lead to the VIP.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "a_brought_route_table" {
  command = plan

  variables {
    brought_route_table_ids = ["rtb-0123456789abcdef0"]
  }

  assert {
    condition     = length(aws_route_table.this) + length(aws_route.internet) == 0 && output.handler.route_table_id == "rtb-0123456789abcdef0" && length(output.routes) == 0
    error_message = "In a brought table nothing is made."
  }
}

run "routes_into_a_brought_table" {
  command = plan

  variables {
    brought_route_table_ids = ["rtb-0123456789abcdef0"]
    routes                  = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.routes]
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

run "a_gateway_that_propagates" {
  command = plan

  variables {
    propagating_vgws = ["vgw-0123456789abcdef0"]
  }

  assert {
    condition     = aws_route_table.this[0].propagating_vgws == toset(["vgw-0123456789abcdef0"])
    error_message = "The gateway's routes should propagate."
  }
}

run "a_gateway_that_propagates_into_a_brought_table" {
  command = plan

  variables {
    brought_route_table_ids = ["rtb-0123456789abcdef0"]
    propagating_vgws        = ["vgw-0123456789abcdef0"]
  }

  expect_failures = [var.propagating_vgws]
}

run "a_route" {
  command = plan

  variables {
    routes = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
  }

  assert {
    condition     = output.routes == ["0.0.0.0/0", "192.168.0.0/16"]
    error_message = "The route should stand beside the Elastic IP's."
  }
}
