variable "region" {
  description = "AWS region; its availability zones a, b and c are used. Default: the original sample's."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "name" {
  description = "Name of the VNF, unique in the region."
  type        = string
  default     = "persistent-vnf"
  nullable    = false
}

variable "notification_email" {
  description = "Address that is told of every move and every alarm. Default null: nobody."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = { Example = "amazon_linux" }
  nullable    = false
}
