variable "name" {
  description = "Name of the VNF; rule, security group and alarms are named after it."
  type        = string
  nullable    = false
}

variable "function_name" {
  description = "Name of the function."
  type        = string
  nullable    = false
}

variable "log_group_name" {
  description = "Name of the function's log group."
  type        = string
  nullable    = false
}

variable "alarm_names" {
  description = "Names of the alarms of the prober itself: errors and silent."
  type        = object({ errors = string, silent = string })
  nullable    = false
}

variable "wait_for" {
  description = "What has to stand before it: output ready of modules/lifecycle."
  type        = string
  nullable    = false
}

variable "automation" {
  description = "Whom alarms tell and call, and the namespace of metrics: output prober of modules/lifecycle."
  type        = object({ topic_arn = string, handler_arn = string, metrics_namespace = string })
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "prober_subnet_ids" {
  description = "Ids of the function's subnets."
  type        = list(string)
  nullable    = false
}

variable "vip_security_group_ids" {
  description = "Id of each VIP's own security group, by the VIP's key."
  type        = map(string)
  nullable    = false
}

variable "service_checks" {
  description = "The checks as the function reads them: asked of modules/service_checks."
  type        = any
  nullable    = false
}

variable "service_check_interval_seconds" {
  description = "Seconds from one probe to the next."
  type        = number
  nullable    = false
}

variable "check_lambda_quota" {
  description = "Whether to warn of an account that may run few functions."
  type        = bool
  nullable    = false
}

variable "openings" {
  description = "What security groups have to let through, by a name each: openings of modules/service_checks."
  type        = map(object({ vip = string, address = string, protocol = string, port = number }))
  nullable    = false
}

variable "alarms" {
  description = "What the checks' alarms are made of, by the checks' keys: alarms of modules/service_checks."
  type = map(object({
    alarm_name          = string
    vip                 = string
    check               = string
    asked_at            = string
    replaces            = bool
    evaluation_periods  = number
    datapoints_to_alarm = number
  }))
  nullable = false
}

variable "owner_tag" {
  description = "Tag of what belongs to the VNF; its value is the dimension Name of the metrics."
  type        = object({ key = string, value = string })
  nullable    = false
}

variable "lambda_architecture" {
  description = "Processor architecture of the functions: arm64 or x86_64."
  type        = string
  nullable    = false
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
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key of logs and environment."
  type        = string
  nullable    = false
}

variable "encrypt_logs_statement" {
  description = "IAM statement that whoever writes into an encrypted log group needs."
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
  description = "Tags of everything in this module."
  type        = map(string)
  nullable    = false
}
