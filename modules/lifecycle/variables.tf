variable "name" {
  description = "Name of the VNF; rules, topic, queue, alarms and roles are named after it."
  type        = string
  nullable    = false
}

variable "function_names" {
  description = "Names of the functions: hook_handler and warmup."
  type        = map(string)
  nullable    = false
}

variable "log_group_names" {
  description = "Names of the functions' log groups: hook_handler and warmup."
  type        = map(string)
  nullable    = false
}

variable "group_name" {
  description = "Name of the Auto Scaling group, which need not exist yet."
  type        = string
  nullable    = false
}

variable "launch_hook_name" {
  description = "Name of the group's launch hook."
  type        = string
  nullable    = false
}

variable "terminate_hook_name" {
  description = "Name of the group's terminate hook."
  type        = string
  nullable    = false
}

variable "launch_hook_timeout_seconds" {
  description = "Time-out of the launch hook: no event is retried for longer."
  type        = number
  nullable    = false
}

variable "terminate_hook_timeout_seconds" {
  description = "Time-out of the terminate hook: no event is retried for longer."
  type        = number
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "own_vpc" {
  description = "Whether the VPC is the module's own, and so deleted with the VNF."
  type        = bool
  nullable    = false
}

variable "wan_security_group_id" {
  description = "Id of the security group of the instance's WAN side."
  type        = string
  nullable    = false
}

variable "vips" {
  description = "The VIPs as the hook handler is told of them, in ascending device index."
  type = list(object({
    key                 = string
    cidr                = string
    address             = string
    secondary_addresses = list(string)
    elastic_ips         = map(string)
    device_index        = number
    ipv6_cidr           = string
    ipv6_address        = string
    route_table_id      = string
    network_acl_id      = string
    security_group_ids  = list(string)
    next_hop_routes     = list(object({ route_table_id = string, destination = string }))
    connection_tracking = object({ tcp_established_seconds = number, udp_stream_seconds = number, udp_seconds = number })
    interface_tags      = map(string)
  }))
  nullable = false
}

variable "owner_tag" {
  description = "Tag by which the handler knows its VIP subnets and interfaces."
  type        = object({ key = string, value = string })
  nullable    = false
}

variable "swept_before" {
  description = "Ids of what is destroyed only after the sweep."
  type        = list(string)
  nullable    = false
}

variable "reboot_after_attach" {
  description = "Whether the handler reboots the instance after attaching the VIP interface."
  type        = bool
  nullable    = false
}

variable "reboot_delay_seconds" {
  description = "Seconds between attaching and that reboot."
  type        = number
  nullable    = false

  validation {
    condition     = !var.reboot_after_attach || var.launch_hook_timeout_seconds >= 3 * var.function_timeout_seconds + 180 + var.reboot_delay_seconds
    error_message = "reboot_delay_seconds is ${var.reboot_delay_seconds}, and the reboot happens inside the launch hook, whose launch_hook_timeout_seconds is ${var.launch_hook_timeout_seconds}: with three tries of ${var.function_timeout_seconds} seconds (function_timeout_seconds) and pauses of 60 and 120 it takes up to ${3 * var.function_timeout_seconds + 180 + var.reboot_delay_seconds}. Give launch_hook_timeout_seconds at least that, or shorten one of the others."
  }
}

variable "launch_before_terminate" {
  description = "Whether the group launches a replacement first, so that a newcomer may wait for the VIP."
  type        = bool
  nullable    = false
}

variable "standby" {
  description = "Whether a second instance stands by: none or hot."
  type        = string
  nullable    = false
}

variable "subnet_creation_attempts" {
  description = "How often one run of the handler tries to create the VIP subnet."
  type        = number
  nullable    = false

  validation {
    condition     = var.subnet_creation_attempts >= 1 && var.subnet_creation_attempts <= 100 && floor(var.subnet_creation_attempts) == var.subnet_creation_attempts
    error_message = "subnet_creation_attempts is ${var.subnet_creation_attempts}: give a whole number from 1 to 100; 3 or more, as the range of a subnet just deleted may be taken for some seconds."
  }
}

variable "warmup_grace_seconds" {
  description = "Seconds between the group's creation and its first instance."
  type        = number
  nullable    = false

  validation {
    condition     = var.warmup_grace_seconds >= 0 && var.warmup_grace_seconds <= 3600 && floor(var.warmup_grace_seconds) == var.warmup_grace_seconds
    error_message = "warmup_grace_seconds is ${var.warmup_grace_seconds}: give whole seconds from 0 to 3600, 120 is what the original sample waits."
  }
}

variable "wait_until_serving_seconds" {
  description = "Seconds that an apply waits for the VNF to serve; null: it does not wait."
  type        = number

  validation {
    condition     = var.wait_until_serving_seconds == null ? true : var.wait_until_serving_seconds <= 840 && floor(var.wait_until_serving_seconds) == var.wait_until_serving_seconds
    error_message = "wait_until_serving_seconds is ${var.wait_until_serving_seconds == null ? "null" : var.wait_until_serving_seconds}: give whole seconds, 840 at most, since a Lambda function waits, and none may run for longer than 900."
  }

  validation {
    condition     = var.wait_until_serving_seconds == null ? true : var.wait_until_serving_seconds >= var.warmup_grace_seconds + 120
    error_message = "wait_until_serving_seconds is ${var.wait_until_serving_seconds == null ? "null" : var.wait_until_serving_seconds}, but the group's first instance comes warmup_grace_seconds (${var.warmup_grace_seconds}) after it, and no VNF serves sooner than two minutes later. Give at least ${var.warmup_grace_seconds + 120}."
  }
}

variable "audit_interval_minutes" {
  description = "Minutes from one audit to the next."
  type        = number
  nullable    = false

  validation {
    condition     = var.audit_interval_minutes >= 1 && var.audit_interval_minutes <= 15 && floor(var.audit_interval_minutes) == var.audit_interval_minutes
    error_message = "audit_interval_minutes is ${var.audit_interval_minutes}: give whole minutes from 1 to 15; EventBridge knows nothing shorter, and with longer ones nobody would be told for more than half an hour that the VIP is on no instance."
  }
}

variable "maintenance" {
  description = "Whether the group is in maintenance; null: the operator's hand decides."
  type        = bool
}

variable "maintenance_hours" {
  description = "Hours of maintenance after which people are told."
  type        = number
  nullable    = false

  validation {
    # docs/aws-behaviour.md#range-of-an-alarm
    condition     = var.maintenance_hours >= 1 && var.maintenance_hours <= 168 && floor(var.maintenance_hours) == var.maintenance_hours
    error_message = "maintenance_hours is ${var.maintenance_hours}: give whole hours from 1 to 168, as CloudWatch looks back over seven days at most."
  }
}

variable "health_check_grace_seconds" {
  description = "Seconds after entering service in which the group overlooks failed status checks."
  type        = number
  nullable    = false
}

variable "impaired_after_seconds" {
  description = "Seconds of failed status checks after which the instance is replaced; null: Auto Scaling decides."
  type        = number

  validation {
    # docs/aws-behaviour.md#range-of-an-alarm
    condition     = var.impaired_after_seconds == null ? true : var.impaired_after_seconds >= 60 && var.impaired_after_seconds <= 86340 && floor(var.impaired_after_seconds) == var.impaired_after_seconds
    error_message = "impaired_after_seconds is ${coalesce(var.impaired_after_seconds, 0)}: give whole seconds from 60 to 86340, or null to leave it to Auto Scaling; EC2 checks once a minute, and its alarm looks back over a day at most."
  }
}

variable "service_alarm_arns" {
  description = "Alarms that say whether the service answers, by a name each."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.service_alarm_arns) <= 20
    error_message = "service_alarm_arns has ${length(var.service_alarm_arns)} alarms: the handler's environment has room for 20. Join some in one alarm, by metric math."
  }

  validation {
    condition     = alltrue([for name in keys(var.service_alarm_arns) : can(regex("^[a-z0-9][a-z0-9-]{0,31}$", name))])
    error_message = "service_alarm_arns has the names ${join(", ", keys(var.service_alarm_arns))}: they become part of a statement's name. Use 1 to 32 lower-case letters, digits and hyphens, no hyphen first."
  }

  validation {
    condition     = alltrue([for arn in values(var.service_alarm_arns) : can(regex("^arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:[0-9]{12}:alarm:[ -~]{1,255}$", arn))])
    error_message = "service_alarm_arns is ${jsonencode(var.service_alarm_arns)}: each must be the ARN of a CloudWatch alarm, arn:aws:cloudwatch:eu-west-1:123456789012:alarm:name, as the alarm's own arn tells it."
  }

  validation {
    condition     = length(distinct(values(var.service_alarm_arns))) == length(var.service_alarm_arns)
    error_message = "service_alarm_arns is ${jsonencode(var.service_alarm_arns)}, with one alarm twice. Keep one of them."
  }
}

