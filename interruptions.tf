# What a plan interrupts, and for how long: a warning of the plan, an output, and a record to compare the next plan with.

module "interruptions" {
  source = "./modules/interruptions"

  name      = var.name
  owner_tag = local.owner_tag

  settings = {
    vips                           = { for key, vip in module.vip : key => vip.interrupting }
    vpc                            = local.own_vpc ? var.vpc_cidr : var.network.vpc_id
    wan_subnets                    = local.own_vpc ? try(zipmap(var.wan_subnet_cidrs, var.availability_zones), {}) : tomap(var.network.wan_subnet_ids)
    launch_hook_timeout_seconds    = var.launch_hook_timeout_seconds
    terminate_hook_timeout_seconds = var.terminate_hook_timeout_seconds
    launch                         = module.asg.launch_fingerprint
    reboot_after_attach            = module.appliance.this.reboot_after_attach
    standby                        = var.standby
  }

  enable_instance_refresh    = var.enable_instance_refresh
  health_check_grace_seconds = module.appliance.this.health_check_grace_seconds
  warmup_grace_seconds       = var.warmup_grace_seconds
  applied_after              = [module.lifecycle.ready, module.asg.group_arn]
  tags                       = var.tags
}
