# What this plan interrupts, and for how long, in sentences. The figures are those of the lab, from
# docs/how-a-heal-works.md, and the settings of this very VNF.

locals {
  now = var.settings
  was = local.applied

  boots    = "it has booted (it is given ${var.health_check_grace_seconds} s)"
  a_heal   = local.now.reboot_after_attach ? "about two minutes and until ${local.boots}, a reboot included" : "about a minute and until ${local.boots}"
  a_launch = "about ${2 + ceil(var.warmup_grace_seconds / 60)} minutes and until ${local.boots}"

  # Nothing on record is nothing that changed: try, for records of another release too.
  gone_subnets = try({ for cidr, zone in local.was.wan_subnets : cidr => zone if lookup(local.now.wan_subnets, cidr, null) != zone }, {})
  old_vpc      = try(local.was.vpc, local.was.vpc_cidr, null) # The latter in records up to 0.2.0.
  new_vpc      = local.old_vpc == null ? false : local.old_vpc != local.now.vpc
  new_hooks = try(
    local.was.launch_hook_timeout_seconds != local.now.launch_hook_timeout_seconds ||
    local.was.terminate_hook_timeout_seconds != local.now.terminate_hook_timeout_seconds, false
  )
  new_launch   = try(local.was.launch != local.now.launch, false)
  replaced     = local.new_vpc || local.new_hooks
  refreshed    = local.new_launch && var.enable_instance_refresh && !local.replaced
  both_are_hot = try(local.was.standby, "none") == "hot" && local.now.standby == "hot" # One that comes with this apply has yet to boot.

  interruptions = concat(local.group_interruptions, local.vip_interruptions, local.elastic_ip_interruptions)

  group_interruptions = [
    for each in [
      {
        when = local.new_vpc
        says = "The VPC moves from ${coalesce(local.old_vpc, "none")} to ${local.now.vpc}: all that the module has in it and the group are made anew. The service is away while the old instance is drained, and then for ${local.a_launch}."
      },
      {
        when = local.new_hooks && !local.new_vpc
        says = "A hook's time-out changes: the group is made anew. The service is away while the old instance is drained, and then for ${local.a_launch}; the addresses stay."
      },
      {
        when = local.refreshed && !local.both_are_hot
        says = "The launch template changes, and enable_instance_refresh is on: the running instance is replaced at once. The service is away for ${local.a_heal}; the addresses stay."
      },
      {
        when = local.refreshed && local.both_are_hot
        says = "The launch template changes, and enable_instance_refresh is on: both instances are replaced at once, one after the other. The VIPs move once or twice, and are away for about half a minute each time; the addresses stay."
      },
      {
        when = try(!local.was.reboot_after_attach && local.now.reboot_after_attach, false) && !local.replaced
        says = "reboot_after_attach is switched on: the audit reboots the running instance once. The service is away until ${local.boots}."
      },
      {
        when = length(local.gone_subnets) > 0 && !local.new_vpc
        says = "WAN subnets go: ${join(", ", [for cidr, zone in local.gone_subnets : "${cidr} (${zone})"])}. If the instance runs in one of them, move it out first (docs/operations.md, Remove a zone): AWS deletes no subnet under it."
      },
    ] : each.says if each.when
  ]
}
