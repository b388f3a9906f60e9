variable "name" {
  description = "Name of the VNF; functions, rules, topic, queue, alarms and roles are named after it."
  type        = string
  nullable    = false
}

variable "group_name" {
  description = "Name of the Auto Scaling group, which need not exist yet."
  type        = string
  nullable    = false
}

variable "group_arn" {
  description = "ARN of the Auto Scaling group. Only the warm-up schedule comes after it, and is replaced when it changes."
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
  description = "Heartbeat time-out of the launch hook in seconds: no event is retried for longer."
  type        = number
  nullable    = false
}

variable "terminate_hook_timeout_seconds" {
  description = "Heartbeat time-out of the terminate hook in seconds: no event is retried for longer."
  type        = number
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "vip_cidr" {
  description = "IPv4 range of the VIP subnet."
  type        = string
  nullable    = false
}

variable "vip_address" {
  description = "The persistent private IPv4 address, without a prefix length."
  type        = string
  nullable    = false
}

variable "vip_route_table_id" {
  description = "Id of the route table that each VIP subnet is associated with."
  type        = string
  nullable    = false
}

variable "vip_security_group_ids" {
  description = "Ids of the security groups of the VIP interface."
  type        = list(string)
  nullable    = false
}

variable "eip_allocation_id" {
  description = "Allocation id of the Elastic IP."
  type        = string
  nullable    = false
}

variable "owner_tag" {
  description = "Tag by which the handler knows its VIP subnet and interface. Nothing else in the VPC may carry it."
  type        = object({ key = string, value = string })
  nullable    = false
}

variable "reboot_after_attach" {
  description = "Whether the handler reboots the instance after attaching the VIP interface. Default false."
  type        = bool
  default     = false
  nullable    = false
}

variable "reboot_delay_seconds" {
  description = "Seconds between attaching and that reboot. Default 30."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = !var.reboot_after_attach || var.launch_hook_timeout_seconds >= 3 * var.function_timeout_seconds + 180 + var.reboot_delay_seconds
    error_message = "reboot_delay_seconds is ${var.reboot_delay_seconds}, and the reboot happens inside the launch hook, whose launch_hook_timeout_seconds is ${var.launch_hook_timeout_seconds}: with three tries of ${var.function_timeout_seconds} seconds (function_timeout_seconds) and pauses of 60 and 120 it takes up to ${3 * var.function_timeout_seconds + 180 + var.reboot_delay_seconds}. Give launch_hook_timeout_seconds at least that, or shorten one of the others."
  }
}

variable "launch_before_terminate" {
  description = "Whether the group launches a replacement before it terminates a sick instance, so that a newcomer may wait for the VIP. Default false."
  type        = bool
  default     = false
  nullable    = false
}

variable "subnet_creation_attempts" {
  description = "How often the handler tries to create the VIP subnet in one run while its range is still taken. Default 10."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.subnet_creation_attempts >= 1 && var.subnet_creation_attempts <= 100 && floor(var.subnet_creation_attempts) == var.subnet_creation_attempts
    error_message = "subnet_creation_attempts is ${var.subnet_creation_attempts}: give a whole number from 1 to 100; 3 or more, as the range of a subnet just deleted may be taken for some seconds."
  }
}

variable "warmup_grace_seconds" {
  description = "Seconds between the group's creation and its first instance, for permissions and rules to take effect everywhere. Default 120."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.warmup_grace_seconds >= 0 && var.warmup_grace_seconds <= 3600 && floor(var.warmup_grace_seconds) == var.warmup_grace_seconds
    error_message = "warmup_grace_seconds is ${var.warmup_grace_seconds}: give whole seconds from 0 to 3600, 120 is what the original sample waits."
  }
}

variable "wait_until_serving_seconds" {
  description = "Seconds that an apply waits for the VNF to serve, and fails with what was said last if it does not. At least 120 more than warmup_grace_seconds, at most 840. Default null: it does not wait."
  type        = number
  default     = null

  validation {
    condition     = var.wait_until_serving_seconds == null ? true : var.wait_until_serving_seconds <= 840 && floor(var.wait_until_serving_seconds) == var.wait_until_serving_seconds
    error_message = "wait_until_serving_seconds is ${var.wait_until_serving_seconds == null ? "null" : var.wait_until_serving_seconds}: give whole seconds, 840 at most, since a Lambda function waits, and none may run for longer than 900."
  }

  validation {
    condition     = var.wait_until_serving_seconds == null ? true : var.wait_until_serving_seconds >= var.warmup_grace_seconds + 120
    error_message = "wait_until_serving_seconds is ${var.wait_until_serving_seconds == null ? "null" : var.wait_until_serving_seconds}, but the group's first instance comes warmup_grace_seconds (${var.warmup_grace_seconds}) after it, and no VNF serves sooner than two minutes later. Give at least ${var.warmup_grace_seconds + 120}."
  }
}

variable "launch_template_version" {
  description = "Version of the launch template that the instance has to be of before it counts as serving. Default null: any."
  type        = string
  default     = null
}

