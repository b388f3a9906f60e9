# One virtual network function, its private addresses and Elastic IPs, any availability zone.
#
# Read from top to bottom this is also the order of creation, and backwards that of destruction: each module takes only
# from those above it. What the services are asked, the key, the network (ours, or somebody else's), the addresses, what boots,
# the automation, the group whose instances need all of it, the schedule that warms the group up, and last the prober.

locals {
  # What comes first must know these of what comes later: the key its log groups, the automation its group.
  group_name               = var.name
  launch_hook_name         = "${var.name}-launch"
  terminate_hook_name      = "${var.name}-terminate"
  function_names           = { hook_handler = "${var.name}-hook-handler", warmup = "${var.name}-warmup" }
  function_log_group_names = { for function, name in local.function_names : function => "/aws/lambda/${name}" }
  prober_function_name     = "${var.name}-prober"
  prober_log_group_name    = "/aws/lambda/${local.prober_function_name}"
  prober_alarm_names       = { errors = "${var.name}-prober-errors", silent = "${var.name}-prober-silent" }
  flow_log_group_name      = "/aws/vpc/${var.name}-flow-logs"
  owner_tag                = { key = "PersistentVnf", value = var.name }
  log_group_names = concat(
    values(local.function_log_group_names),
    local.enable_flow_logs ? [local.flow_log_group_name] : [],
    local.has_prober ? [local.prober_log_group_name] : [],
  )

  # By what is literal: what is wrong with the checks is not to keep everything else from being judged.
  has_prober = try(anytrue([for checks in values(var.service_checks) : length(checks) > 0]), false)

  # Of what is left out of a VIP, or null. (An object type would drop a misspelt attribute in silence.)
  vip_defaults = {
    device_index        = 1
    secondary_addresses = {}
    elastic_ip          = {}
    ipv6                = null
    ingress_rules       = []
    egress_rules        = [{ description = "Everything", protocol = "all", cidrs = ["0.0.0.0/0"] }]
    security_group_ids  = {}
    routes              = []
    propagating_vgws    = []
    next_hop_routes     = {}
    connection_tracking = null
    interface_tags      = {}
  }
  vip_attributes = concat(["cidr", "address"], keys(local.vip_defaults))
  everything     = [{ description = "Everything", protocol = "all", cidrs = ["0.0.0.0/0", "::/0"] }]

  vips = {
    for key, vip in var.vips : key => merge(concat(
      [local.vip_defaults],
      [for ipv6 in [lookup(vip, "ipv6", null)] : { egress_rules = local.everything } if ipv6 != null],
      [{ for attribute, value in vip : attribute => value if value != null }],
    )...)
  }
  ipv6_ways = [for vip in local.vips : try(coalesce(vip.ipv6.internet), "in_and_out") if vip.ipv6 != null]
}

module "service_checks" {
  source = "./modules/service_checks"

  name                           = var.name
  vips                           = { for key, vip in local.vips : key => trimsuffix(vip.address, "/32") }
  service_checks                 = var.service_checks
  service_check_interval_seconds = var.service_check_interval_seconds
}

module "key" {
  source = "./modules/key"

  name            = var.name
  kms_key         = var.kms_key
  log_group_names = local.log_group_names
  tags            = var.tags
}

module "vpc" {
  source = "./modules/vpc"
  count  = local.own_vpc ? 1 : 0

  name                 = var.name
  vpc_cidr             = var.vpc_cidr
  availability_zones   = var.availability_zones
  wan_subnet_cidrs     = var.wan_subnet_cidrs
  prober_subnet_cidrs  = var.prober_subnet_cidrs
  assign_public_ip     = var.assign_public_ip
  wan_routes           = var.wan_routes
  enable_ssm_endpoints = var.enable_ssm_endpoints
  tags                 = var.tags

  has_ipv6                = length(local.ipv6_ways) > 0
  has_egress_only_gateway = contains(local.ipv6_ways, "out")
  has_prober              = local.has_prober
}

module "existing_vpc" {
  source = "./modules/existing_vpc"
  count  = local.own_vpc ? 0 : 1

  name                   = var.name
  network                = var.network
  vip_cidrs              = [for vip in local.vips : vip.cidr]
  default_routes         = local.default_routes
  needs_internet_gateway = local.needs_internet_gateway
  has_prober             = local.has_prober
}

module "wan_access" {
  source = "./modules/wan_access"

  name                    = var.name
  vpc_id                  = local.network.vpc_id
  public_ssh_access       = var.public_ssh_access
  jump_host_cidrs         = var.jump_host_cidrs
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
  wan_ingress_rules       = var.wan_ingress_rules
  wan_egress_rules        = var.wan_egress_rules
  tags                    = var.tags
}

