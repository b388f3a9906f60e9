# What a plan shows of the first boot: all that the module wrote, and nothing that the user did.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

variables {
  name                = "edge"
  group_name          = "edge"
  launch_hook_name    = "edge-launch"
  terminate_hook_name = "edge-terminate"
  vpc_id              = "vpc-0123456789abcdef0"
  subnet_ids          = ["subnet-0123456789abcdef0"]
  vip_cidr            = "10.16.10.0/24"
  vip_address         = "10.16.10.20"
  key_name            = "ops"
}

run "the_module_wrote_all_of_it" {
  command = plan

  variables {
    vnf = "VyOS"
  }

  assert {
    condition     = terraform_data.first_boot.input == base64decode(aws_launch_template.this.user_data) && !issensitive(aws_launch_template.this.user_data)
    error_message = "What no user wrote is no secret."
  }
}

run "extra_lines_are_counted" {
  command = plan

  variables {
    vnf          = "VyOS"
    extra_config = "set system login user noc\nset a secret\n"
  }

  assert {
    condition = terraform_data.first_boot.input == replace(
      nonsensitive(base64decode(aws_launch_template.this.user_data)),
      "  - \"set system login user noc\"\n  - \"set a secret\"\n", "  - \"(2 lines of extra_config, not shown)\"\n"
    )
    error_message = "The user's lines should be counted, and all around them shown."
  }

  assert {
    condition     = issensitive(aws_launch_template.this.user_data)
    error_message = "What holds the user's lines may hold secrets."
  }
}

run "user_data_is_measured" {
  command = plan

  variables {
    user_data = "a secret"
  }

  assert {
    condition     = terraform_data.first_boot.input == "user data of your own, 8 bytes, not shown"
    error_message = terraform_data.first_boot.input
  }
}

run "an_image_that_needs_none" {
  command = plan

  assert {
    condition     = terraform_data.first_boot.input == "nothing: the image configures itself"
    error_message = terraform_data.first_boot.input
  }
}
