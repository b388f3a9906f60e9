# Every limit from both sides: the last value that passes, and the first that does not.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "the_smallest_of_everything" {
  command = plan

  variables {
    vnf                        = "Custom"
    ami_ssm_parameter          = "/images/edge"
    http_tokens                = "required"
    health_check_grace_seconds = 0
    reboot_delay_seconds       = 0
    user_data_base64           = "AA=="
    key_name                   = "k"
    instance_types             = ["c5.large"]
    user_data                  = null
    root_volume                = { type = "io1", size_gib = 4, iops = 100 }
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 2, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], default_vcpus = 2, memory_size = 4096 }
  }

  assert {
    condition     = data.aws_ssm_parameter.image[*].name == ["/images/edge"]
    error_message = "The image should be looked up where it was said."
  }

  assert {
    condition     = output.image_source == "/images/edge" && output.volumes.root_volume.iops == 100 && length(data.aws_key_pair.this) == 1 && length(data.aws_ec2_instance_type_offerings.this["0"].locations) == 3
    error_message = "The volume should be the one asked for, the key pair looked up, and the offers too."
  }

  assert {
    condition     = data.aws_ec2_instance_type.this["0"].maximum_network_interfaces == 2
    error_message = "This run is to show that two interfaces are enough."
  }
}

