variable "name" {
  description = "Name of the VNF; launch template and role are named after it."
  type        = string
  nullable    = false
}

variable "group_name" {
  description = "Name of the Auto Scaling group."
  type        = string
  nullable    = false
}

variable "launch_hook_name" {
  description = "Name of the launch hook."
  type        = string
  nullable    = false
}

variable "terminate_hook_name" {
  description = "Name of the terminate hook."
  type        = string
  nullable    = false
}

variable "wait_for" {
  description = "Any value of what must exist before the group and outlive it."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "wan_subnet_ids" {
  description = "Ids of the subnets that instances boot in."
  type        = list(string)
  nullable    = false
}

variable "wan_security_group_id" {
  description = "Id of the security group of the WAN side."
  type        = string
  nullable    = false
}

variable "appliance" {
  description = "What boots: output this of modules/appliance."
  type = object({
    vnf                        = string
    image                      = object({ id = string, name = string, created = string, source = string })
    instance_types             = list(string)
    http_tokens                = string
    key_name                   = string
    login_name                 = string
    root_device_name           = string
    root_volume                = object({ size_gib = number, type = string, iops = number, throughput_mibps = number, encrypted = bool, kms_key_arn = string })
    data_volumes               = map(object({ size_gib = number, type = string, iops = number, throughput_mibps = number, kms_key_arn = string, snapshot_id = string }))
    health_check_grace_seconds = number
    reboot_after_attach        = bool
    reboot_delay_seconds       = number
    harmless_user_data         = list(string)
    first_boot                 = string
    fingerprint                = any
  })
  nullable = false
}

variable "user_data" {
  description = "User data in base64; null: none."
  type        = string
  sensitive   = true
}

variable "detailed_monitoring" {
  description = "Whether EC2 sends its metrics every minute."
  type        = bool
  nullable    = false
}

variable "tenancy" {
  description = "Whose hardware: default or dedicated."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["default", "dedicated"], var.tenancy)
    error_message = "tenancy is ${var.tenancy}: use default or dedicated.${var.tenancy == "host" ? " A Dedicated Host lies in one zone, and a VNF that heals in any zone would need one standing by in each." : ""}"
  }
}

variable "capacity_reservation" {
  description = "preference, and capacity_reservation_id or resource_group_arn; null: none."
  type        = map(string)

  validation {
    condition     = var.capacity_reservation == null ? true : length(setsubtract(keys(var.capacity_reservation), ["preference", "capacity_reservation_id", "resource_group_arn"])) == 0
    error_message = "capacity_reservation has ${join(", ", keys(var.capacity_reservation == null ? {} : var.capacity_reservation))}: it may have preference, and capacity_reservation_id or resource_group_arn. Remove the others."
  }

  validation {
    condition     = var.capacity_reservation == null ? true : contains(["default", "capacity-reservations-first", "capacity-reservations-only", "none"], try(coalesce(var.capacity_reservation.preference), "default"))
    error_message = "capacity_reservation.preference is \"${try(coalesce(var.capacity_reservation.preference), "")}\": use default, capacity-reservations-first, capacity-reservations-only or none."
  }

  validation {
    condition     = !can(var.capacity_reservation.capacity_reservation_id) || !can(var.capacity_reservation.resource_group_arn)
    error_message = "capacity_reservation has capacity_reservation_id and resource_group_arn: there is one target. Put the reservation into the group, and keep resource_group_arn."
  }

  validation {
    condition     = !can(var.capacity_reservation.capacity_reservation_id) && !can(var.capacity_reservation.resource_group_arn) ? true : startswith(try(coalesce(var.capacity_reservation.preference), "default"), "capacity-reservations-")
    error_message = "capacity_reservation has a target and the preference ${try(coalesce(var.capacity_reservation.preference), "default")}, which takes none. Set preference to capacity-reservations-first or capacity-reservations-only, or remove the target."
  }

  validation {
    condition     = !can(var.capacity_reservation.capacity_reservation_id) ? true : try(var.capacity_reservation.preference, "") != "capacity-reservations-first"
    error_message = "capacity_reservation has capacity_reservation_id and the preference capacity-reservations-first, but an instance that names a reservation by its id fails to launch when that is full. Put the reservation into a resource group and give resource_group_arn, or set capacity-reservations-only."
  }

  validation {
    condition     = !can(var.capacity_reservation.capacity_reservation_id) ? true : can(regex("^cr-([0-9a-f]{8}|[0-9a-f]{17})$", var.capacity_reservation.capacity_reservation_id))
    error_message = "capacity_reservation.capacity_reservation_id is \"${try(coalesce(var.capacity_reservation.capacity_reservation_id), "")}\", which is not the id of a Capacity Reservation. Give cr- and 8 or 17 lower-case hexadecimal digits."
  }

  validation {
    condition     = !can(var.capacity_reservation.resource_group_arn) ? true : can(regex("^arn:aws[a-z-]*:resource-groups:[a-z0-9-]+:[0-9]{12}:group/[A-Za-z0-9_./-]+$", var.capacity_reservation.resource_group_arn))
    error_message = "capacity_reservation.resource_group_arn is \"${try(coalesce(var.capacity_reservation.resource_group_arn), "")}\", which is not the ARN of a resource group. Give arn:aws:resource-groups:region:123456789012:group/name."
  }
}

