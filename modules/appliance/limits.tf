# What the vendor's own form cannot carry, and what only helps together or for a time: of first_boot and of extra_config.
# The figures and patterns are the profile's; the rules are preconditions in outputs.tf, as they join several variables.

locals {
  # Not a condition, whose two sides would have to be of one type.
  first_boot_rules = merge(local.any_first_boot, [for own in [local.profile.first_boot] : own if local.write_config]...)

  hostname         = local.template_values.hostname
  hostname_is_name = local.first_boot.hostname == null
  hostname_limit   = local.first_boot_rules.hostname
  hostname_kept    = length(local.hostname) >= local.hostname_limit.shortest && length(local.hostname) <= local.hostname_limit.longest

  # In bytes of IP. A VPC's own range is the variable's rule; IPv6 needs 1280: https://www.rfc-editor.org/rfc/rfc8200#section-5
  mtu       = local.template_values.vip.mtu
  mtu_least = max(576, coalesce(local.first_boot_rules.mtu.least, 0), length(local.with_ipv6) > 0 ? 1280 : 0)
  mtu_most  = min(9001, coalesce(local.first_boot_rules.mtu.greatest, 9001))
}

# No appliance knows EC2's device index: it counts the interfaces that it finds.
locals {
  interfaces     = try(local.profile.first_boot.interfaces, null)
  device_indices = [for vip in local.vips : vip.index]
  without_a_gap  = range(1, length(var.vips) + 1)
}

# Of extra_config it is told in which line something is, never what the line has.
locals {
  refused_lines = merge(local.first_boot_rules.refused_lines, { "[\\x00-\\x08\\x0b-\\x1f\\x7f]" = "has a control character, a lone carriage return perhaps: remove it" })
  allowed_lines = local.first_boot_rules.allowed_lines
  keys          = [for line in local.extra_lines : try(regex(local.first_boot_rules.unique_key, line), "")]

  line_complaints = nonsensitive(concat(
    flatten([for place, line in local.extra_lines : [for pattern, says in local.refused_lines : "line ${place + 1} ${says}" if can(regex(pattern, line))]]),
    [for place, line in local.extra_lines : "line ${place + 1} ${local.allowed_lines.says}" if local.allowed_lines != null && !can(regex(local.allowed_lines.pattern, line))],
    [for place, key in local.keys : "line ${place + 1} repeats the key of an earlier line: keep one" if key != "" && contains(slice(local.keys, 0, place), key)],
  ))

  # Quoted text and comments open and close nothing.
  bare_extra = replace(replace(join("\n", local.extra_lines), "/\"(\\\\.|[^\"\\\\])*\"/", ""), "/(?s:/[*].*?[*]/)|(?m:#.*$)/", "")
  nesting    = local.first_boot_rules.nesting
  opened     = nonsensitive(local.nesting == null ? 0 : length(regexall(local.nesting.opens, local.bare_extra)))
  closed     = nonsensitive(local.nesting == null ? 0 : length(regexall(local.nesting.closes, local.bare_extra)))

  # User data of one's own is looked at, too; PAN-OS takes semicolons for line ends.
  all_lines = concat(local.extra_lines, split("\n", replace(var.user_data == null ? "" : var.user_data, "/[;\r]/", "\n")))
  apart = nonsensitive([
    for pair in try(local.profile.first_boot.needed_beside, []) : pair.says
    if anytrue([for line in local.all_lines : can(regex(pair.line, line))]) && !anytrue([for line in local.all_lines : can(regex(pair.needs, line))])
  ])
  for_a_time = nonsensitive([
    for pattern, what in try(local.profile.first_boot.needed_at_heals, {}) : what if anytrue([for line in local.all_lines : can(regex(pattern, line))])
  ])
  password_is_cured = nonsensitive(anytrue([for line in local.extra_lines : can(regex(local.profile.password_without_key.cured_by, line))]))
  where_told        = local.write_config ? "extra_config" : "user_data"
}

locals {
  # Without a public address nothing leads out before the VIP, with its Elastic IP, is there.
  early_need      = local.license == null ? null : lookup(local.profile.needs_internet, local.license, null)
  reaches_nothing = !var.assign_public_ip || try(length(var.wan_egress_rules) == 0, false)
}

# Warnings, not errors: the plan goes on.

check "lines_of_use_together" {
  assert {
    condition     = length(local.apart) == 0
    error_message = "${local.where_told} of ${var.vnf} has ${join("; ", local.apart)}. Add what is missing, from where you keep secrets."
  }
}

check "valid_at_every_heal" {
  assert {
    condition     = length(local.for_a_time) == 0
    error_message = "${local.where_told} of ${var.vnf} has what must still be valid at every heal, months from now: ${join("; ", local.for_a_time)}. Write down until when it is, and apply a new one before: that changes the launch template and interrupts nothing."
  }
}

check "internet_at_first_boot" {
  assert {
    condition     = local.early_need == null || !local.reaches_nothing
    error_message = "vnf is ${var.vnf} (vnf_license ${local.license == null ? "null" : local.license}), which ${local.early_need == null ? "needs nothing" : local.early_need} on its first boot, when the VIP is not there yet, and has no way to the internet from its WAN side: assign_public_ip is ${var.assign_public_ip} and wan_egress_rules has ${try(length(var.wan_egress_rules), 0)} rules. Set assign_public_ip = true and let HTTPS and DNS out, or see to another way (a proxy, a licence server inside the VPC)."
  }
}

check "password_that_everybody_knows" {
  assert {
    condition     = !can(local.profile.password_without_key.is) || var.key_name != null || !local.write_config ? true : local.password_is_cured
    error_message = "key_name is null: ${var.vnf} then makes the login ${local.profile.login_name} with the password ${try(local.profile.password_without_key.is, "none")}, which everybody knows. Set key_name, or give that login another password in extra_config, or delete it there."
  }
}
