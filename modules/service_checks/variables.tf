variable "name" {
  description = "Name of the VNF, with which the alarms' names begin."
  type        = string
  nullable    = false
}

variable "vips" {
  description = "The VIPs' private addresses by their keys."
  type        = map(string)
  nullable    = false
}

variable "service_checks" {
  description = "By a VIP's key a list of checks, as the root module describes them."
  type        = any
  nullable    = false

  validation {
    condition     = can(keys(var.service_checks))
    error_message = "service_checks is no map. Write { ${join(", ", [for vip in keys(var.vips) : "${vip} = [{ type = \"sip\" }]"])} }, with the keys of vips."
  }

  validation {
    condition     = try(length(setsubtract(keys(var.service_checks), keys(var.vips))) == 0, true)
    error_message = "service_checks has the keys ${try(join(", ", keys(var.service_checks)), "")}: each has to be a key of vips (${join(", ", keys(var.vips))}). Write the checks of a VIP under its key."
  }

  validation {
    condition     = can(keys(var.service_checks)) ? alltrue([for checks in values(var.service_checks) : try(alltrue([for place, check in checks : place != tostring(place) && can(keys(check))]), false)]) : true
    error_message = "service_checks has ${try(join(", ", [for vip, checks in var.service_checks : "${vip} with ${jsonencode(checks)}"]), "")}: each VIP has a list of checks. Write them in brackets, even if there is one only, like [{ type = \"sip\" }]."
  }

  validation {
    condition     = try(sum(concat([0], [for checks in values(var.service_checks) : length(checks)])) <= 20, true)
    error_message = "service_checks has ${try(sum([for checks in values(var.service_checks) : length(checks)]), 0)} checks: the prober makes 20 at most, all side by side. Keep those that say most."
  }
}

variable "service_check_interval_seconds" {
  description = "Seconds from one probe to the next."
  type        = number
  nullable    = false

  validation {
    condition     = var.service_check_interval_seconds >= 5 && var.service_check_interval_seconds <= 30 && floor(var.service_check_interval_seconds) == var.service_check_interval_seconds
    error_message = "service_check_interval_seconds is ${var.service_check_interval_seconds}: give whole seconds from 5 to 30; each check's alarm has periods of 10 seconds, or of 30 if the interval is longer than 10."
  }
}
