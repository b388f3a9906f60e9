# VyOS as a GRE router.

name               = "vyos"
availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

vnf      = "VyOS"
key_name = "vnf" # A key pair of yours; the login is vyos.

extra_config = <<-EOT
  set service ntp server 169.254.169.123
EOT

vips = {
  vip = {
    cidr    = "10.16.10.0/24"
    address = "10.16.10.20"
    ingress_rules = [
      { description = "GRE", protocol = "gre", cidrs = ["203.0.113.0/24"] },
    ]
  }
}
