# One virtual network function, one private IPv4, one Elastic IP, any availability zone.
#
# Read from top to bottom this is also the order of creation, and backwards that of destruction: the
# network, the address, the automation, and last the group whose instances need all of it. Only the
# warm-up schedule, inside the automation, comes after the group.

locals {
  # The automation must know these before the group exists.
  group_name          = var.name
  launch_hook_name    = "${var.name}-launch"
  terminate_hook_name = "${var.name}-terminate"
}

module "vpc" {
  source = "./modules/vpc"

  name                 = var.name
  vpc_cidr             = var.vpc_cidr
  availability_zones   = var.availability_zones
  wan_subnet_cidrs     = var.wan_subnet_cidrs
  assign_public_ip     = var.assign_public_ip
  vip_routes           = var.vip_routes
  vip_propagating_vgws = var.vip_propagating_vgws
  enable_ssm_endpoints = var.enable_ssm_endpoints
  tags                 = var.tags
}

module "vip" {
  source = "./modules/vip"

  name                    = var.name
  vpc_id                  = module.vpc.vpc_id
  vpc_cidr                = var.vpc_cidr
  wan_subnet_cidrs        = var.wan_subnet_cidrs
  vip_cidr                = var.vip_cidr
  vip_address             = var.vip_address
  elastic_ip              = var.elastic_ip
  vip_ingress_rules       = var.vip_ingress_rules
  vip_egress_rules        = var.vip_egress_rules
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
  tags                    = var.tags
}

module "lifecycle" {
  source = "./modules/lifecycle"

  name = var.name

  group_name                     = local.group_name
  group_arn                      = module.asg.group_arn # for the warm-up schedule only
  launch_hook_name               = local.launch_hook_name
  launch_hook_timeout_seconds    = var.launch_hook_timeout_seconds
  terminate_hook_name            = local.terminate_hook_name
  terminate_hook_timeout_seconds = var.terminate_hook_timeout_seconds

  vpc_id                 = module.vpc.vpc_id
  vip_cidr               = module.vip.vip_cidr
  vip_address            = module.vip.vip_address
  vip_route_table_id     = module.vpc.vip_route_table_id
  vip_security_group_ids = [module.vip.security_group_id]
  eip_allocation_id      = module.vip.eip_allocation_id
  owner_tag              = module.vip.owner_tag
  swept_before           = concat(module.vpc.wan_subnet_ids, [module.asg.security_group_id])

  reboot_after_attach      = module.asg.reboot_after_attach
  reboot_delay_seconds     = module.asg.reboot_delay_seconds
  launch_before_terminate  = var.launch_before_terminate
  subnet_creation_attempts = var.subnet_creation_attempts
  warmup_grace_seconds     = var.warmup_grace_seconds

  wait_until_serving_seconds = var.wait_until_serving_seconds
  launch_template_version    = module.asg.version_to_wait_for

  function_timeout_seconds = var.function_timeout_seconds
  lambda_architecture      = var.lambda_architecture
  lambda_packages          = var.lambda_packages
  log_level                = var.log_level
  log_retention_days       = var.log_retention_days
  notification_emails      = var.notification_emails
  enable_flow_logs         = var.enable_flow_logs
  enable_dashboard         = var.enable_dashboard
  kms_key                  = var.kms_key
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "asg" {
  source = "./modules/asg"

  name       = var.name
  group_name = local.group_name
  wait_for   = module.lifecycle.ready
  vpc_id     = module.vpc.vpc_id
  subnet_ids = module.vpc.wan_subnet_ids

  availability_zones = var.availability_zones
  assign_public_ip   = var.assign_public_ip

  vip_cidr         = module.vip.vip_cidr
  vip_address      = module.vip.vip_address
  wan_subnet_cidrs = var.wan_subnet_cidrs

  vnf                       = var.vnf
  vnf_version               = var.vnf_version
  vnf_license               = var.vnf_license
  instance_type             = var.instance_type
  ami_ssm_parameter         = var.ami_ssm_parameter
  ami_id                    = var.ami_id
  use_original_sample_image = var.use_original_sample_image
  key_name                  = var.key_name
  check_key_pair            = var.check_key_pair
  first_boot                = var.first_boot
  extra_config              = var.extra_config
  user_data                 = var.user_data
  user_data_base64          = var.user_data_base64
  root_volume               = var.root_volume
  http_tokens               = var.http_tokens
  detailed_monitoring       = var.detailed_monitoring
  enable_session_manager    = var.enable_session_manager
  instance_policy_arns      = var.instance_policy_arns

  public_ssh_access       = var.public_ssh_access
  jump_host_cidrs         = var.jump_host_cidrs
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
  wan_ingress_rules       = var.wan_ingress_rules
  wan_egress_rules        = var.wan_egress_rules

  launch_hook_name               = local.launch_hook_name
  launch_hook_timeout_seconds    = var.launch_hook_timeout_seconds
  terminate_hook_name            = local.terminate_hook_name
  terminate_hook_timeout_seconds = var.terminate_hook_timeout_seconds
  cooldown_seconds               = var.cooldown_seconds
  health_check_grace_seconds     = var.health_check_grace_seconds
  reboot_after_attach            = var.reboot_after_attach
  reboot_delay_seconds           = var.reboot_delay_seconds
  launch_before_terminate        = var.launch_before_terminate
  enable_instance_refresh        = var.enable_instance_refresh

  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}
