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

# The last line is a placeholder and no key: Panorama would register no firewall with it. Make one there,
#   request bootstrap vm-auth-key generate lifetime 8760
# and keep it out of this file: leave extra_config away here, and hand it in from where you keep secrets,
# as TF_VAR_extra_config, or from Secrets Manager where you call the module. It is good for a year at most:
# every heal needs one that still is (docs/valid-when-it-heals.md).
extra_config = <<-EOT
  panorama-server=10.16.20.5
  tplname=edge
  dgname=edge
  vm-auth-key=NO-KEY-PUT-ONE-OF-YOUR-PANORAMA-HERE
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