variable "service_check_alarms" {
  description = "Names of the alarms of service checks that have the instance replaced, by a key each; they need not exist yet."
  type        = map(string)
  nullable    = false
}

variable "prober_alarm_names" {
  description = "Names of all alarms that modules/prober makes, which tell the topic; they need not exist yet."
  type        = list(string)
  nullable    = false
}

variable "max_replacements_per_hour" {
  description = "Early replacements of a running instance within an hour that stop all further ones."
  type        = number
  nullable    = false

  validation {
    condition     = var.max_replacements_per_hour >= 1 && var.max_replacements_per_hour <= 20 && floor(var.max_replacements_per_hour) == var.max_replacements_per_hour
    error_message = "max_replacements_per_hour is ${var.max_replacements_per_hour}: give a whole number from 1 to 20. To replace nobody early, leave impaired_after_seconds at null, service_alarm_arns empty and the mode of service_checks at observe."
  }
}

variable "storm_cleared_at" {
  description = "Time up to which early replacements do not count; null: all of the last day do."
  type        = string

  validation {
    condition     = var.storm_cleared_at == null ? true : can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$", var.storm_cleared_at)) && can(timecmp(var.storm_cleared_at, var.storm_cleared_at))
    error_message = "storm_cleared_at is \"${coalesce(var.storm_cleared_at, "null")}\", which is no time. Write it like 2026-01-31T08:00:00Z, as `date -u +%FT%TZ` does, or null."
  }
}

