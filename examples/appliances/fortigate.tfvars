# Fortinet FortiGate-VM, paid by the hour.

name               = "fortigate"
availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

vnf         = "FortiGate"
vnf_license = "payg"
key_name    = "vnf" # A key pair of yours; the login is admin.

first_boot = {
  hostname = "fortigate"
}

vips = {
  vip = {
    cidr    = "10.16.10.0/24"
    address = "10.16.10.20"
    ingress_rules = [
      { description = "IKE", protocol = "udp", from_port = 500, cidrs = ["203.0.113.0/24"] },
      { description = "IPsec behind NAT", protocol = "udp", from_port = 4500, cidrs = ["203.0.113.0/24"] },
    ]
  }
}
