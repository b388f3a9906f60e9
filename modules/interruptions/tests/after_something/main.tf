# A call that comes after something new: Terraform reads the module's data sources at the apply only.

resource "terraform_data" "something" {}

module "interruptions" {
  source = "../.."

  name                 = "edge"
  owner_tag            = { key = "PersistentVnf", value = "edge" }
  replaces_at_once     = true
  boot_seconds         = 60
  warmup_grace_seconds = 120
  settings = {
    vip_address                    = "10.16.10.20"
    vip_cidr                       = "10.16.10.0/24"
    vpc_cidr                       = "10.16.0.0/16"
    wan_subnets                    = { "10.16.1.0/24" = "eu-west-1a" }
    vip_routes                     = []
    elastic_ip                     = terraform_data.something.id # not known either
    launch_hook_timeout_seconds    = 600
    terminate_hook_timeout_seconds = 600
    launch                         = "a"
    reboot_after_attach            = false
  }

  depends_on = [terraform_data.something]
}

output "interrupts" {
  value = module.interruptions.interrupts
}