variable "enable_session_manager" {
  description = "Whether the instance role carries AmazonSSMManagedInstanceCore."
  type        = bool
  nullable    = false
}

variable "instance_policy_arns" {
  description = "Further IAM policies of the instance role, by a name each."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.instance_policy_arns) : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "instance_policy_arns is ${join(", ", [for name, arn in var.instance_policy_arns : "${name} = ${coalesce(arn, "null")}"])}: each must be the ARN of an IAM policy, arn:aws:iam::123456789012:policy/name or arn:aws:iam::aws:policy/name, and neither a name nor a role."
  }

  validation {
    condition     = !contains(keys(var.instance_policy_arns), "session_manager") && length(distinct(values(var.instance_policy_arns))) == length(var.instance_policy_arns)
    error_message = "instance_policy_arns has the names ${join(", ", keys(var.instance_policy_arns))}: each policy may be there once, and session_manager is enable_session_manager's. Choose another name, or remove one of the two."
  }
}

variable "cooldown_seconds" {
  description = "Cooldown of the group."
  type        = number
  nullable    = false

  validation {
    condition     = var.cooldown_seconds >= 1 && var.cooldown_seconds <= 86400 && floor(var.cooldown_seconds) == var.cooldown_seconds
    error_message = "cooldown_seconds is ${var.cooldown_seconds}: give whole seconds from 1 to 86400, 10 is the smallest that was tested."
  }
}

variable "launch_hook_timeout_seconds" {
  description = "Time-out of the launch hook."
  type        = number
  nullable    = false

  validation {
    condition     = var.launch_hook_timeout_seconds >= 30 && var.launch_hook_timeout_seconds <= 7200 && floor(var.launch_hook_timeout_seconds) == var.launch_hook_timeout_seconds
    error_message = "launch_hook_timeout_seconds is ${var.launch_hook_timeout_seconds}: Auto Scaling takes whole seconds from 30 to 7200. Choose a value in between."
  }
}

variable "terminate_hook_timeout_seconds" {
  description = "Time-out of the terminate hook."
  type        = number
  nullable    = false

  validation {
    condition     = var.terminate_hook_timeout_seconds >= 30 && var.terminate_hook_timeout_seconds <= 7200 && floor(var.terminate_hook_timeout_seconds) == var.terminate_hook_timeout_seconds
    error_message = "terminate_hook_timeout_seconds is ${var.terminate_hook_timeout_seconds}: Auto Scaling takes whole seconds from 30 to 7200. Choose a value in between."
  }
}

variable "launch_before_terminate" {
  description = "Whether the group launches a replacement before it ends a sick instance."
  type        = bool
  nullable    = false
}

variable "standby" {
  description = "Whether a second instance stands by: none or hot."
  type        = string
  nullable    = false
}

variable "enable_instance_refresh" {
  description = "Whether a changed launch template replaces the running instance at once."
  type        = bool
  nullable    = false
}

variable "maintenance" {
  description = "Whether the group is made in maintenance."
  type        = bool
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
  description = "Tags of everything in this module and of what the group launches."
  type        = map(string)
  nullable    = false
}
