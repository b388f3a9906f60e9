# Of one VIP, which most have, by the shortest name; vips has all.
output "private_address" {
  description = "The persistent private IPv4 address; of several VIPs that of the lowest device index."
  value       = flatten([for index in range(1, 15) : [for vip in module.vip : vip.this.private_address if vip.this.device_index == index]])[0]
}

output "public_address" {
  description = "The public IPv4 address of private_address, that of its Elastic IP; null: it has none."
  value       = flatten([for index in range(1, 15) : [for vip in module.vip : lookup(vip.this.public_addresses, vip.this.private_address, null) if vip.this.device_index == index]])[0]
}

output "vips" {
  description = "Of each VIP, by its key: private_address, secondary_addresses, public_addresses and allocation_ids (of its Elastic IPs, by private address), ipv6_address, security_group_id, route_table_id, device_index. Its subnet and interface have no lasting id: they are created again in each AZ."
  value       = { for key, vip in module.vip : key => vip.this }

  # What joins several VIPs. Ids that are not known yet are compared in the apply.
  precondition {
    condition     = length(distinct(flatten([for vip in module.vip : values(vip.handler.elastic_ips)]))) == length(flatten([for vip in module.vip : values(vip.handler.elastic_ips)]))
    error_message = "vips brings one Elastic IP twice (${join(", ", flatten([for vip in module.vip : values(vip.handler.elastic_ips)]))}), and it points at one address. Bring each once."
  }

  precondition {
    condition     = length(distinct([for route in flatten(values(module.vip)[*].handler.next_hop_routes) : "${route.destination} in ${route.route_table_id}"])) == length(flatten(values(module.vip)[*].handler.next_hop_routes))
    error_message = "vips has one of the next_hop_routes twice: ${join(", ", [for route in flatten(values(module.vip)[*].handler.next_hop_routes) : "${route.destination} in ${route.route_table_id}"])}. A route leads to one interface: keep one of those that are there twice."
  }

  precondition {
    condition = length(setintersection(
      [for route in flatten(values(module.vip)[*].handler.next_hop_routes) : "${route.destination} in ${route.route_table_id}"],
      flatten([for vip in module.vip : [for destination in vip.routes : "${destination} in ${vip.handler.route_table_id}"]])
    )) == 0
    error_message = "vips has next_hop_routes (${join(", ", [for route in flatten(values(module.vip)[*].handler.next_hop_routes) : "${route.destination} in ${route.route_table_id}"])}), of which one is a route that Terraform keeps in a VIP's own table. Remove it from next_hop_routes, or from that VIP's routes."
  }
}

output "group_name" {
  description = "Name of the Auto Scaling group."
  value       = module.asg.group_name
}

output "launch_hook_name" {
  description = "Name of the launch hook."
  value       = local.launch_hook_name
}

output "terminate_hook_name" {
  description = "Name of the terminate hook."
  value       = local.terminate_hook_name
}

output "launch_template_id" {
  description = "Id of the launch template."
  value       = module.asg.launch_template_id
}

output "image" {
  description = "Image that the next instance boots: id, name, when it was created, and the source it was taken from."
  value       = module.appliance.this.image
}

output "login_name" {
  description = "User name for SSH with the key pair (Custom: that of Amazon Linux)."
  value       = module.appliance.this.login_name
}

output "instance_role_name" {
  description = "Name of the instance's IAM role; null: it is brought."
  value       = module.asg.instance_role_name
}

output "function_names" {
  description = "Names of the functions: hook_handler, warmup and, if there are service checks, prober."
  value       = merge(module.lifecycle.function_names, { for this in module.prober : "prober" => this.function_name })
}

output "function_arns" {
  description = "ARNs of the functions: hook_handler, warmup and, if there are service checks, prober."
  value       = merge(module.lifecycle.function_arns, { for this in module.prober : "prober" => this.function_arn })
}

