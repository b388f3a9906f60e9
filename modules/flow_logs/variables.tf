variable "name" {
  description = "Name of the VNF."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "flow_log_group_name" {
  description = "Name of the log group of the flow logs."
  type        = string
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key of the flow logs."
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
