variable "region" {
  description = "AWS region; its availability zones a, b and c are used."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "name" {
  description = "Name of the VNF, unique in its account and region."
  type        = string
  nullable    = false
}

variable "notification_emails" {
  description = "Addresses that are told of every move and every alarm: a name of your choice to the address. Default: nobody."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = { Example = "amazon_linux" }
  nullable    = false
}
