output "this" {
  description = "asked: each check as the prober reads it; alarms: by their keys what alarms are made of; openings: what security groups have to let through, each once; replacing: names of the alarms that have the instance replaced, by their keys."
  value = {
    asked = [
      for key, checks in local.by_key : merge(
        { vip = checks[0].vip, name = checks[0].name, address = checks[0].address, type = checks[0].type, port = checks[0].port, timeout_seconds = checks[0].numbers.timeout_seconds },
        checks[0].own,
      )
    ]
    alarms = {
      for key, checks in local.by_key : key => {
        alarm_name          = local.alarm_names[key]
        vip                 = checks[0].vip
        check               = checks[0].name
        asked_at            = "${checks[0].address}, ${upper(checks[0].protocol)} ${checks[0].port}"
        replaces            = checks[0].mode == "replace"
        evaluation_periods  = checks[0].numbers.evaluation_periods
        datapoints_to_alarm = checks[0].numbers.datapoints_to_alarm
      }
    }
    openings  = { for key, checks in local.openings : key => { vip = checks[0].vip, address = checks[0].address, protocol = checks[0].protocol, port = checks[0].port } }
    replacing = { for key, checks in local.by_key : key => local.alarm_names[key] if checks[0].mode == "replace" }
  }

  precondition {
    condition     = length(flatten(values(local.complaints))) == 0
    error_message = join("\n", flatten(values(local.complaints)))
  }
}