module "flow_logs" {
  source = "./modules/flow_logs"
  count  = local.enable_flow_logs ? 1 : 0

  name                     = var.name
  vpc_id                   = local.network.vpc_id
  flow_log_group_name      = local.flow_log_group_name
  log_retention_days       = var.log_retention_days
  kms_key_arn              = module.key.arn
  encrypt_logs_statement   = module.key.encrypt_logs_statement
  iam                      = local.iam
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "vip" {
  source   = "./modules/vip"
  for_each = local.vips

  name = var.name
  key  = each.key

  vpc_id                  = local.network.vpc_id
  vpc_cidr                = local.own_vpc_cidr
  wan_subnet_cidrs        = local.own_wan_subnet_cidrs
  prober_subnet_cidrs     = local.own_prober_subnet_cidrs
  vpc_cidrs               = local.vpc_cidrs
  vpc_ipv6_cidr           = local.network.ipv6_cidr
  wan_zones               = local.wan_zones
  internet_gateway_ids    = local.network.internet_gateway_ids
  egress_only_gateway_ids = local.network.egress_only_gateway_ids
  brought_route_table_ids = local.brought_route_table_ids
  network_acl_id          = local.network.vip_network_acl_id

  cidr                    = each.value.cidr
  address                 = each.value.address
  device_index            = each.value.device_index
  secondary_addresses     = each.value.secondary_addresses
  elastic_ip              = each.value.elastic_ip
  ipv6                    = each.value.ipv6
  ingress_rules           = each.value.ingress_rules
  egress_rules            = each.value.egress_rules
  security_group_ids      = each.value.security_group_ids
  routes                  = each.value.routes
  propagating_vgws        = each.value.propagating_vgws
  next_hop_routes         = each.value.next_hop_routes
  connection_tracking     = each.value.connection_tracking
  interface_tags          = each.value.interface_tags
  allow_ssh_from_anywhere = var.allow_ssh_from_anywhere
  tags                    = var.tags
}

module "appliance" {
  source = "./modules/appliance"

  name                      = var.name
  vnf                       = var.vnf
  vnf_version               = var.vnf_version
  vnf_license               = var.vnf_license
  instance_types            = var.instance_types
  ami_ssm_parameter         = var.ami_ssm_parameter
  ami_id                    = var.ami_id
  use_original_sample_image = var.use_original_sample_image
  root_volume               = var.root_volume
  data_volumes              = var.data_volumes
  http_tokens               = var.http_tokens

  availability_zones = local.zones
  assign_public_ip   = local.assign_public_ip
  wan_egress_rules   = var.wan_egress_rules
  wan_subnet_cidrs   = local.wan_subnet_cidrs
  vips               = { for key, vip in module.vip : key => vip.guest }
  addresses_of_vips  = [for vip in local.vips : 1 + try(length(vip.secondary_addresses), 0)]
  tracked_vips       = [for key, vip in local.vips : key if vip.connection_tracking != null]

  key_name         = var.key_name
  check_key_pair   = var.check_key_pair
  first_boot       = var.first_boot
  extra_config     = var.extra_config
  user_data        = var.user_data
  user_data_base64 = var.user_data_base64

  health_check_grace_seconds = var.health_check_grace_seconds
  reboot_after_attach        = var.reboot_after_attach
  reboot_delay_seconds       = var.reboot_delay_seconds
  launch_before_terminate    = var.launch_before_terminate
  standby                    = var.standby
}

module "lifecycle" {
  source = "./modules/lifecycle"

  name            = var.name
  function_names  = local.function_names
  log_group_names = local.function_log_group_names

  group_name                     = local.group_name
  launch_hook_name               = local.launch_hook_name
  launch_hook_timeout_seconds    = var.launch_hook_timeout_seconds
  terminate_hook_name            = local.terminate_hook_name
  terminate_hook_timeout_seconds = var.terminate_hook_timeout_seconds

  vpc_id                = local.network.vpc_id
  own_vpc               = local.own_vpc
  wan_security_group_id = module.wan_access.security_group_id
  vips                  = flatten([for index in range(1, 15) : [for vip in module.vip : vip.handler if vip.handler.device_index == index]])
  owner_tag             = local.owner_tag
  swept_before          = concat(local.wan_subnet_ids, local.wan_routes, [module.wan_access.security_group_id])

