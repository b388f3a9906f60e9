# Service checks: what is made with them, that nothing is made without, and what goes with neither.

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

variables {
  name = "edge"
}

run "without_checks_there_is_nothing_of_it" {
  command = plan

  variables {
    service_checks = { vip = [] }
  }

  assert {
    condition     = length(module.prober) == 0 && output.prober_security_group_id == null
    error_message = "Without checks there should be no prober."
  }

  assert {
    condition     = keys(output.function_names) == ["hook_handler", "warmup"] && keys(output.rule_names) == ["audit", "hooks", "state_changes", "warmup"] && !contains(keys(output.role_policies), "prober") && !contains(keys(output.log_group_names), "prober")
    error_message = "Without checks nothing should be told of a prober."
  }

  assert {
    condition     = length(module.vpc[0].prober_subnet_ids) == 0
    error_message = "Without checks there should be no subnets for them."
  }
}

run "with_checks" {
  variables {
    vips = {
      access = { cidr = "10.16.10.0/24", address = "10.16.10.20/32", device_index = 1 }
      core   = { cidr = "10.16.11.0/24", address = "10.16.11.20", device_index = 2 }
    }
    service_checks = {
      access = [{ type = "sip", mode = "replace" }, { type = "ike" }]
    }
  }

  assert {
    condition = [output.function_names.prober, output.function_role_names.prober, output.log_group_names.prober, output.rule_names.prober] == [
      "edge-prober", "edge-prober-eu-west-1", "/aws/lambda/edge-prober", "edge-prober"
    ]
    error_message = "Function, role, log group and rule have other names than documented."
  }

  assert {
    condition     = output.prober_security_group_id != null && contains(keys(output.function_arns), "prober") && contains(keys(output.role_policies), "prober")
    error_message = "What people need of the prober should be told."
  }

  assert {
    condition     = length(module.vpc[0].prober_subnet_ids) == 2
    error_message = "The prober should be in two zones."
  }

  assert {
    condition     = module.service_checks.this.asked[0].address == "10.16.10.20"
    error_message = "An address is one without a prefix length."
  }
}

run "in_somebody_elses_vpc" {
  command = plan

  override_data {
    target = module.existing_vpc[0].data.aws_subnets.wan
    values = { ids = ["subnet-0aaaaaaaaaaaaaaaa"] }
  }

  override_data {
    target = module.existing_vpc[0].data.aws_subnets.prober
    values = { ids = ["subnet-0bbbbbbbbbbbbbbbb"] }
  }

  override_data {
    target = module.existing_vpc[0].data.aws_subnets.colliding
    values = { ids = [] }
  }

  variables {
    network        = { vpc_id = "vpc-0123456789abcdef0", wan_subnet_ids = { a = "subnet-0aaaaaaaaaaaaaaaa" }, prober_subnet_ids = { a = "subnet-0bbbbbbbbbbbbbbbb" } }
    service_checks = { vip = [{ type = "sip" }] }
  }

  assert {
    condition     = output.function_names.prober == "edge-prober"
    error_message = "There should be a prober."
  }
}

run "with_brought_roles" {
  command = plan

  variables {
    service_checks   = { vip = [{ type = "sip" }] }
    enable_flow_logs = false
    iam = {
      from = "bring"
      role_arns = {
        hook_handler = "arn:aws:iam::123456789012:role/handler"
        warmup       = "arn:aws:iam::123456789012:role/warmup"
        prober       = "arn:aws:iam::123456789012:role/platform/prober"
      }
      instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/edge"
    }
  }

  assert {
    condition     = output.function_role_names.prober == "prober"
    error_message = "The prober should have the role that is brought."
  }
}
