# Cisco CSR 1000V: GRE over IPsec for a fleet of routers.

name               = "csr"
availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

vnf      = "CiscoCSR1000v"
key_name = "vnf" # A key pair of yours; the login is ec2-user.

first_boot = {
  hostname           = "csr"
  technology_package = "ax"
}
extra_config = <<-EOT
  ntp server 169.254.169.123
EOT

vips = {
  vip = {
    cidr    = "10.16.10.0/24"
    address = "10.16.10.20"
    ingress_rules = [
      { description = "IKE", protocol = "udp", from_port = 500, cidrs = ["203.0.113.0/24"] },
      { description = "IPsec behind NAT", protocol = "udp", from_port = 4500, cidrs = ["203.0.113.0/24"] },
      { description = "IPsec", protocol = "esp", cidrs = ["203.0.113.0/24"] },
    ]
  }
}
