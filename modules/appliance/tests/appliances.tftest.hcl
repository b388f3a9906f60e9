# Appliance profiles: images, sizes, and what first_boot and extra_config may say.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

variables {
  key_name = "vnf"
}

# --- Images ---

run "an_image_is_looked_up_by_its_listing" {
  command = plan

  variables {
    vnf = "CiscoC8000V"
  }

  assert {
    condition = { for filter in data.aws_ami_ids.listing[0].filter : filter.name => one(filter.values) } == {
      name         = "Cisco-C8K-*"
      product-code = "3ycwqehancx46bkpb3xkifiz5"
    }
    error_message = "Name and product code together tell the licences apart."
  }

  assert {
    condition     = data.aws_ami_ids.listing[0].owners == tolist(["aws-marketplace"]) && data.aws_ami_ids.listing[0].include_deprecated
    error_message = "The listing is the Marketplace's, and a pinned image outlives its deprecation."
  }

  assert {
    condition     = output.this.image.id == "ami-0aaaaaaaaaaaaaaaa" && output.this.image.source == "AWS Marketplace, byol licence"
    error_message = "The newest image is the first."
  }

  assert {
    condition = [output.this.instance_types[0], output.this.http_tokens, output.this.health_check_grace_seconds] == [
      "c5.large", "optional", 300
    ]
    error_message = "The profile should give type, metadata and grace."
  }
}

run "a_version_is_pinned" {
  command = plan

  variables {
    vnf         = "CiscoC8000V"
    vnf_version = "17.12"
    vnf_license = "payg"
  }

  assert {
    condition = { for filter in data.aws_ami_ids.listing[0].filter : filter.name => one(filter.values) } == {
      name         = "Cisco-C8K-PAYG-ESS-17.12*"
      product-code = "k585h9fyh5prlazwh3vb0yh3"
    }
    error_message = "The version stands at its place in the name."
  }
}

run "a_name_alone_where_no_product_code_is_known" {
  command = plan

  variables {
    vnf         = "JunipervSRX"
    vnf_version = "23.4R2"
  }

  assert {
    condition     = [for filter in data.aws_ami_ids.listing[0].filter : one(filter.values)] == ["junos-vsrx3-x86-64-23.4R2*consec*"]
    error_message = "The vSRX is looked up by name."
  }

  assert {
    condition     = output.this.reboot_after_attach && output.login_name == "ec2-user" && output.this.root_volume.size_gib == 20
    error_message = "Reboot, login and root volume are the profile's."
  }
}

run "what_a_person_says_is_stronger_than_the_profile" {
  command = plan

  variables {
    vnf                        = "JunipervSRX"
    ami_id                     = "ami-0fedcba9876543210"
    instance_types             = ["c5.xlarge"]
    http_tokens                = "required"
    reboot_after_attach        = false
    health_check_grace_seconds = 77
    root_volume                = { size_gib = 40 }
    user_data                  = "mine"
  }

  assert {
    condition = [
      output.this.image.id, one(output.this.instance_types), output.this.http_tokens,
      output.this.health_check_grace_seconds, output.this.root_volume.size_gib
    ] == ["ami-0fedcba9876543210", "c5.xlarge", "required", 77, 40]
    error_message = "Every value of the profile can be replaced."
  }

  assert {
    condition     = nonsensitive(output.user_data) == base64encode("mine") && !output.this.reboot_after_attach && output.this.image.source == "ami_id"
    error_message = "User data replaces the first-boot configuration."
  }
}

run "no_such_version" {
  command = plan

  variables {
    vnf         = "CiscoC8000V"
    vnf_version = "99"
  }

  override_data {
    target = data.aws_ami_ids.listing
    values = { ids = [] }
  }

  expect_failures = [data.aws_ami_ids.listing]
}

run "an_appliance_without_a_lookup" {
  command = plan

  variables {
    vnf      = "JunipervMX"
    key_name = "vnf"
  }

  expect_failures = [data.aws_ami.this]
}

run "the_original_samples_image" {
  command = plan

  variables {
    vnf                       = "JunipervMX"
    key_name                  = "vnf"
    use_original_sample_image = true
  }

  assert {
    condition     = output.this.image.id == "ami-0ad95096c95740994" && output.this.image.source == "the original sample's list of April 2022"
    error_message = "The sample's image of eu-west-1."
  }

  # A warning, in a plan.
  expect_failures = [check.image_of_today]
}

run "a_region_the_original_sample_did_not_know" {
  command = plan

  variables {
    vnf                       = "CiscoCSR1000v"
    use_original_sample_image = true
  }

  override_data {
    target = data.aws_region.current
    values = { id = "me-south-1" }
  }

  expect_failures = [data.aws_ami.this]
}

run "no_appliance_of_the_original_sample" {
  command = plan

  variables {
    vnf                       = "VyOS"
    use_original_sample_image = true
  }

  expect_failures = [var.use_original_sample_image]
}

