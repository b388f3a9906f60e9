variable "name" {
  description = "Name of the VNF; the record is kept under it."
  type        = string
  nullable    = false
}

variable "owner_tag" {
  description = "Tag of the VIP interfaces, by which a running service without a record is noticed."
  type        = object({ key = string, value = string })
  nullable    = false
}

variable "settings" {
  description = "What interrupts the service when it changes; vpc and wan_subnets are ranges and zones, or ids of what is yours."
  type = object({
    vips = map(object({
      cidr                = string
      address             = string
      device_index        = number
      secondary_addresses = list(string)
      elastic_ips         = map(string)
      routes              = list(string)
    }))
    vpc                            = string
    wan_subnets                    = map(string)
    launch_hook_timeout_seconds    = number
    terminate_hook_timeout_seconds = number
    launch                         = string
    reboot_after_attach            = bool
    standby                        = string
  })
  nullable = false
}

variable "enable_instance_refresh" {
  description = "Whether a changed launch template replaces the running instance at once."
  type        = bool
  nullable    = false
}

variable "health_check_grace_seconds" {
  description = "Seconds that the appliance is given to boot."
  type        = number
  nullable    = false
}

variable "warmup_grace_seconds" {
  description = "Seconds between the group's creation and its first instance."
  type        = number
  nullable    = false
}

variable "applied_after" {
  description = "What has to be applied before the record says so; only its dependencies matter."
  type        = any
}

variable "tags" {
  description = "Tags of the record."
  type        = map(string)
  nullable    = false
}
