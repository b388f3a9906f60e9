# The VIP subnet's route table: ours, or one that is brought and left alone.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "ours" {
  variables {
    vip_routes           = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
    vip_propagating_vgws = ["vgw-0123456789abcdef0"]
  }

  assert {
    condition     = aws_route_table.this[0].propagating_vgws == toset(["vgw-0123456789abcdef0"]) && output.route_table_id == aws_route_table.this[0].id
    error_message = "The gateway's routes should propagate."
  }

  assert {
    condition     = aws_route.internet[0].gateway_id == "igw-0123456789abcdef0" && output.routes == tolist(["192.168.0.0/16"])
    error_message = "The Elastic IP needs the default route, and the private address its own."
  }
}

run "without_an_internet_gateway" {
  command = plan

  variables {
    internet_gateway_ids = []
  }

  assert {
    condition     = length(aws_route.internet) == 0 && length(aws_route_table.this) == 1
    error_message = "There is nothing that a default route could lead to."
  }
}

run "brought" {
  command = plan

  variables {
    brought_route_table_ids = ["rtb-0123456789abcdef0"]
  }

  assert {
    condition     = length(aws_route_table.this) + length(aws_route.internet) == 0 && output.route_table_id == "rtb-0123456789abcdef0"
    error_message = "A table of theirs is used as it is."
  }
}

run "routes_for_a_table_of_theirs" {
  command = plan

  variables {
    brought_route_table_ids = ["rtb-0123456789abcdef0"]
    vip_routes              = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }]
  }

  expect_failures = [var.vip_routes]
}

run "propagation_into_a_table_of_theirs" {
  command = plan

  variables {
    brought_route_table_ids = ["rtb-0123456789abcdef0"]
    vip_propagating_vgws    = ["vgw-0123456789abcdef0"]
  }

  expect_failures = [var.vip_propagating_vgws]
}

run "propagation_of_a_transit_gateway" {
  command = plan

  variables {
    vip_propagating_vgws = ["tgw-0123456789abcdef0"]
  }

  expect_failures = [var.vip_propagating_vgws]
}

run "somebody_elses_vpc_is_judged_elsewhere" {
  command = plan

  variables {
    vpc_cidr         = null
    wan_subnet_cidrs = []
    vip_cidr         = "100.64.10.0/24"
    vip_address      = "100.64.10.20"
  }

  assert {
    condition     = output.vip_cidr == "100.64.10.0/24"
    error_message = "modules/existing_vpc judges the range."
  }
}