run "the_image_is_named_twice" {
  command = plan

  variables {
    vnf                       = "CiscoCSR1000v"
    use_original_sample_image = true
    ami_id                    = "ami-0fedcba9876543210"
  }

  expect_failures = [var.use_original_sample_image]
}

run "a_version_of_what_is_not_looked_up" {
  command = plan

  variables {
    vnf_version = "1"
  }

  expect_failures = [var.vnf_version]
}

run "a_version_with_a_wildcard" {
  command = plan

  variables {
    vnf         = "VyOS"
    vnf_version = "*"
  }

  expect_failures = [var.vnf_version]
}

run "a_licence_that_no_listing_has" {
  command = plan

  variables {
    vnf         = "CiscoCSR1000v"
    vnf_license = "payg"
  }

  expect_failures = [var.vnf_license]
}

run "a_deprecated_image" {
  command = plan

  variables {
    vnf = "VyOS"
  }

  override_data {
    target = data.aws_ami.this
    values = { ena_support = true, architecture = "x86_64", root_device_name = "/dev/xvda", block_device_mappings = [], deprecation_time = "2024-01-01T00:00:00.000Z" }
  }

  # A warning, in a plan.
  expect_failures = [check.image_not_deprecated]
}

# --- Sizes ---

run "a_family_that_nobody_tried" {
  command = plan

  variables {
    vnf            = "JunipervSRX"
    instance_types = ["c5.large", "m7i.large"]
  }

  # A warning, in a plan.
  expect_failures = [check.instance_families]
}

run "a_type_too_small" {
  command = plan

  variables {
    vnf = "JunipervSRX"
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 2, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], default_vcpus = 2, memory_size = 4095 }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "launch_before_terminate_for_an_appliance_that_reboots" {
  command = plan

  variables {
    vnf                     = "JunipervSRX"
    launch_before_terminate = true
  }

  expect_failures = [output.reboot_after_attach]
}

# --- First-boot configuration: its text is compared with golden files by tests/cases/test_first_boot.py. ---

run "the_configuration_becomes_user_data" {
  command = plan

  variables {
    vnf          = "VyOS"
    first_boot   = { hostname = "lns", addressing = "static", mtu = 9001 }
    extra_config = "set service ntp server 169.254.169.123\r\n"
  }

  assert {
    condition     = nonsensitive(base64decode(output.user_data)) == local.configs["guest"] && endswith(nonsensitive(local.configs["guest"]), "\"set service ntp server 169.254.169.123\"\n")
    error_message = "Configuration and appended lines should be the user data, without the carriage returns of another system."
  }
}

run "the_smallest_mtu" {
  command = plan

  variables {
    vnf        = "FortiGate"
    first_boot = { mtu = 576 }
  }
}

run "an_mtu_too_small" {
  command = plan

  variables {
    vnf        = "FortiGate"
    first_boot = { mtu = 575 }
  }

  expect_failures = [var.first_boot]
}

run "an_mtu_too_large" {
  command = plan

  variables {
    vnf        = "FortiGate"
    first_boot = { mtu = 9002 }
  }

  expect_failures = [var.first_boot]
}

run "an_addressing_that_does_not_exist" {
  command = plan

  variables {
    vnf        = "FortiGate"
    first_boot = { addressing = "manual" }
  }

  expect_failures = [var.first_boot]
}

run "a_hostname_with_an_underscore" {
  command = plan

  variables {
    vnf        = "FortiGate"
    first_boot = { hostname = "edge_1" }
  }

  expect_failures = [var.first_boot]
}

run "a_setting_that_the_vendor_lacks" {
  command = plan

  variables {
    vnf        = "PaloAltoVMSeries"
    first_boot = { mtu = 1500 }
  }

  expect_failures = [output.login_name]
}

run "a_licence_word_of_the_predecessor" {
  command = plan

  variables {
    vnf        = "CiscoC8000V"
    first_boot = { technology_package = "ax" }
  }

  expect_failures = [output.login_name]
}

run "settings_that_user_data_would_lose" {
  command = plan

  variables {
    vnf        = "CiscoC8000V"
    first_boot = { hostname = "edge" }
    user_data  = "mine"
  }

  expect_failures = [output.login_name]
}

run "a_login_without_a_key" {
  command = plan

  variables {
    vnf      = "JunipervMX"
    ami_id   = "ami-0fedcba9876543210"
    key_name = null
  }

  expect_failures = [output.login_name]
}

run "a_key_that_is_none" {
  command = plan

  variables {
    vnf        = "JunipervMX"
    ami_id     = "ami-0fedcba9876543210"
    first_boot = { ssh_public_key = "SSHRSAKEY" }
  }

  expect_failures = [var.first_boot]
}

run "the_key_pairs_key" {
  command = plan

  variables {
    vnf      = "JunipervMX"
    ami_id   = "ami-0fedcba9876543210"
    key_name = "vnf"
  }

  assert {
    condition     = strcontains(nonsensitive(local.configs["guest"]), "ssh-rsa \"${[for pair in data.aws_key_pair.this : pair.public_key][0]}\";")
    error_message = "AWS tells the key pair's public key; nobody has to type it."
  }
}

