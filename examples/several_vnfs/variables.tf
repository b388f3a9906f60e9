variable "region" {
  description = "AWS region; the WAN subnets lie in its availability zones a, b and c."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "vnfs" {
  description = "The VNFs by name, none of which is the beginning of another: the range of the VIP subnet, which is each one's own, the address in it, the UDP port of the service, and who may use it."
  type = map(object({
    cidr    = string
    address = string
    port    = number
    peers   = list(string)
  }))
  default = {
    sbc = {
      cidr    = "10.60.10.0/28"
      address = "10.60.10.10"
      port    = 5060
      peers   = ["203.0.113.0/24"]
    }
    vpn-hub = {
      cidr    = "10.60.10.16/28"
      address = "10.60.10.26"
      port    = 4500
      peers   = ["198.51.100.0/24"]
    }
  }
  nullable = false
}

variable "notification_emails" {
  description = "Addresses that are told of every move and every alarm: a name of your choice to the address. Default: nobody."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tags" {
  description = "Tags of everything that belongs to a VNF."
  type        = map(string)
  default     = { Example = "several_vnfs" }
  nullable    = false
}