run "the_greatest_of_everything" {
  command = plan

  variables {
    ami_id                     = "ami-0123456789abcdef0"
    instance_types             = ["t4g.micro"]
    http_tokens                = "optional"
    health_check_grace_seconds = 7200
    reboot_delay_seconds       = 300
    user_data_base64           = base64encode(format("%016384d", 0))
    root_volume                = { size_gib = 40, type = "io2", iops = 3000, kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/brought" }
    first_boot                 = {}
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { instance_type = "t4g.micro", maximum_network_interfaces = 15, maximum_ipv4_addresses_per_interface = 50, supported_architectures = ["arm64"], default_vcpus = 2, memory_size = 1024 }
  }

  override_data {
    target = data.aws_ami.this
    values = { name = "edge-arm64", architecture = "arm64", ena_support = true, root_device_name = "/dev/xvda", block_device_mappings = [] }
  }

  assert {
    condition     = jsonencode(output.this.root_volume) == jsonencode({ encrypted = true, iops = 3000, kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/brought", size_gib = 40, throughput_mibps = null, type = "io2" })
    error_message = "The root volume should be the one asked for."
  }
}

run "less_than_the_smallest" {
  command = plan

  variables {
    vnf                        = "custom"
    ami_id                     = "/images/edge"
    user_data_base64           = "IyEvYmluL3No\nZWNobw=="
    http_tokens                = "disabled"
    health_check_grace_seconds = -1
    reboot_delay_seconds       = -1
  }

  expect_failures = [
    var.vnf,
    var.ami_id,
    var.user_data_base64,
    var.http_tokens,
    var.health_check_grace_seconds,
    var.reboot_delay_seconds,
  ]
}

run "more_than_the_greatest" {
  command = plan

  variables {
    health_check_grace_seconds = 7201
    reboot_delay_seconds       = 301
  }

  expect_failures = [
    var.health_check_grace_seconds,
    var.reboot_delay_seconds,
  ]
}

run "said_in_two_ways" {
  command = plan

  variables {
    ami_id            = "ami-0123456789abcdef0"
    ami_ssm_parameter = "/images/edge"
    user_data         = "#!/bin/sh"
    user_data_base64  = "IyEvYmluL3No"
  }

  expect_failures = [output.image_source, var.user_data_base64]
}

run "encoded_user_data_of_16385_bytes" {
  command = plan

  variables {
    user_data_base64 = base64encode(format("%016385d", 0))
  }

  expect_failures = [output.user_data]
}

run "text_that_is_no_text" {
  command = plan

  variables {
    instance_types    = ["C5.LARGE"]
    ami_ssm_parameter = ""
    key_name          = "ops "
    user_data         = ""
  }

  expect_failures = [var.instance_types, var.ami_ssm_parameter, var.key_name, var.user_data]
}

run "an_attribute_that_no_volume_knows" {
  command = plan

  variables {
    root_volume = { size = 20 }
  }

  expect_failures = [var.root_volume]
}

run "a_root_volume_of_magnetic_disks" {
  command = plan

  variables {
    root_volume = { type = "st1" }
  }

  expect_failures = [var.root_volume]
}

run "half_a_gib" {
  command = plan

  variables {
    root_volume = { size_gib = 20.5 }
  }

  expect_failures = [var.root_volume]
}

run "encrypted_perhaps" {
  command = plan

  variables {
    root_volume = { encrypted = "maybe" }
  }

  expect_failures = [var.root_volume]
}

run "an_alias_as_key" {
  command = plan

  variables {
    root_volume = { kms_key_arn = "alias/ebs" }
  }

  expect_failures = [var.root_volume]
}

run "iops_of_a_type_that_has_none" {
  command = plan

  variables {
    root_volume = { type = "gp2", iops = 3000 }
  }

  expect_failures = [output.volumes]
}

run "io1_without_iops" {
  command = plan

  variables {
    root_volume = { type = "io1" }
  }

  expect_failures = [output.volumes]
}

run "more_throughput_than_its_iops_give" {
  command = plan

  variables {
    root_volume = { throughput_mibps = 751 }
  }

  expect_failures = [output.volumes]
}

run "smaller_than_the_image" {
  command = plan

  variables {
    root_volume = { size_gib = 19 }
  }

  override_data {
    target = data.aws_ami.this
    values = { name = "edge", architecture = "x86_64", ena_support = true, root_device_name = "/dev/sda1", block_device_mappings = [{ device_name = "/dev/sda1", ebs = { volume_size = "20" }, no_device = "", virtual_name = "" }] }
  }

  expect_failures = [output.this]
}

run "more_iops_than_its_size_gives" {
  command = plan

  variables {
    root_volume = { iops = 10001 }
  }

  override_data {
    target = data.aws_ami.this
    values = { name = "edge", architecture = "x86_64", ena_support = true, root_device_name = "/dev/sda1", block_device_mappings = [{ device_name = "/dev/sda1", ebs = { volume_size = "20" }, no_device = "", virtual_name = "" }] }
  }

  expect_failures = [output.this]
}

run "a_type_that_is_offered_nowhere" {
  command = plan

  variables {
    instance_types = ["t9.micro"]
  }

  override_data {
    target = data.aws_ec2_instance_type_offerings.this
    values = { locations = [] }
  }

  expect_failures = [data.aws_ec2_instance_type_offerings.this]
}

run "a_zone_that_does_not_offer_the_type" {
  command = plan

  variables {
    availability_zones = ["eu-west-1c", "eu-west-1d"]
  }

  expect_failures = [data.aws_ec2_instance_type_offerings.this]
}

run "launch_before_terminate_without_a_reboot" {
  command = plan

  variables {
    launch_before_terminate = true
  }

  assert {
    condition     = !output.reboot_after_attach
    error_message = "A replacement can take over within seconds."
  }
}

run "launch_before_terminate_with_a_reboot" {
  command = plan

  variables {
    launch_before_terminate = true
    reboot_after_attach     = true
  }

  expect_failures = [output.reboot_after_attach]
}

run "standby_without_a_reboot" {
  command = plan

  variables {
    standby = "hot"
  }

  assert {
    condition     = !output.reboot_after_attach
    error_message = "A standby can take over within seconds."
  }
}

run "standby_with_a_reboot" {
  command = plan

  variables {
    standby             = "hot"
    reboot_after_attach = true
  }

  expect_failures = [output.reboot_after_attach]
}

run "instance_type_with_one_interface" {
  command = plan

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 1, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], default_vcpus = 1, memory_size = 1024 }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "image_of_another_architecture" {
  command = plan

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 2, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["arm64"], default_vcpus = 1, memory_size = 1024 }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "explicit_image" {
  command = plan

  variables {
    ami_id = "ami-0fedcba9876543210"
  }

  assert {
    condition     = output.this.image.id == "ami-0fedcba9876543210" && output.this.image.source == "ami_id"
    error_message = "An explicit image takes the place of what the parameter holds."
  }
}

run "user_data_of_16384_bytes" {
  command = plan

  variables {
    user_data = format("%016384d", 0)
  }
}

run "user_data_of_16385_bytes" {
  command = plan

  variables {
    user_data = format("%016385d", 0)
  }

  expect_failures = [output.user_data]
}

run "bytes_count_not_characters" {
  command = plan

  variables {
    user_data = format("é%016383d", 0)
  }

  expect_failures = [output.user_data]
}

# --- What the vendor's own form takes of first_boot and extra_config ---

run "the_longest_host_names" {
  command = plan

  variables {
    vnf        = "FortiGate"
    first_boot = { hostname = "fortigate-of-exactly-35-characters1", mtu = 9001 }
  }

  assert {
    condition     = length(output.hostname) == 35
    error_message = output.hostname
  }
}

run "the_shortest_host_name_and_the_smallest_mtu" {
  command = plan

  variables {
    vnf          = "VyOS"
    key_name     = "vnf"
    first_boot   = { hostname = "ab", mtu = 1280 }
    extra_config = "set system domain-name 'example.com'"
  }

  assert {
    condition     = output.hostname == "ab" && output.extra_config_lines == 1
    error_message = "Both are at the vendor's own limits."
  }
}

run "the_longest_name_as_host_name" {
  command = plan

  variables {
    name     = "a-name-of-exactly-31-characters"
    vnf      = "PaloAltoVMSeries"
    key_name = "vnf"
  }

  assert {
    condition     = output.hostname == "a-name-of-exactly-31-characters"
    error_message = output.hostname
  }
}

run "a_long_name_where_user_data_decides" {
  command = plan

  variables {
    name      = "a-name-of-exactly-032-characters"
    vnf       = "PaloAltoVMSeries"
    key_name  = "vnf"
    user_data = "type=dhcp-client"
  }

  assert {
    condition     = output.hostname == null && output.extra_config_lines == 0
    error_message = "Nothing is written, so nothing is too long."
  }
}

run "a_host_name_too_long_for_fortios" {
  command = plan

  variables {
    vnf        = "FortiGate"
    first_boot = { hostname = "fortigate-of-exactly-36-characters12" }
  }

  expect_failures = [output.hostname]
}

run "a_name_too_long_for_pan_os" {
  command = plan

  variables {
    name     = "a-name-of-exactly-032-characters"
    vnf      = "PaloAltoVMSeries"
    key_name = "vnf"
  }

  expect_failures = [output.hostname]
}

run "an_mtu_too_small_for_vyos" {
  command = plan

  variables {
    vnf        = "VyOS"
    key_name   = "vnf"
    first_boot = { mtu = 1279 }
  }

  expect_failures = [output.hostname]
}

# --- Interfaces ---

run "as_many_vips_as_ec2_has_interfaces_for" {
  command = plan

  variables {
    vnf      = "VyOS"
    key_name = "vnf"
    vips     = { for index in range(1, 15) : "vip-${index}" => { device_index = index, cidr = "10.16.${100 + index}.0/24", address = "10.16.${100 + index}.20", secondary_addresses = [], ipv6_cidr = null, ipv6_address = null } }
  }

  assert {
    condition     = output.interface_names["vip-14"] == "eth14" && output.interface_names["vip-2"] == "eth2"
    error_message = jsonencode(output.interface_names)
  }
}

run "indices_with_a_gap" {
  command = plan

  variables {
    vnf      = "VyOS"
    key_name = "vnf"
    vips = {
      access = { device_index = 1, cidr = "10.16.10.0/24", address = "10.16.10.20", secondary_addresses = [], ipv6_cidr = null, ipv6_address = null }
      core   = { device_index = 3, cidr = "10.16.20.0/24", address = "10.16.20.20", secondary_addresses = [], ipv6_cidr = null, ipv6_address = null }
    }
  }

  expect_failures = [output.interface_names]
}

run "one_vip_that_is_not_the_first_interface" {
  command = plan

  variables {
    vnf      = "FortiGate"
    key_name = "vnf"
    vips     = { core = { device_index = 2, cidr = "10.16.20.0/24", address = "10.16.20.20", secondary_addresses = [], ipv6_cidr = null, ipv6_address = null } }
  }

  expect_failures = [output.interface_names]
}

run "indices_with_a_gap_where_user_data_decides" {
  command = plan

  variables {
    vnf       = "VyOS"
    key_name  = "vnf"
    user_data = "#cloud-config"
    vips      = { core = { device_index = 3, cidr = "10.16.20.0/24", address = "10.16.20.20", secondary_addresses = [], ipv6_cidr = null, ipv6_address = null } }
  }

  assert {
    condition     = output.interface_names["core"] == null
    error_message = jsonencode(output.interface_names)
  }
}

run "the_smallest_mtu_with_ipv6" {
  command = plan

  variables {
    vnf        = "FortiGate"
    key_name   = "vnf"
    first_boot = { mtu = 1280 }
    vips       = { vip = { device_index = 1, cidr = "10.16.10.0/24", address = "10.16.10.20", secondary_addresses = [], ipv6_cidr = "2001:db8:16:10::/64", ipv6_address = "2001:db8:16:10::20" } }
  }

  assert {
    condition     = strcontains(output.this.first_boot, "set ip6-address 2001:db8:16:10::20/64")
    error_message = output.this.first_boot
  }
}

run "an_mtu_too_small_for_ipv6" {
  command = plan

  variables {
    vnf        = "FortiGate"
    key_name   = "vnf"
    first_boot = { mtu = 1279 }
    vips       = { vip = { device_index = 1, cidr = "10.16.10.0/24", address = "10.16.10.20", secondary_addresses = [], ipv6_cidr = "2001:db8:16:10::/64", ipv6_address = "2001:db8:16:10::20" } }
  }

  expect_failures = [output.hostname]
}

run "lines_that_fit" {
  command = plan

  variables {
    vnf          = "JunipervSRX"
    key_name     = "vnf"
    extra_config = "system {\r\n\tlogin { message \"} and {\"; } # {\r\n}\r\n"
  }

  assert {
    condition     = output.extra_config_lines == 3
    error_message = "Quotes, comments, tabs and another system's line ends are no fault."
  }
}

run "pairs_that_fit" {
  command = plan

  variables {
    vnf          = "PaloAltoVMSeries"
    key_name     = "vnf"
    extra_config = "plugin-op-commands=aws-gwlb-inspect:enable\nauth-key=_AQ__=="
  }

  assert {
    condition     = output.extra_config_lines == 2
    error_message = "A value may have equals signs and colons."
  }

  # A warning, in a plan.
  expect_failures = [check.valid_at_every_heal]
}

run "a_control_character" {
  command = plan

  variables {
    vnf          = "VyOS"
    key_name     = "vnf"
    extra_config = "set system domain-name 'a\rb'"
  }

  expect_failures = [output.extra_config_lines]
}

run "braces_left_open" {
  command = plan

  variables {
    vnf          = "JunipervSRX"
    key_name     = "vnf"
    extra_config = "system {\n    ntp {\n        server 169.254.169.123;\n    }"
  }

  expect_failures = [output.extra_config_lines]
}

run "a_key_that_the_login_does_not_take" {
  command = plan

  variables {
    vnf      = "CiscoC8000V"
    key_name = "vnf"
  }

  override_data {
    target = data.aws_key_pair.this
    values = { key_type = "ed25519" }
  }

  expect_failures = [data.aws_key_pair.this]
}

# --- What is of use only together, for a time, or with a way out: warnings ---

run "panorama_without_a_key" {
  command = plan

  variables {
    vnf          = "PaloAltoVMSeries"
    key_name     = "vnf"
    extra_config = "panorama-server=10.16.20.5"
  }

  expect_failures = [check.lines_of_use_together]
}

run "panorama_with_its_key" {
  command = plan

  variables {
    vnf          = "PaloAltoVMSeries"
    key_name     = "vnf"
    extra_config = "panorama-server=10.16.20.5\nvm-auth-key=000000000000000"
  }

  # Not check.lines_of_use_together.
  expect_failures = [check.valid_at_every_heal]
}

run "a_key_without_panorama" {
  command = plan

  variables {
    vnf          = "PaloAltoVMSeries"
    key_name     = "vnf"
    extra_config = "tplname=edge"
  }

  assert {
    condition     = output.extra_config_lines == 1
    error_message = "Neither check.valid_at_every_heal nor check.lines_of_use_together nor check.internet_at_first_boot has anything to say."
  }
}

run "a_token_in_user_data_of_ones_own" {
  command = plan

  variables {
    vnf       = "FortiGate"
    user_data = "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nLICENSE-TOKEN:0000\n--x--"
  }

  expect_failures = [check.valid_at_every_heal]
}

run "no_way_out_at_first_boot" {
  command = plan

  variables {
    vnf              = "FortiGate"
    vnf_license      = "payg"
    assign_public_ip = false
  }

  expect_failures = [check.internet_at_first_boot]
}

run "no_rule_out_at_first_boot" {
  command = plan

  variables {
    vnf              = "PaloAltoVMSeries"
    key_name         = "vnf"
    wan_egress_rules = []
  }

  expect_failures = [check.internet_at_first_boot]
}

run "no_need_of_the_internet_at_first_boot" {
  command = plan

  variables {
    vnf              = "PaloAltoVMSeries"
    vnf_license      = "bundle1"
    key_name         = "vnf"
    assign_public_ip = false
  }

  assert {
    condition     = output.hostname == "edge"
    error_message = "check.internet_at_first_boot speaks of licences that are fetched."
  }
}

# --- Instance types ---

run "several_types" {
  command = plan

  variables {
    availability_zones = ["eu-west-1a"]
    instance_types     = ["t3.micro", "t3a.micro", "c5.large"]
  }

  assert {
    condition     = output.this.instance_types == ["t3.micro", "t3a.micro", "c5.large"]
    error_message = "The types should keep their order."
  }
}

run "no_type_at_all" {
  command = plan

  variables {
    instance_types = []
  }

  expect_failures = [var.instance_types]
}

run "as_many_types_as_auto_scaling_takes" {
  command = plan

  variables {
    instance_types = [for size in range(40) : "c5.${size}xlarge"]
  }

  assert {
    condition     = length(data.aws_ec2_instance_type.this) == 40
    error_message = "Every type should be looked up."
  }
}

run "one_type_too_many" {
  command = plan

  variables {
    instance_types = [for size in range(41) : "c5.${size}xlarge"]
  }

  expect_failures = [var.instance_types]
}

run "a_type_twice" {
  command = plan

  variables {
    instance_types = ["c5.large", "c5.xlarge", "c5.large"]
  }

  expect_failures = [var.instance_types]
}

run "the_second_type_is_not_offered_in_a_zone" {
  command = plan

  variables {
    availability_zones = ["eu-west-1a", "eu-west-1b"]
    instance_types     = ["t3.micro", "p4d.24xlarge"]
  }

  override_data {
    target = data.aws_ec2_instance_type_offerings.this["1"]
    values = { locations = ["eu-west-1b", "eu-west-1c"] }
  }

  expect_failures = [data.aws_ec2_instance_type_offerings.this]
}

run "as_many_vips_as_interfaces" {
  command = plan

  variables {
    addresses_of_vips = [1, 2]
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 3, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], default_vcpus = 2, memory_size = 4096 }
  }

  assert {
    condition     = output.this.instance_types == ["t3.micro"]
    error_message = "As many interfaces and addresses as the type takes should do."
  }
}

