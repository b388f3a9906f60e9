# Any other appliance: an image of your own, and user data that is base64 already.

name               = "custom"
availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

vnf            = "Custom"
ami_id         = "ami-0123456789abcdef0" # An image of yours in your region.
instance_types = ["c5.large"]
http_tokens    = "required"
key_name       = "vnf" # A key pair of yours.

# #cloud-config
# hostname: custom
user_data_base64 = "I2Nsb3VkLWNvbmZpZwpob3N0bmFtZTogY3VzdG9tCg=="

# What a profile would say:
reboot_after_attach        = false
health_check_grace_seconds = 300

vips = {
  vip = {
    cidr    = "10.16.10.0/24"
    address = "10.16.10.20"
    ingress_rules = [
      { description = "SIP", protocol = "udp", from_port = 5060, cidrs = ["203.0.113.0/24"] },
    ]
  }
}
