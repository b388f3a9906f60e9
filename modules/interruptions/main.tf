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
  gone_routes  = try(setsubtract(local.was.vip_routes, local.now.vip_routes), [])
  old_vpc      = try(local.was.vpc, local.was.vpc_cidr, null) # The latter in records up to 0.2.0.
  new_vpc      = local.old_vpc == null ? false : local.old_vpc != local.now.vpc
  new_hooks = try(
    local.was.launch_hook_timeout_seconds != local.now.launch_hook_timeout_seconds ||
    local.was.terminate_hook_timeout_seconds != local.now.terminate_hook_timeout_seconds, false
  )
  new_launch    = try(local.was.launch != local.now.launch, false)
  replaced      = local.new_vpc || local.new_hooks
  address_moves = try(local.was.vip_address != local.now.vip_address, false)
  subnet_moves  = try(local.was.vip_cidr != local.now.vip_cidr, false)
  eip_changes   = try(local.was.elastic_ip != local.now.elastic_ip, false)
  owned_eip     = try(local.was.elastic_ip == null, false)

  interruptions = [
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
        when = local.address_moves
        says = "The VIP moves from ${try(local.was.vip_address, "")} to ${local.now.vip_address}: sessions end, for about half a minute. The guest and everybody who holds the old address have to be told the new one."
      },
      {
        when = local.subnet_moves && !local.address_moves
        says = "The VIP subnet changes from ${try(local.was.vip_cidr, "")} to ${local.now.vip_cidr}: the interface is made anew, sessions end, for about half a minute."
      },
      {
        when = local.eip_changes && local.owned_eip
        says = "The module's own Elastic IP is released, for good: its public address is lost, and every remote device that holds it. ${try(coalesce(local.now.elastic_ip), "")} takes its place."
      },
      {
        when = local.eip_changes && !local.owned_eip
        says = "The Elastic IP changes from ${try(coalesce(local.was.elastic_ip), "")} to ${try(coalesce(local.now.elastic_ip), "a new one of the module's own")}: the public address is another one, and every remote device that holds the old one has to be told."
      },
      {
        when = local.new_launch && var.enable_instance_refresh && !local.replaced
        says = "The launch template changes, and enable_instance_refresh is on: the running instance is replaced at once. The service is away for ${local.a_heal}; the addresses stay."
      },
      {
        when = try(!local.was.reboot_after_attach && local.now.reboot_after_attach, false) && !local.replaced
        says = "reboot_after_attach is switched on: the audit reboots the running instance once. The service is away until ${local.boots}."
      },
      {
        when = length(local.gone_routes) > 0
        says = "Routes of the VIP subnet go: traffic with ${join(", ", local.gone_routes)} ends."
      },
      {
        when = length(local.gone_subnets) > 0 && !local.new_vpc
        says = "WAN subnets go: ${join(", ", [for cidr, zone in local.gone_subnets : "${cidr} (${zone})"])}. If the instance runs in one of them, move it out first (docs/operations.md, Remove a zone): AWS deletes no subnet under it."
      },
    ] : each.says if each.when
  ]
}