run "more_vips_than_interfaces" {
  command = plan

  variables {
    addresses_of_vips = [1, 2]
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 2, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], default_vcpus = 2, memory_size = 4096 }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "more_addresses_than_an_interface_takes" {
  command = plan

  variables {
    addresses_of_vips = [3]
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 2, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], default_vcpus = 2, memory_size = 4096 }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "times_of_connections_on_a_type_without_nitro" {
  command = plan

  variables {
    instance_types = ["t2.micro"]
    tracked_vips   = ["core", "vip"]
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { hypervisor = "xen", maximum_network_interfaces = 2, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], default_vcpus = 2, memory_size = 4096 }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "times_of_connections_on_bare_metal" {
  command = plan

  variables {
    instance_types = ["c5.metal"]
    tracked_vips   = ["vip"]
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { hypervisor = "", maximum_network_interfaces = 15, maximum_ipv4_addresses_per_interface = 50, supported_architectures = ["x86_64"], default_vcpus = 96, memory_size = 196608 }
  }
}

run "a_type_without_nitro_and_no_times" {
  command = plan

  variables {
    instance_types = ["t2.micro"]
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { hypervisor = "xen", maximum_network_interfaces = 2, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], default_vcpus = 2, memory_size = 4096 }
  }
}

run "an_image_without_ena_on_a_type_that_needs_it" {
  command = plan

  override_data {
    target = data.aws_ami.this
    values = { name = "edge", architecture = "x86_64", root_device_name = "/dev/sda1", block_device_mappings = [], ena_support = false }
  }

  expect_failures = [data.aws_ec2_instance_type.this]
}

