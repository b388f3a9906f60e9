# Routes of the VIP subnet, and routes of others that lead to the VIP.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
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
