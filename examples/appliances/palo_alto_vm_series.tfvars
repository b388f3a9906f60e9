# Palo Alto Networks VM-Series. Its data interfaces are configured by Panorama, or from a bootstrap
# bucket: user data can only say where they are.

name               = "pan"
availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

vnf         = "PaloAltoVMSeries"
vnf_license = "byol"
key_name    = "vnf" # A key pair of yours; the login is admin.

first_boot = {
  hostname = "pan"
}
extra_config = <<-EOT
  panorama-server=10.16.20.5
  tplname=edge
  dgname=edge
EOT

vip_ingress_rules = [
  { description = "IKE", protocol = "udp", from_port = 500, cidrs = ["203.0.113.0/24"] },
  { description = "IPsec behind NAT", protocol = "udp", from_port = 4500, cidrs = ["203.0.113.0/24"] },
]