run "an_image_without_ena_on_a_type_of_before" {
  command = plan

  override_data {
    target = data.aws_ami.this
    values = { name = "edge", architecture = "x86_64", root_device_name = "/dev/sda1", block_device_mappings = [], ena_support = false }
  }

  override_data {
    target = data.aws_ec2_instance_type.this
    values = { maximum_network_interfaces = 2, maximum_ipv4_addresses_per_interface = 2, supported_architectures = ["x86_64"], ena_support = "unsupported", default_vcpus = 2, memory_size = 4096 }
  }

  assert {
    condition     = !local.image.ena_support
    error_message = "This run is to show that such a type takes any image."
  }
}

# --- Further volumes ---

run "two_further_volumes" {
  command = plan

  variables {
    data_volumes = {
      "/dev/sdf"  = { size_gib = 125, type = "st1" }
      "/dev/xvdg" = { snapshot_id = "snap-0123456789abcdef0", kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/brought" }
    }
  }

  assert {
    condition     = jsonencode(output.volumes.data_volumes["/dev/sdf"]) == jsonencode({ iops = null, kms_key_arn = null, size_gib = 125, snapshot_id = null, throughput_mibps = null, type = "st1" }) && output.volumes.data_volumes["/dev/xvdg"].type == "gp3"
    error_message = "The volumes should be the ones asked for."
  }
}

run "a_volume_that_is_no_device" {
  command = plan

  variables {
    data_volumes = { data = { size_gib = 20 } }
  }

  expect_failures = [var.data_volumes]
}

run "a_volume_that_is_not_encrypted" {
  command = plan

  variables {
    data_volumes = { "/dev/sdf" = { size_gib = 20, encrypted = false } }
  }

  expect_failures = [var.data_volumes]
}

run "a_volume_without_a_size" {
  command = plan

  variables {
    data_volumes = { "/dev/sdf" = { type = "gp3" } }
  }

  expect_failures = [var.data_volumes]
}

run "a_volume_of_no_type" {
  command = plan

  variables {
    data_volumes = { "/dev/sdf" = { size_gib = 20, type = "ssd" } }
  }

  expect_failures = [var.data_volumes]
}

run "a_volume_of_half_a_gib" {
  command = plan

  variables {
    data_volumes = { "/dev/sdf" = { size_gib = 20.5 } }
  }

  expect_failures = [var.data_volumes]
}

run "a_volume_with_an_alias_as_key" {
  command = plan

  variables {
    data_volumes = { "/dev/sdf" = { size_gib = 20, kms_key_arn = "alias/ebs" } }
  }

  expect_failures = [var.data_volumes]
}

run "a_volume_of_something_else" {
  command = plan

  variables {
    data_volumes = { "/dev/sdf" = { snapshot_id = "vol-0123456789abcdef0" } }
  }

  expect_failures = [var.data_volumes]
}

run "a_volume_beyond_its_type" {
  command = plan

  variables {
    data_volumes = { "/dev/sdf" = { size_gib = 124, type = "st1" } }
  }

  expect_failures = [output.volumes]
}

run "a_volume_with_more_iops_than_its_size_gives" {
  command = plan

  variables {
    data_volumes = { "/dev/sdf" = { size_gib = 20, iops = 10001 } }
  }

  expect_failures = [output.volumes]
}

run "a_volume_in_the_place_of_the_root" {
  command = plan

  variables {
    data_volumes = { "/dev/sda" = { size_gib = 20 } }
  }

  expect_failures = [output.this]
}
