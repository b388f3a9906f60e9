# What a plan shows of the first boot: all that the module wrote, and nothing that the user did.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

variables {
  key_name = "ops"
}

run "the_module_wrote_all_of_it" {
  command = plan

  variables {
    vnf = "VyOS"
  }

  assert {
    condition     = output.this.first_boot == base64decode(output.this.harmless_user_data[0]) && nonsensitive(output.user_data) == output.this.harmless_user_data[0]
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
    condition = output.this.first_boot == replace(
      nonsensitive(base64decode(output.user_data)),
      "  - \"set system login user noc\"\n  - \"set a secret\"\n", "  - \"(2 lines of extra_config, not shown)\"\n"
    )
    error_message = "The user's lines should be counted, and all around them shown."
  }

  assert {
    condition     = length(output.this.harmless_user_data) == 0
    error_message = "What holds the user's lines may hold secrets."
  }
}

run "user_data_is_measured" {
  command = plan

  variables {
    user_data = "a secret"
  }

  assert {
    condition     = output.this.first_boot == "user data of your own, 8 bytes, not shown"
    error_message = output.this.first_boot
  }
}

run "an_image_that_needs_none" {
  command = plan

  assert {
    condition     = output.this.first_boot == "nothing: the image configures itself"
    error_message = output.this.first_boot
  }
}