run "a_key_pair_whose_key_aws_does_not_tell" {
  command = plan

  variables {
    vnf      = "JunipervMX"
    ami_id   = "ami-0fedcba9876543210"
    key_name = "vnf"
  }

  override_data {
    target = data.aws_key_pair.this
    values = { public_key = "" }
  }

  expect_failures = [data.aws_key_pair.this]
}

run "lines_for_what_has_no_configuration" {
  command = plan

  variables {
    extra_config = "anything"
  }

  expect_failures = [var.extra_config]
}

run "lines_that_user_data_would_lose" {
  command = plan

  variables {
    vnf              = "VyOS"
    extra_config     = "set system domain-name 'example.com'"
    user_data_base64 = "bWluZQ=="
  }

  expect_failures = [var.extra_config]
}

run "lines_that_vyos_reads" {
  command = plan

  variables {
    vnf = "VyOS"
    extra_config = join("\n", [
      "# Of the site.",
      "",
      "set system domain-name 'example.com'\r",
      "set service ntp server 169.254.169.123",
      "set service ssh disable-password-authentication",
      "set interfaces ethernet eth1 description ''",
      "delete service ntp server time1.vyos.net",
    ])
  }

  assert {
    condition     = strcontains(nonsensitive(local.configs["guest"]), "\"set system domain-name 'example.com'\"\n")
    error_message = "Lines of the vendor's form should be taken as they are."
  }
}

run "a_line_that_vyos_drops" {
  command = plan

  variables {
    vnf          = "VyOS"
    extra_config = "edit interfaces ethernet eth1"
  }

  expect_failures = [output.extra_config_lines]
}

run "a_value_that_vyos_misreads" {
  command = plan

  variables {
    vnf          = "VyOS"
    extra_config = "set system login banner post-login \"for members\""
  }

  expect_failures = [output.extra_config_lines]
}

run "a_space_behind_the_last_quote" {
  command = plan

  variables {
    vnf          = "VyOS"
    extra_config = "set system domain-name 'example.com' "
  }

  expect_failures = [output.extra_config_lines]
}

run "quotes_around_a_word_of_the_path" {
  command = plan

  variables {
    vnf          = "VyOS"
    extra_config = "set interfaces ethernet 'eth2' address 'dhcp'"
  }

  expect_failures = [output.extra_config_lines]
}

run "lines_of_another_vendor_keep_their_quotes" {
  command = plan

  variables {
    vnf          = "FortiGate"
    extra_config = "config system dns\nset domain \"example.com\"\nend"
  }

  assert {
    condition     = strcontains(nonsensitive(local.configs["guest"]), "set domain \"example.com\"\n")
    error_message = "A rule of one vendor is not another one's."
  }
}

run "vyos_reboots_once_it_has_the_interface" {
  command = plan

  variables {
    vnf = "VyOS"
  }

  assert {
    condition     = output.this.reboot_after_attach && output.this.reboot_delay_seconds == 60 && output.this.health_check_grace_seconds == 300
    error_message = "VyOS configures an interface when it boots."
  }
}

run "a_login_with_a_password_that_everybody_knows" {
  command = plan

  variables {
    vnf          = "VyOS"
    key_name     = null
    extra_config = "set system login user noc authentication plaintext-password 'a secret'"
  }

  # A warning, in a plan.
  expect_failures = [check.password_that_everybody_knows]
}

run "that_login_with_another_password" {
  command = plan

  variables {
    vnf          = "VyOS"
    key_name     = null
    extra_config = "set service ssh port '2222'\r\nset system login user vyos authentication plaintext-password 'a secret'\r\n"
  }
}

run "that_login_is_gone" {
  command = plan

  variables {
    vnf          = "VyOS"
    key_name     = null
    extra_config = "set system login user noc authentication plaintext-password 'a secret'\r\ndelete system login user vyos"
  }
}

run "a_quote_inside_quotes" {
  command = plan

  variables {
    vnf          = "CiscoCSR1000v"
    extra_config = "banner motd \"edge\""
  }

  expect_failures = [output.extra_config_lines]
}

run "a_configuration_too_long" {
  command = plan

  variables {
    vnf          = "FortiGate"
    extra_config = format("# %016384d", 0)
  }

  expect_failures = [output.user_data]
}

run "a_setting_that_no_vendor_has" {
  command = plan

  variables {
    vnf        = "VyOS"
    first_boot = { host_name = "edge" }
  }

  expect_failures = [var.first_boot]
}

run "an_appliance_that_nobody_can_log_in_to" {
  command = plan

  variables {
    vnf      = "CiscoC8000V"
    key_name = null
  }

  expect_failures = [output.login_name]
}

run "a_first_password_is_enough" {
  command = plan

  variables {
    vnf        = "FortiGate"
    key_name   = null
    first_boot = { hostname = "edge" }
  }

  assert {
    condition     = output.login_name == "admin"
    error_message = "FortiGate's login needs no key."
  }
}