variable "end_slow_shutdown_after_seconds" {
  description = "Seconds after which an instance that shuts down with the VIP on it is ended without its guest; null: never."
  type        = number

  validation {
    condition     = var.end_slow_shutdown_after_seconds == null ? true : var.end_slow_shutdown_after_seconds >= 10 && var.end_slow_shutdown_after_seconds <= 450 && floor(var.end_slow_shutdown_after_seconds) == var.end_slow_shutdown_after_seconds
    error_message = "end_slow_shutdown_after_seconds is ${coalesce(var.end_slow_shutdown_after_seconds, 0)}: give whole seconds from 10, which a healthy guest needs, to 450, half of the longest run of a Lambda function, or null to leave every guest all the time it takes."
  }
}

variable "function_timeout_seconds" {
  description = "Time-out of one run of the hook handler."
  type        = number
  nullable    = false

  validation {
    condition     = var.function_timeout_seconds >= 60 && var.function_timeout_seconds <= 900 && floor(var.function_timeout_seconds) == var.function_timeout_seconds
    error_message = "function_timeout_seconds is ${var.function_timeout_seconds}: give whole seconds from 60 to 900; below 60 a detach that hangs cannot be forced in one run, above 900 Lambda refuses."
  }
}

variable "lambda_architecture" {
  description = "Processor architecture of the functions: arm64 or x86_64."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.lambda_architecture)
    error_message = "lambda_architecture is ${var.lambda_architecture}: Lambda knows arm64 and x86_64. Use x86_64 where the region has no arm64."
  }
}