output "function_role_names" {
  description = "Names of the functions' IAM roles: hook_handler, warmup and, if there are service checks, prober."
  value       = merge(module.lifecycle.function_role_names, { for this in module.prober : "prober" => this.function_role_name })

  precondition {
    condition     = local.iam.makes_roles || var.permissions_boundary_arn == null
    error_message = "permissions_boundary_arn is ${coalesce(var.permissions_boundary_arn, "null")}, but the roles are brought (iam): a boundary is set by whoever makes them. Remove it here."
  }

  precondition {
    condition     = local.iam.makes_roles || length(var.instance_policy_arns) == 0
    error_message = "instance_policy_arns has ${join(", ", keys(var.instance_policy_arns))}, but the instance's role is brought (iam): its policies are attached by whoever makes it. Attach them there, and remove them here."
  }

  precondition {
    condition     = local.iam.makes_roles || !local.enable_flow_logs ? true : can(coalesce(local.iam.role_arns.flow_logs))
    error_message = "iam.role_arns has no flow_logs, and there are flow logs, which need a role. Add it, or set enable_flow_logs = false."
  }
}

output "role_policies" {
  description = "What each IAM role needs, by hook_handler, warmup, instance, if there are flow logs flow_logs, and if there are service checks prober: trust_policy and policy as JSON (null: none), managed_policy_arns. The module's own roles have it; for whoever makes roles that are brought (iam)."
  value       = local.role_policies
}

output "rule_names" {
  description = "Names of the EventBridge rules: hooks, audit, state_changes, warmup and, if there are service checks, prober."
  value       = merge(module.lifecycle.rule_names, { warmup = module.warmup.rule_name }, { for this in module.prober : "prober" => this.rule_name })
}

output "log_group_names" {
  description = "Names of the log groups: hook_handler, warmup, if there are flow logs flow_logs, and if there are service checks prober."
  value       = merge(module.lifecycle.log_group_names, { for this in module.flow_logs : "flow_logs" => this.log_group_name }, { for this in module.prober : "prober" => this.log_group_name })
}

output "topic_arn" {
  description = "ARN of the SNS topic that tells of moves and alarms."
  value       = module.lifecycle.topic_arn
}

output "failed_events_queue" {
  description = "URL and ARN of the SQS queue of failed events."
  value       = module.lifecycle.failed_events_queue
}

output "kms_key_arn" {
  description = "ARN of the KMS key of topic, queue, logs and environment."
  value       = module.key.arn
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = local.network.vpc_id
}

output "wan_subnet_ids" {
  description = "Ids of the WAN subnets."
  value       = local.wan_subnet_ids
}

output "launch_zones" {
  description = "Where instances are launched: availability zones, or keys of network.wan_subnet_ids, without those of evacuate."
  value       = local.launch_zones

  precondition {
    condition     = length(setsubtract(var.evacuate, local.zone_keys)) == 0
    error_message = "evacuate is ${jsonencode(var.evacuate)}: each has to be one of ${local.own_vpc ? "availability_zones" : "the keys of network.wan_subnet_ids"} (${join(", ", local.zone_keys)}). Name one of these."
  }

  precondition {
    condition     = length(local.launch_zones) > 0
    error_message = "evacuate is ${jsonencode(var.evacuate)}, which is all that there is: at least one zone has to stay, or nothing could be launched. Keep one, or add another."
  }

  # Of all that there are: who evacuates one in need is not to be held up.
  precondition {
    condition     = var.standby != "hot" || length(distinct(local.zones)) > 1
    error_message = "standby is hot and all instances would be in ${join(", ", distinct(local.zones))}: a standby in the same zone fails with it. Give ${local.own_vpc ? "availability_zones" : "network.wan_subnet_ids"} a second zone, or set standby = \"none\"."
  }
}

output "wan_route_table_id" {
  description = "Id of the WAN subnets' route table; null in a VPC of yours, whose tables are not touched."
  value       = local.network.wan_route_table_id
}

output "internet_gateway_id" {
  description = "Id of the internet gateway that the module made; null in a VPC of yours."
  value       = local.own_vpc ? module.vpc[0].internet_gateway_id : null
}

output "vip_network_acl_id" {
  description = "Id of the network ACL that the VIP subnet is to have; null: the VPC's default one."
  value       = local.network.vip_network_acl_id
}

output "wan_security_group_id" {
  description = "Id of the security group of the WAN side."
  value       = module.wan_access.security_group_id
}

output "prober_security_group_id" {
  description = "Id of the security group of the prober; null: there are no service checks."
  value       = one(module.prober[*].security_group_id)
}

output "interrupts" {
  description = "What the plan interrupts and for how long, in sentences; after the apply and until the next change: what it interrupted."
  value       = module.interruptions.interrupts
}
