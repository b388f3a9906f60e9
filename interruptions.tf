# What a plan interrupts, and for how long: a warning of the plan, an output, and a record to compare the next plan with.

module "interruptions" {
  source = "./modules/interruptions"

  name      = var.name
  owner_tag = module.vip.owner_tag

  settings = {
    vip_address                    = module.vip.vip_address
    vip_cidr                       = var.vip_cidr
    vpc                            = var.network == null ? var.vpc_cidr : var.network.vpc_id
    wan_subnets                    = var.network == null ? try(zipmap(var.wan_subnet_cidrs, var.availability_zones), {}) : tomap(var.network.wan_subnet_ids)
    vip_routes                     = sort(module.vip.routes)
    elastic_ip                     = try(var.elastic_ip.allocation_id, null)
    launch_hook_timeout_seconds    = var.launch_hook_timeout_seconds
    terminate_hook_timeout_seconds = var.terminate_hook_timeout_seconds
    launch                         = module.asg.launch_fingerprint
    reboot_after_attach            = module.appliance.this.reboot_after_attach
  }

  enable_instance_refresh    = var.enable_instance_refresh
  health_check_grace_seconds = module.appliance.this.health_check_grace_seconds
  warmup_grace_seconds       = var.warmup_grace_seconds
  applied_after              = [module.lifecycle.ready, module.asg.group_arn]
  tags                       = var.tags
}
