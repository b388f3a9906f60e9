# What joins several VIPs, and how the map of them is written.

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

variables {
  name = "edge"
}

run "the_last_device_index_and_null_for_the_default" {
  command = plan

  variables {
    vips = { "a-1234567890-z1" = { cidr = "10.16.10.0/24", address = "10.16.10.20", device_index = 14, routes = null, elastic_ip = null, ipv6 = null } }
  }

  assert {
    condition     = output.vips["a-1234567890-z1"].device_index == 14 && output.private_address == "10.16.10.20" && length(output.vips["a-1234567890-z1"].allocation_ids) == 1
    error_message = "What is null is the default."
  }
}

run "no_vip" {
  command = plan

  variables {
    vips = {}
  }

  expect_failures = [var.vips]
}

run "vips_in_a_list" {
  command = plan

  variables {
    vips = [{ cidr = "10.16.10.0/24", address = "10.16.10.20" }]
  }

  expect_failures = [var.vips]
}

run "a_vip_without_anything" {
  command = plan

  variables {
    vips = { vip = null }
  }

  expect_failures = [var.vips]
}

run "a_key_in_capitals" {
  command = plan

  variables {
    vips = { Access = { cidr = "10.16.10.0/24", address = "10.16.10.20" } }
  }

  expect_failures = [var.vips]
}

run "a_key_of_seventeen" {
  command = plan

  variables {
    vips = { abcdefghijklmnopq = { cidr = "10.16.10.0/24", address = "10.16.10.20" } }
  }

  expect_failures = [var.vips]
}

run "an_attribute_that_no_vip_knows" {
  command = plan

  variables {
    vips = { vip = { cidr = "10.16.10.0/24", address = "10.16.10.20", vip_routes = [] } }
  }

  expect_failures = [var.vips]
}

run "no_address" {
  command = plan

  variables {
    vips = { vip = { cidr = "10.16.10.0/24" } }
  }

  expect_failures = [var.vips]
}

run "index_0" {
  command = plan

  variables {
    vips = { vip = { cidr = "10.16.10.0/24", address = "10.16.10.20", device_index = 0 } }
  }

  expect_failures = [var.vips]
}

run "index_15" {
  command = plan

  variables {
    vips = { vip = { cidr = "10.16.10.0/24", address = "10.16.10.20", device_index = 15 } }
  }

  expect_failures = [var.vips]
}

run "several_and_one_says_no_index" {
  command = plan

  variables {
    vips = { access = { cidr = "10.16.10.0/24", address = "10.16.10.20" }, core = { cidr = "10.16.11.0/24", address = "10.16.11.20", device_index = 2 } }
  }

  expect_failures = [var.vips]
}

run "one_index_twice" {
  command = plan

  variables {
    vips = { access = { cidr = "10.16.10.0/24", address = "10.16.10.20", device_index = 1 }, core = { cidr = "10.16.11.0/24", address = "10.16.11.20", device_index = 1 } }
  }

  expect_failures = [var.vips]
}

run "ranges_that_overlap" {
  command = plan

  variables {
    vips = { access = { cidr = "10.16.10.0/24", address = "10.16.10.20", device_index = 1 }, core = { cidr = "10.16.10.0/25", address = "10.16.10.21", device_index = 2 } }
  }

  expect_failures = [var.vips]
}

run "one_elastic_ip_twice" {
  command = plan

  variables {
    vips = { access = { cidr = "10.16.10.0/24", address = "10.16.10.20", device_index = 1, elastic_ip = { from = "bring", allocation_id = "eipalloc-0123456789abcdef0" } }, core = { cidr = "10.16.11.0/24", address = "10.16.11.20", device_index = 2, elastic_ip = { from = "bring", allocation_id = "eipalloc-0123456789abcdef0" } } }
  }

  expect_failures = [output.vips]
}

run "one_next_hop_twice" {
  command = plan

  variables {
    vips = { access = { cidr = "10.16.10.0/24", address = "10.16.10.20", device_index = 1, next_hop_routes = { branch = { route_table_id = "rtb-0123456789abcdef0", destination = "192.168.0.0/16" } } }, core = { cidr = "10.16.11.0/24", address = "10.16.11.20", device_index = 2, next_hop_routes = { branch = { route_table_id = "rtb-0123456789abcdef0", destination = "192.168.0.0/16" } } } }
  }

  expect_failures = [output.vips]
}

run "a_next_hop_in_a_table_of_ours" {
  override_resource {
    target = module.vip["core"].aws_route_table.this
    values = { id = "rtb-0123456789abcdef0" }
  }

  variables {
    vips = { access = { cidr = "10.16.10.0/24", address = "10.16.10.20", device_index = 1, next_hop_routes = { branch = { route_table_id = "rtb-0123456789abcdef0", destination = "192.168.0.0/16" } } }, core = { cidr = "10.16.11.0/24", address = "10.16.11.20", device_index = 2, routes = [{ cidr = "192.168.0.0/16", gateway_id = "vgw-0123456789abcdef0" }] } }
  }

  expect_failures = [output.vips]
}