variable "function_timeout_seconds" {
  description = "Time-out of one run of the hook handler in seconds, 60 to 900. Default 120: an ordinary heal takes far less, and what is left over is retried."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.function_timeout_seconds >= 60 && var.function_timeout_seconds <= 900 && floor(var.function_timeout_seconds) == var.function_timeout_seconds
    error_message = "function_timeout_seconds is ${var.function_timeout_seconds}: give whole seconds from 60 to 900; below 60 a detach that hangs cannot be forced in one run, above 900 Lambda refuses."
  }
}

variable "lambda_architecture" {
  description = "Processor architecture of the functions: arm64 or x86_64. Default arm64: the cheaper one, and the code is pure Python."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.lambda_architecture)
    error_message = "lambda_architecture is ${var.lambda_architecture}: Lambda knows arm64 and x86_64. Use x86_64 where the region has no arm64."
  }
}

variable "lambda_packages" {
  description = "Paths of zips built beforehand, for pipelines that build and sign them elsewhere: hook_handler and warmup. Any other attribute is refused. Default null for each: Terraform zips lambda_src itself."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.lambda_packages), ["hook_handler", "warmup"])) == 0
    error_message = "lambda_packages has ${join(", ", keys(var.lambda_packages))}: it may have hook_handler and warmup, and no other function."
  }

  validation {
    condition     = alltrue([for path in values(var.lambda_packages) : path == null ? true : try(fileexists(path), false)])
    error_message = "lambda_packages names ${join(", ", [for function, path in var.lambda_packages : "${function} = \"${path}\"" if path != null])}, of which not every file exists. Give paths of zips that are there when planning and applying, or null."
  }
}

variable "log_level" {
  description = "Lowest level that the functions log: DEBUG, INFO, WARN or ERROR. Metrics and the traces of uncaught exceptions are written at every level. Default INFO."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "log_level is ${var.log_level}: use DEBUG, INFO, WARN or ERROR."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept, one of the values CloudWatch Logs takes. Default 365: a year of evidence costs cents."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is ${var.log_retention_days}, which CloudWatch Logs does not take. Use 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "notification_emails" {
  description = "Addresses that are told of every move and every alarm: a name of your choice to the address, which must confirm its subscription. Default: nobody, subscribe to the topic yourself."
  type        = map(string)
  default     = {}
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

variable "enable_flow_logs" {
  description = "Whether the VPC's flow logs are kept in CloudWatch Logs. Default true: after an outage they are the only record of who reached the address. Switch off where many short flows (RTP) make them expensive."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_dashboard" {
  description = "Whether to make a CloudWatch dashboard. Default true: three dashboards are free, each further one costs about 3 USD a month."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key" {
  description = <<-EOT
    The KMS key of topic, queue, logs and environment. from: make (default: the module makes one) or bring; with bring, arn, which may be
    known after the apply only. A brought key's policy must admit CloudWatch, EventBridge, CloudWatch Logs and the account's IAM policies as key.tf does.
  EOT
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = can(keys(var.kms_key)) ? length(setsubtract(keys(var.kms_key), ["from", "arn"])) == 0 : false
    error_message = "kms_key has ${try(join(", ", keys(var.kms_key)), "no attributes")}: it is an object with from and arn. Write it like { from = \"bring\", arn = \"arn:aws:kms:eu-west-1:123456789012:key/…\" }."
  }

  validation {
    condition     = contains(["make", "bring"], try(coalesce(var.kms_key.from), "make"))
    error_message = "kms_key.from is \"${try(var.kms_key.from == null ? "null" : tostring(var.kms_key.from), "no text")}\": use make, or bring with the arn of a key of yours."
  }

  validation {
    condition     = try(var.kms_key.arn, null) == null ? try(coalesce(var.kms_key.from), "make") != "bring" : try(coalesce(var.kms_key.from), "make") == "bring"
    error_message = "kms_key has ${try(join(" and ", [for attribute, value in var.kms_key : attribute if value != null]), "no attributes")}: what is brought has both from = \"bring\" and its arn. Add what is missing, or remove both to have a key made."
  }

  validation {
    condition     = try(var.kms_key.arn, null) == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key.arn))
    error_message = "kms_key.arn is \"${try(var.kms_key.arn == null ? "null" : tostring(var.kms_key.arn), "no text")}\", which is not the ARN of a KMS key. Give arn:aws:kms:region:123456789012:key/…, neither an alias nor the bare id."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary of every role in this module. Default null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn is \"${var.permissions_boundary_arn == null ? "" : var.permissions_boundary_arn}\", which is not the ARN of an IAM policy. Give arn:aws:iam::123456789012:policy/name, or leave it null."
  }
}

variable "tags" {
  description = "Tags of everything in this module and of the VIP subnet and interface that the handler creates. Default: none."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "swept_before" {
  description = "Ids of what is to be destroyed only after the sweep: subnets and security groups of the instances. Default: none."
  type        = list(string)
  default     = []
  nullable    = false
}