  reboot_after_attach        = module.appliance.this.reboot_after_attach
  reboot_delay_seconds       = module.appliance.this.reboot_delay_seconds
  launch_before_terminate    = var.launch_before_terminate
  standby                    = var.standby
  subnet_creation_attempts   = var.subnet_creation_attempts
  warmup_grace_seconds       = var.warmup_grace_seconds
  wait_until_serving_seconds = var.wait_until_serving_seconds
  audit_interval_minutes     = var.audit_interval_minutes
  maintenance                = var.maintenance
  maintenance_hours          = var.maintenance_hours

  health_check_grace_seconds = module.appliance.this.health_check_grace_seconds
  impaired_after_seconds     = var.impaired_after_seconds
  service_alarm_arns         = var.service_alarm_arns
  service_check_alarms       = module.service_checks.this.replacing
  prober_alarm_names         = local.has_prober ? concat(values(module.service_checks.this.alarms)[*].alarm_name, values(local.prober_alarm_names)) : []
  max_replacements_per_hour  = var.max_replacements_per_hour
  storm_cleared_at           = var.storm_cleared_at

  end_slow_shutdown_after_seconds = var.end_slow_shutdown_after_seconds

  function_timeout_seconds = var.function_timeout_seconds
  lambda_architecture      = var.lambda_architecture
  lambda_packages          = var.lambda_packages
  log_level                = var.log_level
  log_retention_days       = var.log_retention_days
  notification_topic       = var.notification_topic
  notification_emails      = var.notification_emails
  enable_dashboard         = var.enable_dashboard

  kms_key_arn                = module.key.arn
  encrypt_logs_statement     = module.key.encrypt_logs_statement
  encrypt_messages_statement = module.key.encrypt_messages_statement
  flow_logs_statements       = flatten(module.flow_logs[*].statements)
  iam                        = local.iam
  permissions_boundary_arn   = var.permissions_boundary_arn
  tags                       = var.tags
}

module "asg" {
  source = "./modules/asg"

  name                  = var.name
  group_name            = local.group_name
  wait_for              = module.lifecycle.ready
  vpc_id                = local.network.vpc_id
  wan_subnet_ids        = local.launch_subnet_ids
  wan_security_group_id = module.wan_access.security_group_id

  appliance              = module.appliance.this
  user_data              = module.appliance.user_data
  detailed_monitoring    = var.detailed_monitoring
  tenancy                = var.tenancy
  capacity_reservation   = var.capacity_reservation
  enable_session_manager = var.enable_session_manager
  instance_policy_arns   = var.instance_policy_arns

  launch_hook_name               = local.launch_hook_name
  launch_hook_timeout_seconds    = var.launch_hook_timeout_seconds
  terminate_hook_name            = local.terminate_hook_name
  terminate_hook_timeout_seconds = var.terminate_hook_timeout_seconds
  cooldown_seconds               = var.cooldown_seconds
  launch_before_terminate        = var.launch_before_terminate
  standby                        = var.standby
  enable_instance_refresh        = var.enable_instance_refresh
  maintenance                    = var.maintenance

  iam                      = local.iam
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "warmup" {
  source = "./modules/warmup"

  group_name                 = local.group_name
  group_arn                  = module.asg.group_arn
  automation                 = module.lifecycle.warmup
  standby                    = var.standby
  vips                       = { for key, vip in module.vip : key => vip.this }
  wait_until_serving_seconds = var.wait_until_serving_seconds
  launch_template_version    = module.asg.launch_template_version
  tags                       = var.tags
}

module "prober" {
  source = "./modules/prober"
  count  = local.has_prober ? 1 : 0

  name           = var.name
  function_name  = local.prober_function_name
  log_group_name = local.prober_log_group_name
  alarm_names    = local.prober_alarm_names
  wait_for       = module.lifecycle.ready
  automation     = module.lifecycle.prober

  vpc_id                 = local.network.vpc_id
  prober_subnet_ids      = local.prober_subnet_ids
  vip_security_group_ids = { for key, vip in module.vip : key => vip.this.security_group_id }
  owner_tag              = local.owner_tag

  service_checks                 = module.service_checks.this.asked
  service_check_interval_seconds = var.service_check_interval_seconds
  check_lambda_quota             = var.check_lambda_quota
  openings                       = module.service_checks.this.openings
  alarms                         = module.service_checks.this.alarms

  lambda_architecture = var.lambda_architecture
  lambda_packages     = var.lambda_packages
  log_level           = var.log_level
  log_retention_days  = var.log_retention_days

  kms_key_arn              = module.key.arn
  encrypt_logs_statement   = module.key.encrypt_logs_statement
  iam                      = local.iam
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}
