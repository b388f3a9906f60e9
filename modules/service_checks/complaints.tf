# What is wrong with the checks, one sentence each, for the precondition of an output, so that all of it is told at once: of
# the checks themselves, and of what they ask and take for an answer. (A variable's own validation cannot use a local that is
# made of it.)

locals {
  label     = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
  host_name = "^(${local.label}[.])*${local.label}$"

  judged = [
    for check in local.checks : merge(check, {
      called   = "service_checks.${check.vip}[${check.place}]"
      values   = { for attribute, value in check.said : attribute => jsonencode(value) }
      known    = concat(local.attributes, try(keys(local.types[check.type].own), flatten([for type in values(local.types) : keys(type.own)])))
      whole    = { for attribute, number in check.numbers : attribute => try(floor(number) == number, true) }
      no_value = [for attribute in keys(local.numbers) : "${attribute} ${jsonencode(check.said[attribute])}" if contains(keys(check.said), attribute) && !can(tonumber(check.said[attribute]))]
    })
  ]

  complaints = {
    checks = flatten([for check in local.judged : [
      for complaint in [
        {
          unless = contains(keys(local.types), check.type)
          text   = "has type ${lookup(check.values, "type", "none")}: use ${join(", ", keys(local.types))}"
        },
        {
          unless = length(setsubtract(keys(check.said), check.known)) == 0
          text   = "has ${join(", ", setsubtract(keys(check.said), check.known))}, which no check of its type (${check.type}) knows: it may have ${join(", ", check.known)}"
        },
        {
          unless = length(check.no_value) == 0
          text   = "has ${join(" and ", check.no_value)}, no number: write whole numbers, like port = 5060"
        },
        {
          unless = check.port != null || !contains(keys(local.types), check.type)
          text   = "has no port, and its type (${check.type}) has none of its own: say port"
        },
        {
          unless = try(check.port >= 1 && check.port <= 65535 && check.whole.port, true)
          text   = "has port ${coalesce(check.port, 0)}: give a whole number from 1 to 65535"
        },
        {
          unless = check.type != "ike" || contains([500, 4500], coalesce(check.port, 0))
          text   = "has port ${coalesce(check.port, 0)}: IKE is asked at 500, or at 4500 with the marker of NAT traversal. Give one of these"
        },
        {
          unless = !contains(keys(check.own), "transport") || contains(["udp", "tcp", "tls"], check.transport)
          text   = "has transport ${lookup(check.values, "transport", "none")}: use udp (the default), tcp or tls"
        },
        {
          unless = contains(["observe", "replace"], check.mode)
          text   = "has mode ${lookup(check.values, "mode", "none")}: use observe (the default), which tells people only, or replace"
        },
        {
          unless = can(regex("^[a-z0-9-]{1,32}$", check.name))
          text   = "has name ${jsonencode(check.name)}: it becomes part of an alarm's name. Use 1 to 32 lower-case letters, digits and hyphens"
        },
        {
          # The keys of VIPs have hyphens, too; and there is an alarm service-never-passed.
          unless = length(local.by_key[check.key]) == 1 && check.key != "never-passed"
          text   = "has name ${jsonencode(check.name)}, and another alarm is called ${local.alarm_names[check.key]}, as its own would be: give each check a name of its own"
        },
        {
          unless = check.numbers.evaluation_periods >= 1 && check.numbers.evaluation_periods <= 60 && check.whole.evaluation_periods
          text   = "has evaluation_periods ${check.numbers.evaluation_periods}: give a whole number from 1 to 60"
        },
        {
          unless = check.numbers.datapoints_to_alarm >= 1 && check.numbers.datapoints_to_alarm <= check.numbers.evaluation_periods && check.whole.datapoints_to_alarm
          text   = "has datapoints_to_alarm ${check.numbers.datapoints_to_alarm} of evaluation_periods ${check.numbers.evaluation_periods}: give a whole number from 1 to as many as there are periods"
        },
        {
          unless = check.numbers.timeout_seconds >= 1 && check.numbers.timeout_seconds <= 10 && check.whole.timeout_seconds
          text   = "has timeout_seconds ${check.numbers.timeout_seconds}: give whole seconds from 1 to 10"
        },
        {
          unless = check.numbers.timeout_seconds < var.service_check_interval_seconds
          text   = "has timeout_seconds ${check.numbers.timeout_seconds}, and the next probe comes after service_check_interval_seconds (${var.service_check_interval_seconds}): give fewer seconds, or a longer interval"
        },
      ] : "${check.called} ${complaint.text}." if !complaint.unless
    ]])

    questions = flatten([for check in local.judged : [
      for complaint in [
        {
          unless = !contains(keys(check.own), "path") || can(regex("^/[!-~]{0,511}$", check.own.path))
          text   = "has path ${lookup(check.values, "path", "none")}: write it from the first slash on, in up to 512 printable ASCII characters without spaces, like \"/health\""
        },
        {
          unless = !contains(keys(check.own), "host") || can(regex(local.host_name, check.own.host)) && try(length(check.own.host) <= 253, true)
          text   = "has host ${lookup(check.values, "host", "none")}: write a host name or an IPv4 address without a port, like \"sbc.example.com\", or leave it out for the VIP's address"
        },
        {
          unless = !contains(keys(check.own), "statuses") || can(regex("^[2-5][0-9]{2}(-[2-5][0-9]{2})?$", check.own.statuses)) && try(split("-", check.own.statuses)[0] <= reverse(split("-", check.own.statuses))[0], true)
          text   = "has statuses ${lookup(check.values, "statuses", "none")}: write one status from 200 to 599, like \"200\", or two with a hyphen, the lower one first, like \"200-399\""
        },
        {
          # An address is no server name: https://www.rfc-editor.org/rfc/rfc6066#section-3
          unless = try(check.own.server_name, null) == null ? true : can(regex(local.host_name, check.own.server_name)) && try(length(check.own.server_name) <= 253, true) && !can(cidrhost("${check.own.server_name}/32", 0))
          text   = "has server_name ${lookup(check.values, "server_name", "none")}: write the host name that the certificate is chosen by, like \"sbc.example.com\", and no address; or leave it out"
        },
        {
          unless = !contains(keys(check.own), "query_name") || can(regex("^([A-Za-z0-9_-]{1,63}[.])*[A-Za-z0-9_-]{1,63}[.]?$", check.own.query_name)) && try(length(trimsuffix(check.own.query_name, ".")) <= 253, true)
          text   = "has query_name ${lookup(check.values, "query_name", "none")}: say the name that is asked for, in labels of letters, digits, hyphens and underscores, like \"example.com\""
        },
        {
          unless = !contains(keys(check.own), "query_type") || contains(["A", "AAAA", "NS", "SOA", "MX", "TXT", "SRV"], coalesce(try(check.own.query_type, null), "none"))
          text   = "has query_type ${lookup(check.values, "query_type", "none")}: use A (the default), AAAA, NS, SOA, MX, TXT or SRV"
        },
        {
          unless = !contains(keys(check.own), "payload") || can(regex("^([0-9A-Fa-f]{2})+$", check.own.payload))
          text   = "has payload ${lookup(check.values, "payload", "none")}: say what is sent, in hexadecimal digits, two for each byte, like \"00ff\""
        },
        {
          unless = !contains(keys(check.own), "expect") || can(regex("^([0-9A-Fa-f]{2})*$", check.own.expect))
          text   = "has expect ${lookup(check.values, "expect", "none")}: write how an answer begins, in hexadecimal digits, two for each byte, or leave it out for any answer"
        },
      ] : "${check.called} ${complaint.text}." if !complaint.unless
    ]])
  }
}
