# What the instance reads on its first boot: the user's own user data, or the appliance's first-boot
# configuration. It must name the VIP interface, which is not there yet at that moment.

locals {
  # A variable of type map(string), as Terraform would drop what an object type does not declare.
  first_boot_settings = ["hostname", "addressing", "mtu", "technology_package", "ssh_public_key"]
  first_boot          = { for setting in local.first_boot_settings : setting => lookup(var.first_boot, setting, null) }

  given_user_data = var.user_data == null ? var.user_data_base64 : base64encode(var.user_data)
  config_template = try(local.profile.first_boot.template, null)
  config_settings = try(local.profile.first_boot.settings, [])

  # Ternaries: user data that is known after the apply only must not make an unknown of what does not need it.
  write_config = local.config_template == null ? false : nonsensitive(var.user_data == null && var.user_data_base64 == null)

  # A login that the configuration has to make needs the key in it; the other images fetch it themselves.
  needs_public_key = contains(local.config_settings, "ssh_public_key") ? local.write_config : false
  reads_key_pair   = local.needs_public_key ? (var.key_name == null ? false : local.first_boot.ssh_public_key == null) : false
  ssh_public_key   = local.reads_key_pair ? [for pair in data.aws_key_pair.this : pair.public_key][0] : local.first_boot.ssh_public_key

  # In ascending device index, in which they are attached. Of several each has its key, or its index, in its names.
  vip_keys = [for place in sort([for key, vip in var.vips : format("%02d %s", vip.device_index, key)]) : split(" ", place)[1]]
  several  = length(var.vips) > 1
  vips = [for key in local.vip_keys : {
    index     = var.vips[key].device_index
    number    = local.several ? var.vips[key].device_index : ""
    interface = local.interfaces == null ? "" : format(local.interfaces.name, var.vips[key].device_index + local.interfaces.first)
    label     = local.several ? "VIP ${key}" : "Persistent VIP"
    instance  = local.several ? "vip-${key}" : "vip"

    # DHCP gives the first address alone, and most vendors take no others beside it.
    dhcp      = coalesce(local.first_boot.addressing, "dhcp") == "dhcp" && length(var.vips[key].secondary_addresses) == 0
    mtu       = coalesce(tonumber(local.first_boot.mtu), 1500)
    address   = var.vips[key].address
    secondary = var.vips[key].secondary_addresses
    cidr      = var.vips[key].cidr
    network   = cidrhost(var.vips[key].cidr, 0)
    length    = split("/", var.vips[key].cidr)[1]
    netmask   = cidrnetmask(var.vips[key].cidr)
    wildcard  = join(".", [for octet in split(".", cidrnetmask(var.vips[key].cidr)) : 255 - octet])
    gateway   = cidrhost(var.vips[key].cidr, 1) # The VPC router is the second address of every subnet.

    ipv6 = var.vips[key].ipv6_address == null ? null : {
      address = var.vips[key].ipv6_address
      cidr    = var.vips[key].ipv6_cidr
      length  = split("/", var.vips[key].ipv6_cidr)[1]
      gateway = cidrhost(var.vips[key].ipv6_cidr, 1)
    }
  }]
  with_ipv6 = [for vip in local.vips : vip if vip.ipv6 != null]

  # What concerns no VIP in particular leaves by the first of them; IPv6 by the first that has it.
  default_vip  = local.vips[0]
  default_ipv6 = try(local.with_ipv6[0].index, null)

  template_values = {
    hostname           = coalesce(local.first_boot.hostname, var.name)
    login_name         = local.profile.login_name
    ssh_public_key     = local.ssh_public_key == null ? "" : trimspace(local.ssh_public_key)
    technology_package = local.first_boot.technology_package == null ? try(local.profile.first_boot.technology_packages[0], "") : local.first_boot.technology_package
    several            = local.several
    vips               = local.vips
    with_ipv6          = local.with_ipv6
    vip                = local.default_vip
    default_ipv6       = local.default_ipv6
    wan = [for cidr in var.wan_subnet_cidrs : {
      cidr     = cidr
      network  = cidrhost(cidr, 0)
      wildcard = join(".", [for octet in split(".", cidrnetmask(cidr)) : 255 - octet])
      gateway  = cidrhost(cidr, 1)
      # Longer prefixes than the connected route's, so that they win over it.
      halves = [for half in [cidrsubnet(cidr, 1, 0), cidrsubnet(cidr, 1, 1)] : {
        network = cidrhost(half, 0)
        netmask = cidrnetmask(half)
      }]
    }]
  }

  # extra_config may hold secrets: a plan tells how many lines there are, and shows all around them.
  extra_is_set = nonsensitive(var.extra_config != null)
  extra_lines  = var.extra_config == null ? [] : split("\n", trim(replace(var.extra_config, "\r\n", "\n"), "\n"))
  extra_shown  = local.extra_is_set ? ["(${nonsensitive(length(local.extra_lines))} lines of extra_config, not shown)"] : []

  # Two vendors' commands may be the same and only be wrapped differently: a body, and an envelope around it.
  # A checkout may have CRLF line ends; what an appliance reads has none.
  config_envelope = try(local.profile.first_boot.envelope, null)
  config_bodies = {
    for reader, lines in { guest = local.extra_lines, plan = local.extra_shown } : reader => replace(templatefile(
      "${path.module}/templates/${local.config_template}",
      merge(local.template_values, { extra_config = lines })
    ), "\r\n", "\n") if local.write_config
  }
  configs = {
    for reader, body in local.config_bodies : reader => local.config_envelope == null ? body : replace(templatefile(
      "${path.module}/templates/${local.config_envelope}",
      merge(local.template_values, { commands = split("\n", trimspace(body)) })
    ), "\r\n", "\n")
  }
  # Picked and not chosen by a condition, which would be as sensitive as what it does not choose.
  reader           = local.extra_is_set ? "guest" : "plan"
  user_data_base64 = try(base64encode(local.configs[local.reader]), local.given_user_data)

  # One, if the configuration holds nothing of the user's own.
  harmless_user_data = [for reader, config in local.configs : base64encode(config) if reader == "plan" && !local.extra_is_set]

  # EC2 counts the bytes before base64. They are reckoned, not decoded: user data may be compressed.
  user_data_bytes = local.user_data_base64 == null ? 0 : (
    length(local.user_data_base64) * 3 / 4 - (length(local.user_data_base64) - length(trim(local.user_data_base64, "=")))
  )
}

# There is no data source of key pairs that may find none, and the provider's answer names no value: its key
# says what to do.
data "aws_key_pair" "this" {
  for_each = toset([
    for name in [var.key_name] : "key_name is ${name}: name a key pair that the provider's region has, or leave it null"
    if var.check_key_pair || local.reads_key_pair ? var.key_name != null : false
  ])

  key_name           = var.key_name
  include_public_key = local.reads_key_pair

  lifecycle {
    postcondition {
      condition     = contains(concat(local.profile.key_types, [""]), self.key_type)
      error_message = "key_name is ${var.key_name}, a key of type ${self.key_type}: ${var.vnf}'s login ${local.profile.login_name} takes ${join(" or ", local.profile.key_types)} only, and nobody could log in. Name a key pair of that type."
    }

    postcondition {
      condition     = !local.reads_key_pair || can(regex("^[^\"\\\\]+$", self.public_key))
      error_message = "key_name is ${var.key_name}, whose public key AWS does not tell (or with a quote or backslash after it), and ${var.vnf} needs it in its configuration. Give the public key in first_boot.ssh_public_key."
    }
  }

  # A key pair that this very configuration makes is looked for once it is there.
  depends_on = [var.key_name]
}
