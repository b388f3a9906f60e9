# What changes of each VIP. The record of release 0.2.0 had one, without a key: that of the default.

locals {
  vips_then = try(
    { for key, vip in local.was.vips : key => vip },
    {
      vip = {
        address             = local.was.vip_address
        cidr                = local.was.vip_cidr
        device_index        = 1
        secondary_addresses = []
        elastic_ips         = { primary = local.was.elastic_ip == null ? "made" : local.was.elastic_ip }
        routes              = local.was.vip_routes
      }
    },
    {}
  )
  gone_vips = { for key, vip in local.vips_then : key => vip if !contains(keys(local.now.vips), key) }

  # By its key only where there are several.
  one_vip = length(local.vips_then) == 1 && length(local.now.vips) == 1
  kept_vips = {
    for key, was in local.vips_then : key => {
      was            = was
      now            = local.now.vips[key]
      called         = local.one_vip ? "The VIP" : "VIP ${key}"
      of_it          = local.one_vip ? "" : " of VIP ${key}"
      gone_addresses = setsubtract(was.secondary_addresses, local.now.vips[key].secondary_addresses)
      gone_routes    = setsubtract(was.routes, local.now.vips[key].routes)
      # Those of addresses that go are told with them.
      elastic_ips = {
        for name, id in was.elastic_ips : (name == "primary" ? "" : " of ${name}") => { was = id, now = lookup(local.now.vips[key].elastic_ips, name, "none") }
        if contains(concat(["primary"], local.now.vips[key].secondary_addresses), name)
      }
    } if contains(keys(local.now.vips), key)
  }

  vip_interruptions = concat(
    [for key, was in local.gone_vips : "VIP ${key} goes: ${join(", ", concat([was.address], was.secondary_addresses))} leaves the instance, and sessions over it end, for good."],
    flatten([
      for vip in local.kept_vips : [
        for each in [
          {
            when = vip.was.address != vip.now.address
            says = "${vip.called} moves from ${vip.was.address} to ${vip.now.address}: sessions end, for about half a minute. The guest and everybody who holds the old address have to be told the new one."
          },
          {
            when = vip.was.cidr != vip.now.cidr && vip.was.address == vip.now.address
            says = "The VIP subnet${vip.of_it} changes from ${vip.was.cidr} to ${vip.now.cidr}: the interface is made anew, sessions end, for about half a minute."
          },
          {
            when = vip.was.device_index != vip.now.device_index
            says = "${vip.called} moves from device index ${vip.was.device_index} to ${vip.now.device_index}: sessions end, for about half a minute. The guest has to expect it there."
          },
          {
            when = length(vip.gone_addresses) > 0
            says = "Secondary addresses${vip.of_it} go: sessions over ${join(", ", vip.gone_addresses)} end, for good."
          },
          {
            when = length(vip.gone_routes) > 0
            says = "Routes of the VIP subnet${vip.of_it} go: traffic with ${join(", ", vip.gone_routes)} ends."
          },
        ] : each.says if each.when
      ]
    ]),
  )

  elastic_ip_interruptions = flatten([
    for vip in local.kept_vips : [
      for whose, id in vip.elastic_ips : [
        for each in [
          {
            when = id.was == "made" && id.now != "made"
            says = "The module's own Elastic IP${whose}${vip.of_it} is released, for good: its public address is lost, and every remote device that holds it. ${id.now == "none" ? "Nothing" : id.now} takes its place."
          },
          {
            when = id.was != "made" && id.was != id.now && id.now != "none"
            says = "The Elastic IP${whose}${vip.of_it} changes from ${id.was} to ${id.now == "made" ? "a new one of the module's own" : id.now}: the public address is another one, and every remote device that holds the old one has to be told."
          },
          {
            when = id.was != "made" && id.now == "none"
            says = "The Elastic IP${whose}${vip.of_it} (${id.was}) is taken off, and stays yours: every remote device that holds its public address loses the VNF."
          },
        ] : each.says if each.when
      ]
    ]
  ])
}
