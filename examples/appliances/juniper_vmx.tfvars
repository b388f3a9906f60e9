# Juniper vMX as an LNS. No lookup of its image is known: the original sample's image is said to be
# wanted here; better, give ami_id one that your subscription names for your region.

name               = "vmx"
availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]

vnf                       = "JunipervMX"
use_original_sample_image = true
key_name                  = "vnf" # A key pair of yours: its public key goes into the configuration, for the login jnpr.

first_boot = {
  hostname   = "vmx"
  addressing = "static"
}

vips = {
  vip = {
    cidr    = "10.16.10.0/24"
    address = "10.16.10.20"
    ingress_rules = [
      { description = "L2TP", protocol = "udp", from_port = 1701, cidrs = ["203.0.113.0/24"] },
    ]
  }
}
