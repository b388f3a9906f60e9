variable "region" {
  description = "AWS region; the WAN subnets lie in its availability zones a, b and c."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "name" {
  description = "Name of the VNF, unique in its account and region."
  type        = string
  nullable    = false
}

variable "standby" {
  description = "Whether a second instance is in service besides: none or hot. Default none: it costs as much as the first."
  type        = string
  default     = "none"
  nullable    = false
}

variable "impaired_after_seconds" {
  description = "Seconds of failed status checks after which the handler has an instance replaced. Default null: Auto Scaling does, in its own time."
  type        = number
  default     = null
}

variable "service_checks" {
  description = "Checks of the services on the VIPs access and core, as the module's variable of that name has them. Default: none."
  type        = any
  default     = {}
  nullable    = false
}

variable "notification_emails" {
  description = "Addresses that are told of every move and every alarm: a name of your choice to the address. Default: nobody."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tags" {
  description = "Tags of everything that belongs to the VNF."
  type        = map(string)
  default     = { Example = "existing_vpc" }
  nullable    = false
}
