# Juniper vSRX 3.0 as an IPsec concentrator. It is rebooted once after the VIP interface is attached.

name               = "vsrx"
availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

vnf      = "JunipervSRX"
key_name = "vnf" # A key pair of yours; the login is ec2-user.

first_boot = {
  hostname = "vsrx"
}
extra_config = <<-EOT
  system {
      ntp {
          server 169.254.169.123;
      }
  }
EOT

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