variable "lambda_packages" {
  description = "Paths of zips built beforehand, by function; what concerns no function of this module is left alone."
  type        = map(string)
  nullable    = false
}

variable "log_level" {
  description = "Lowest level that the functions log."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "log_level is ${var.log_level}: use DEBUG, INFO, WARN or ERROR."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  nullable    = false
}

variable "notification_topic" {
  description = "from: make or bring; with bring, arn and, if it is encrypted with a key of its own, kms_key_arn."
  type        = any
  nullable    = false

  validation {
    condition     = can(keys(var.notification_topic)) ? length(setsubtract(keys(var.notification_topic), ["from", "arn", "kms_key_arn"])) == 0 : false
    error_message = "notification_topic has ${try(join(", ", keys(var.notification_topic)), "no attributes")}: it is an object with from, arn and kms_key_arn. Write it like { from = \"bring\", arn = \"arn:aws:sns:eu-west-1:123456789012:operations\" }."
  }

  validation {
    condition     = contains(["make", "bring"], try(coalesce(var.notification_topic.from), "make"))
    error_message = "notification_topic.from is \"${try(var.notification_topic.from == null ? "null" : tostring(var.notification_topic.from), "no text")}\": use make, or bring with the arn of a topic of yours."
  }

  validation {
    condition     = (can(var.notification_topic.arn) || can(var.notification_topic.kms_key_arn)) == (try(coalesce(var.notification_topic.from), "make") == "bring") && (can(var.notification_topic.arn) || !can(var.notification_topic.kms_key_arn))
    error_message = "notification_topic has ${try(join(" and ", keys(var.notification_topic)), "no attributes")}: what is brought has both from = \"bring\" and its arn. Add what is missing, or remove all to have a topic made."
  }

  validation {
    condition     = !can(var.notification_topic.arn) ? true : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", var.notification_topic.arn))
    error_message = "notification_topic.arn is \"${try(coalesce(var.notification_topic.arn), "")}\", which is not the ARN of a standard topic. Give arn:aws:sns:region:123456789012:name; a FIFO topic takes no alarms."
  }

  validation {
    condition     = !can(var.notification_topic.kms_key_arn) ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.notification_topic.kms_key_arn))
    error_message = "notification_topic.kms_key_arn is \"${try(coalesce(var.notification_topic.kms_key_arn), "")}\", which is not the ARN of a KMS key. Give arn:aws:kms:region:123456789012:key/…, neither an alias nor the bare id."
  }
}

variable "notification_emails" {
  description = "Addresses that are told of moves and alarms, by a name each."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for address in values(var.notification_emails) : can(regex("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}$", address))])
    error_message = "notification_emails is ${jsonencode(var.notification_emails)}: not each is an e-mail address. Write them like { noc = \"noc@example.com\" }."
  }

  validation {
    condition     = length(distinct(values(var.notification_emails))) == length(var.notification_emails)
    error_message = "notification_emails is ${jsonencode(var.notification_emails)}: SNS knows one subscription of an address. Give each address once."
  }
}

variable "enable_dashboard" {
  description = "Whether to make a CloudWatch dashboard."
  type        = bool
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key of topic, queue, logs and environment."
  type        = string
  nullable    = false
}

variable "encrypt_logs_statement" {
  description = "IAM statement that whoever writes into an encrypted log group needs."
  type        = any
  nullable    = false
}

variable "encrypt_messages_statement" {
  description = "IAM statement that whoever sends to an encrypted topic or queue needs."
  type        = any
  nullable    = false
}

variable "flow_logs_statements" {
  description = "IAM statements of the flow logs' role, shown beside the functions'."
  type        = any
  nullable    = false
}

variable "iam" {
  description = "Whose roles are used, and what those that are made are called."
  type = object({
    makes_roles          = bool
    path                 = string
    role_names           = map(string)
    role_arns            = map(string)
    instance_profile_arn = string
  })
  nullable = false
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary of every role in this module; null: none."
  type        = string
}

variable "tags" {
  description = "Tags of everything in this module and of what the handler creates."
  type        = map(string)
  nullable    = false
}
