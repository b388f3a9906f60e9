# The checks as people write them become complete ones, and what they need of others: openings in security groups, and alarms.
# Each is keyed by what it is called, not by its position, so that adding or removing one touches no other.

locals {
  # By type: how it travels, its port, and the attributes that it alone has, with what they are if left out. What is null has no such default.
  types = {
    tcp   = { protocol = "tcp", port = null, own = {} }
    tls   = { protocol = "tcp", port = 443, own = { server_name = null } }
    http  = { protocol = "tcp", port = 80, own = local.of_http }
    https = { protocol = "tcp", port = 443, own = local.of_http }
    sip   = { protocol = "udp", port = 5060, own = { transport = "udp" } }
    ike   = { protocol = "udp", port = 500, own = {} }
    dns   = { protocol = "udp", port = 53, own = { query_name = null, query_type = "A" } }
    udp   = { protocol = "udp", port = null, own = { payload = null, expect = "" } }
  }
  of_http = { path = "/", host = null, statuses = "200-399" }

  numbers    = { port = null, timeout_seconds = 2, evaluation_periods = 5, datapoints_to_alarm = 3 }
  attributes = concat(["type", "name", "mode"], keys(local.numbers))

  # Terraform drops what an object type does not declare, so that a misspelt attribute would be lost in silence. So checks come
  # as they were written (any), and get their types here. What is null is left out.
  given = flatten([
    for vip, checks in var.service_checks : [
      for place, check in checks : { vip = vip, place = place, said = { for attribute, value in check : attribute => value if value != null } }
    ]
  ])

  typed = [
    for check in local.given : merge(check, {
      type      = try(tostring(check.said.type), "")
      own       = try(local.types[check.said.type].own, {})
      transport = try(tostring(check.said.transport), "udp")
      mode      = try(tostring(check.said.mode), "observe")
      numbers   = { for attribute, default in local.numbers : attribute => try(tonumber(check.said[attribute]), default) }
    })
  ]

  # Of SIP the transport decides.
  travelling = [
    for check in local.typed : merge(check, {
      protocol = check.type == "sip" && check.transport != "udp" ? "tcp" : try(local.types[check.type].protocol, "")
      port     = check.numbers.port != null ? check.numbers.port : check.type == "sip" && check.transport == "tls" ? 5061 : try(local.types[check.type].port, null)
    })
  ]

  called = [
    for check in local.travelling : merge(check, {
      name = try(tostring(check.said.name), join("-", compact([check.type, check.type == "sip" && check.transport != "udp" ? check.transport : "", check.port])))
    })
  ]

  # A host of none is the address itself.
  checks = [
    for check in local.called : merge(check, {
      key     = "${check.vip}-${check.name}"
      address = var.vips[check.vip]
      own = {
        for attribute, default in check.own : attribute =>
        contains(keys(check.said), attribute) ? try(tostring(check.said[attribute]), null) : attribute == "host" ? var.vips[check.vip] : default
      }
    })
  ]

  # Two of one name are complained of.
  by_key   = { for check in local.checks : check.key => check... }
  openings = { for check in local.checks : "${check.vip} ${check.protocol} ${coalesce(check.port, 0)}" => check... }

  alarm_names = { for key in keys(local.by_key) : key => "${var.name}-service-${key}" }
}
