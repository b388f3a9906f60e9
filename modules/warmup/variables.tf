variable "group_name" {
  description = "Name of the Auto Scaling group."
  type        = string
  nullable    = false
}

variable "group_arn" {
  description = "ARN of the Auto Scaling group; when it changes, the schedule is made anew."
  type        = string
  nullable    = false
}

variable "automation" {
  description = "Rule and function of the warm-up, and whom it asks: output warmup of modules/lifecycle."
  type = object({
    rule_name      = string
    function_name  = string
    function_arn   = string
    handler_arn    = string
    log_group_name = string
  })
  nullable = false
}

variable "standby" {
  description = "Whether a second instance stands by: none or hot; when it changes, the schedule is made anew."
  type        = string
  nullable    = false
}

variable "vips" {
  description = "The VIPs by their keys, as far as a change of them has to serve."
  type = map(object({
    private_address     = string
    secondary_addresses = list(string)
    allocation_ids      = map(string)
    ipv6_address        = string
    device_index        = number
  }))
  nullable = false
}

variable "wait_until_serving_seconds" {
  description = "Seconds that an apply waits for the VNF to serve; null: it does not wait."
  type        = number
}

variable "launch_template_version" {
  description = "Version of the launch template that has to serve; null: any."
  type        = string
}

variable "tags" {
  description = "Tags of everything in this module."
  type        = map(string)
  nullable    = false
}
