# Cisco Catalyst 8000V, the successor of the CSR 1000V. Its licence words are its own.

name               = "c8000v"
availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

vnf         = "CiscoC8000V"
vnf_version = "17.12" # The newest of this train; remove the line for the newest of all.
key_name    = "vnf"   # A key pair of yours; the login is ec2-user.

first_boot = {
  hostname           = "c8000v"
  technology_package = "network-advantage"
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
