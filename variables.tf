# Each variable is described here and has its default here; the submodules, which are internal, have neither. Where a
# rule concerns one submodule only, its validation stands there. Here stand those that concern several.

# --- General ---

variable "name" {
  description = "Name of this VNF: the group's name, the prefix of every other name and the value of the ownership tag, so unique in its account and region. 3 to 32 lower-case letters, digits and hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name is ${var.name}: it becomes part of names that AWS limits. Use 3 to 32 lower-case letters, digits and hyphens, a letter first and no hyphen last."
  }
}

variable "tags" {
  description = "Tags of everything that the module and its functions create. The provider's default_tags are added where AWS does not inherit them. Default: none."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = !anytrue([for key in keys(var.tags) : key == "PersistentVnf" || startswith(lower(key), "aws:")])
    error_message = "tags has the keys ${join(", ", keys(var.tags))}: PersistentVnf marks what the handler may delete, and aws: is AWS's own prefix. Choose other keys."
  }

  validation {
    # What IAM takes, the strictest of the services whose resources carry them: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
    condition = alltrue([
      for key, value in var.tags : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", value))
    ])
    error_message = "tags is ${join(", ", [for key, value in var.tags : "${key} = ${value}"])}: keys have 1 to 128 and values up to 256 letters, digits, spaces and _ . : / = + - @. Write them so, since the roles carry them too."
  }

  validation {
    condition     = length(distinct([for key in keys(var.tags) : lower(key)])) == length(var.tags)
    error_message = "tags has the keys ${join(", ", keys(var.tags))}: to IAM, capitals make no difference in keys. Keep one of those that differ in nothing else."
  }
}

variable "iam" {
  description = <<-EOT
    The IAM roles of functions, flow logs and instance. from: make (default: the module makes them) or bring (somebody else made them).
    Made: path (default /), of roles and instance profile; role_names, by any of hook_handler, warmup, prober, flow_logs and instance (default: the
    VNF's name and Region, and what the role is for). Brought: role_arns, of hook_handler, warmup, with flow logs flow_logs and with service
    checks prober; and instance_profile_arn. All ARNs may be known after the apply only; the output role_policies says what brought roles need, docs/security.md how.
  EOT
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = can(keys(var.iam)) ? length(setsubtract(keys(var.iam), ["from", "path", "role_names", "role_arns", "instance_profile_arn"])) == 0 : false
    error_message = "iam has ${try(join(", ", keys(var.iam)), "no attributes")}: it is an object with from, path, role_names, role_arns and instance_profile_arn. Write it like { path = \"/vnf/\" }, or { from = \"bring\", role_arns = { hook_handler = …, warmup = … }, instance_profile_arn = … }."
  }

  validation {
    condition     = contains(["make", "bring"], try(coalesce(var.iam.from), "make"))
    error_message = "iam.from is \"${try(var.iam.from == null ? "null" : tostring(var.iam.from), "no text")}\": use make, or bring with the ARNs of roles that are there."
  }

  validation {
    condition     = try(coalesce(var.iam.from), "make") == "bring" ? !can(var.iam.path) && !can(var.iam.role_names) : !can(var.iam.role_arns) && !can(var.iam.instance_profile_arn)
    error_message = "iam has ${try(join(", ", keys(var.iam)), "no attributes")}: path and role_names are of roles that the module makes, role_arns and instance_profile_arn of those that are brought (from = \"bring\"). Keep the one or the other."
  }

  validation {
    condition     = try(coalesce(var.iam.from), "make") != "bring" ? true : can(coalesce(var.iam.role_arns.hook_handler)) && can(coalesce(var.iam.role_arns.warmup)) && can(coalesce(var.iam.instance_profile_arn))
    error_message = "iam brings ${try(join(", ", concat([for role, arn in var.iam.role_arns : "role_arns.${role}" if arn != null], [for attribute in ["instance_profile_arn"] : attribute if try(var.iam[attribute] != null, false)])), "no role_arns")}: it needs role_arns.hook_handler, role_arns.warmup and instance_profile_arn. Add what is missing; the output role_policies says what each has to allow."
  }

  validation {
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html, without what a policy's ARN would take for a pattern.
    condition     = try(var.iam.path, null) == null ? true : can(regex("^/([A-Za-z0-9_.,+=@-]+/)*$", var.iam.path)) && try(length(var.iam.path), 0) <= 512
    error_message = "iam.path is \"${try(var.iam.path == null ? "null" : tostring(var.iam.path), "no text")}\": a path of IAM begins and ends with a slash and has letters, digits and _.,+=@- between them, 512 characters in all. Write it like \"/vnf/\"."
  }

  validation {
    condition     = try(var.iam.role_names, null) == null ? true : can(keys(var.iam.role_names)) ? length(setsubtract(keys(var.iam.role_names), ["hook_handler", "warmup", "prober", "flow_logs", "instance"])) == 0 : false
    error_message = "iam.role_names has ${try(join(", ", keys(var.iam.role_names)), "no attributes")}: it is a map and may have hook_handler, warmup, prober, flow_logs and instance. Remove the others."
  }

  validation {
    condition     = alltrue([for name in try(values(var.iam.role_names), []) : name == null ? true : can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", name))])
    error_message = "iam.role_names is ${try(jsonencode(var.iam.role_names), "no map")}: the name of a role has 1 to 64 letters, digits and _+=,.@-, and its path stands in iam.path. Give such names."
  }

  validation {
    condition     = length(distinct([for name in try(values(var.iam.role_names), []) : try(lower(name), name) if name != null])) == length([for name in try(values(var.iam.role_names), []) : name if name != null])
    error_message = "iam.role_names is ${try(jsonencode(var.iam.role_names), "no map")}, with one name twice, and IAM tells names of roles not apart by their capitals. Give each role a name of its own."
  }

  validation {
    condition     = try(var.iam.role_arns, null) == null ? true : can(keys(var.iam.role_arns)) ? length(setsubtract(keys(var.iam.role_arns), ["hook_handler", "warmup", "prober", "flow_logs"])) == 0 : false
    error_message = "iam.role_arns has ${try(join(", ", keys(var.iam.role_arns)), "no attributes")}: it is a map and may have hook_handler, warmup, prober and flow_logs; the instance's role comes with iam.instance_profile_arn. Remove the others."
  }

  validation {
    condition     = alltrue([for arn in try(values(var.iam.role_arns), []) : arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-.0-~]+/)*[A-Za-z0-9_+=,.@-]{1,64}$", arn))])
    error_message = "iam.role_arns is ${try(jsonencode(var.iam.role_arns), "no map")}: each must be the ARN of an IAM role, arn:aws:iam::123456789012:role/name, with the path that it has."
  }

  validation {
    condition     = try(var.iam.instance_profile_arn, null) == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:instance-profile/([!-.0-~]+/)*[A-Za-z0-9_+=,.@-]{1,128}$", var.iam.instance_profile_arn))
    error_message = "iam.instance_profile_arn is \"${try(var.iam.instance_profile_arn == null ? "null" : tostring(var.iam.instance_profile_arn), "no text")}\", which is not the ARN of an instance profile. Give arn:aws:iam::123456789012:instance-profile/name, not that of the role in it."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary of every role that the module makes. Default null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn is \"${var.permissions_boundary_arn == null ? "" : var.permissions_boundary_arn}\", which is not the ARN of an IAM policy. Give arn:aws:iam::123456789012:policy/name, or leave it null."
  }
}

# --- Network ---

variable "network" {
  description = <<-EOT
    A VPC of yours that is there already, or made beside: vpc_id, and wan_subnet_ids, a map of the 1 to 3 subnets that instances boot in,
    under names of your choice. With service_checks prober_subnet_ids, such a map of the 1 or 2 subnets that the prober is in: neither WAN
    nor VIP subnets, and with no need for a way out. On request vip_route_table_id, a route table of yours for the VIP subnet (otherwise one is
    made), and vip_network_acl_id, its network ACL (otherwise the VPC's default one). Ids need not be known when planning; leave out what you do
    not bring. Nothing in it is changed, and vpc_cidr, availability_zones, wan_subnet_cidrs, prober_subnet_cidrs and assign_public_ip are not used. Default null: a VPC is made.
  EOT
  type        = any
  default     = null
}

variable "availability_zones" {
  description = "Names of the 1 to 3 availability zones that the VNF may run in; one may be repeated, with a WAN subnet each, which does not weigh it."
  type        = list(string)
  default     = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  nullable    = false
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC in CIDR form, /16 to /28."
  type        = string
  default     = "10.16.0.0/16"
  nullable    = false
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges of the WAN subnets, one for each entry of availability_zones and in the same order, /16 to /28."
  type        = list(string)
  default     = ["10.16.1.0/24", "10.16.2.0/24", "10.16.3.0/24"]
  nullable    = false
}

variable "prober_subnet_cidrs" {
  description = "IPv4 ranges of the prober's subnets, 1 or 2 of /16 to /28, one for each of the first zones of availability_zones. They have no way out, are made if there are service_checks, and stay in the zone that they were made in."
  type        = list(string)
  default     = ["10.16.0.0/28", "10.16.0.16/28"]
  nullable    = false
}

variable "wan_routes" {
  description = "Further routes of the WAN subnets of the module's own VPC, like those of a VIP. Default: none. The route to the internet gateway (0.0.0.0/0) is always there."
  type        = list(map(string))
  default     = []
  nullable    = false

  validation {
    condition     = var.network == null || length(var.wan_routes) == 0
    error_message = "wan_routes has ${length(var.wan_routes)} routes, and network names WAN subnets of yours, whose route tables are not touched. Give those tables their routes yourself."
  }
}

variable "assign_public_ip" {
  description = "Whether instances get a public address of their own on the WAN side, in all WAN subnets or in none. Default true: management and Systems Manager reach them in every AZ."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_ssm_endpoints" {
  description = "Whether to make interface endpoints for Systems Manager (ssm, ssmmessages, ec2messages) in each AZ. Default false: they are the most expensive part of the network and needed only without public addresses (assign_public_ip = false)."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.network == null || !var.enable_ssm_endpoints
    error_message = "enable_ssm_endpoints is true, and network names a VPC of yours, whose private names they would change for everybody in it. Make them there yourself, or remove enable_ssm_endpoints."
  }
}

# --- The persistent addresses ---

variable "vips" {
  description = <<-EOT
    The VIPs, each by a key of your choice (1 to 16 lower-case letters, digits, hyphens); all are on one instance. A VIP has:
    - cidr: IPv4 range of its subnet, /16 to /28, inside the VPC and used by nothing else: the subnet is deleted and created again in another AZ under this very range.
    - address: the persistent private IPv4 address, inside cidr and none of its five reserved addresses (the first four and the last). A trailing /32 is accepted and dropped.
    - device_index: at which of the instance's interfaces it is, 1 to 14 (default 1; with several VIPs each says its own).
    - secondary_addresses: further private addresses on the same interface, a map from addresses to { elastic_ip = {…} } (default {}).
    - elastic_ip: from: make (default: the module makes one, and destroy releases it), bring, with allocation_id (eipalloc-…, which may be known after
      the apply only), or none: private only. For secondary addresses the default is none. Recommended: bring one that is in a state of its own, so that it survives destroy.
    - ipv6: null (default), { cidr, address } or { subnet_number, host_number } in the VPC's range, which AWS chooses; and internet: in_and_out (default), out or none.
    - ingress_rules: what may come in, a list of rules (default []: nothing). A rule has a description (text); a protocol: all, tcp, udp, icmp, icmpv6, esp, gre, ah,
      sctp, ipip, ospf, vrrp, l2tp or an IANA number such as "50"; for tcp and udp a from_port and, if it is a range, a to_port (whole numbers,
      0 to 65535; for icmp and icmpv6 the type and the code, -1 for any, which is the code's default); and its peers: cidrs (IPv4 or IPv6), prefix_list_ids,
      security_group_ids. Each of these is a list, or a map from names of your choice: cidrs that are not known when planning need the map.
    - egress_rules: what may go out, rules of the same form (default: everything, since a VNF's peers are rarely known beforehand).
    - security_group_ids: further security groups of its interface, a map from names of your choice (default {}).
    - routes: further routes of its subnet, so that the private address is reachable from the operator's network, a list (default []). Each has a cidr (IPv4 or IPv6, known
      when planning) or a prefix_list_id, and one target: gateway_id (a virtual private gateway, vgw-…), transit_gateway_id (tgw-…), network_interface_id (eni-…),
      vpc_peering_connection_id (pcx-…) or core_network_arn. Take a gateway's id from its attachment to the VPC, so that it is attached before it is routed to.
      The default route to the internet gateway is there if an address has an Elastic IP, which needs it.
    - propagating_vgws: ids of virtual private gateways whose routes propagate into its subnet's route table, from their attachments to the VPC (default []).
    - next_hop_routes: routes of other route tables of the VPC that lead to its interface, wherever that is, a map from names of your choice to { route_table_id, destination }
      (an IPv4 or IPv6 range) (default {}). Make no such table with inline routes (route = […]), which erase these.
    - connection_tracking: null (default: EC2's own) or how long EC2 remembers idle connections: tcp_established_seconds, udp_stream_seconds, udp_seconds.
    - interface_tags: further tags of its interface (default {}).
    Any other attribute is refused.
  EOT
  type        = any
  default     = { vip = { cidr = "10.16.10.0/24", address = "10.16.10.20" } }
  nullable    = false

  validation {
    condition     = try(length(keys(var.vips)) > 0 && alltrue([for vip in var.vips : can(keys(vip))]), false)
    error_message = "vips is no map of VIPs. Write { vip = { cidr = \"10.16.10.0/24\", address = \"10.16.10.20\" } }, one entry at least."
  }

  validation {
    condition     = try(alltrue([for key in keys(var.vips) : can(regex("^[a-z0-9-]{1,16}$", key))]), true)
    error_message = "vips has the keys ${try(join(", ", keys(var.vips)), "")}: each becomes part of names. Use 1 to 16 lower-case letters, digits and hyphens."
  }

  validation {
    condition     = try(alltrue([for vip in var.vips : length(setsubtract(keys(vip), local.vip_attributes)) == 0]), true)
    error_message = "vips has ${try(join(", ", flatten([for key, vip in var.vips : [for attribute in setsubtract(keys(vip), local.vip_attributes) : "${key}.${attribute}"]])), "")}, which no VIP knows. It may have ${join(", ", local.vip_attributes)}."
  }

  validation {
    condition     = try(alltrue([for vip in var.vips : try(vip.cidr, null) != null && try(vip.address, null) != null]), true)
    error_message = "vips has no ${try(join(", ", flatten([for key, vip in var.vips : [for attribute in ["cidr", "address"] : "${key}.${attribute}" if try(vip[attribute], null) == null]])), "")}: each VIP needs both. Give the range of its subnet and an address in it."
  }

  validation {
    condition     = try(alltrue([for vip in var.vips : try(vip.device_index, null) == null ? length(var.vips) == 1 : try(contains(range(1, 15), tonumber(vip.device_index)), false)]), true)
    error_message = "vips has the device indices ${try(join(", ", [for key, vip in var.vips : "${key}.device_index ${try(coalesce(vip.device_index), "none")}"]), "")}: each is a whole number from 1 to 14, and with several VIPs each says its own. Number them in the order in which the guest sees its interfaces."
  }

  validation {
    condition     = try(length(distinct([for vip in var.vips : tostring(vip.device_index)])) == length(var.vips), true)
    error_message = "vips has the device indices ${try(join(", ", [for key, vip in var.vips : "${key}.device_index ${vip.device_index}"]), "")}: each VIP has an interface of its own. Give each another one."
  }

  validation {
    # Two ranges overlap if they agree on the shorter of their two prefixes.
    condition = alltrue(flatten([
      for a, one in try({ for key, vip in var.vips : key => vip.cidr }, {}) : [
        for b, other in { for key, vip in var.vips : key => vip.cidr } : try(
          cidrhost("${split("/", one)[0]}/${min(tonumber(split("/", one)[1]), tonumber(split("/", other)[1]))}", 0) !=
          cidrhost("${split("/", other)[0]}/${min(tonumber(split("/", one)[1]), tonumber(split("/", other)[1]))}", 0),
          true
        ) if a != b
      ]
    ]))
    error_message = "vips has the ranges ${try(join(", ", [for key, vip in var.vips : "${key}.cidr ${vip.cidr}"]), "")}, which overlap. Give each VIP subnet a range of its own."
  }
}

# --- The VNF ---

variable "vnf" {
  description = "The appliance: Custom, CiscoCSR1000v, CiscoC8000V, JunipervSRX, JunipervMX, PaloAltoVMSeries, FortiGate or VyOS. Its profile gives the defaults of image, instance type, first-boot configuration, reboot and grace. Default Custom: Amazon Linux 2023, or whatever ami_id names."
  type        = string
  default     = "Custom"
  nullable    = false
}

variable "instance_types" {
  description = <<-EOT
    EC2 instance types, the preferred one first: where AWS has no capacity for one, the next is launched, on demand always. Each has to
    be offered in every zone, to take two network interfaces and to run the image. Default null: the profile's one (Custom: t3.micro).
  EOT
  type        = list(string)
  default     = null
}

variable "ami_ssm_parameter" {
  description = "Path of the SSM parameter that holds the image id. Default null: the profile's (Custom: the newest Amazon Linux 2023 for x86_64; for arm64 instance types give the path that ends in -arm64)."
  type        = string
  default     = null
}

variable "ami_id" {
  description = "Image id, instead of an SSM parameter; it must be known when planning. Default null: ami_ssm_parameter, or the profile's lookup."
  type        = string
  default     = null
}

variable "vnf_version" {
  description = "Version of the appliance's image, as the image's name writes it, or its beginning (17.12, 23.4R2). Default null: the newest of the profile's listing."
  type        = string
  default     = null
}

variable "vnf_license" {
  description = "Licence of the Marketplace listing, as far as the profile knows several: byol, payg, bundle1, bundle2, bundle3, standard. Default null: the profile's (byol where there is one)."
  type        = string
  default     = null
}

variable "use_original_sample_image" {
  description = "Whether to take the image that AWS's original sample used for CiscoCSR1000v, JunipervSRX and JunipervMX in April 2022, instead of looking one up. Default false: it lacks every security fix since."
  type        = bool
  default     = false
  nullable    = false
}

variable "first_boot" {
  description = <<-EOT
    What the appliance's first-boot configuration says, as far as its profile has the setting; user_data replaces all of it.
    hostname (default null: name); addressing of the VIP interface, dhcp or static (default null: dhcp, which gives the very same
    address); mtu of the VIP interface in bytes (default null: 1500, what the internet and most tunnels carry; a VPC carries 9001);
    technology_package, Cisco's licence word (default null: the profile's); ssh_public_key, for an appliance whose login the
    configuration makes (default null: that of key_name, where AWS tells it).
  EOT
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "extra_config" {
  description = "Lines in the vendor's own form that are appended to the first-boot configuration: IOS commands, Junos statements in braces, FortiOS CLI, PAN-OS key=value pairs, VyOS set commands. Read on first boot only. Default null: none."
  type        = string
  default     = null
  sensitive   = true
}

variable "user_data" {
  description = "User data as plain text, at most 16384 bytes. Default null: the appliance's first-boot configuration (Custom: none)."
  type        = string
  default     = null
  sensitive   = true
}

variable "user_data_base64" {
  description = "User data already in base64, for binary or compressed data, at most 16384 bytes decoded. Default null: user_data, if any."
  type        = string
  default     = null
  sensitive   = true
}

variable "root_volume" {
  description = <<-EOT
    Root volume: size_gib (default null: the profile's, else the image's own), type (default gp3), iops and throughput_mibps (default null: the type's
    own), encrypted (default true) and kms_key_arn (default null: the account's default key for EBS; a key of your own must be usable
    by the service-linked role of Auto Scaling).
  EOT
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "data_volumes" {
  description = <<-EOT
    Further volumes: a device name (/dev/sdf to /dev/sdp) to size_gib (needed without a snapshot), type (default gp3), iops and
    throughput_mibps (default null: the type's own), kms_key_arn (default null: the account's default key for EBS) and snapshot_id.
    Always encrypted, and deleted with the instance: every heal begins with new ones. Any other attribute is refused. Default: none.
  EOT
  type        = map(map(string))
  default     = {}
  nullable    = false
}

variable "http_tokens" {
  description = "Instance metadata: required (IMDSv2 only) or optional (IMDSv1 as well). Default null: the profile's (Custom: required)."
  type        = string
  default     = null
}

variable "detailed_monitoring" {
  description = "Whether EC2 sends its metrics every minute instead of every five, at a price. Default false: health checks do not depend on it."
  type        = bool
  default     = false
  nullable    = false
}

variable "tenancy" {
  description = "Whose hardware the instance runs on: default (shared) or dedicated (of this account alone, at a price). Default \"default\"."
  type        = string
  default     = "default"
  nullable    = false
}

variable "capacity_reservation" {
  description = <<-EOT
    Which Capacity Reservations the instance uses. preference: default (any open one that fits, else on demand), capacity-reservations-first,
    capacity-reservations-only or none; with the second and third a target: resource_group_arn, a group with a reservation for each zone and
    type, or, with capacity-reservations-only and a single zone and type, capacity_reservation_id. Either may be known after the apply only.
    Any other attribute is refused. Default null: as with default.
  EOT
  type        = map(string)
  default     = null
}

variable "enable_session_manager" {
  description = "Whether the instance role carries AmazonSSMManagedInstanceCore, so that Session Manager works where the image has its agent. Default true."
  type        = bool
  default     = true
  nullable    = false
}

variable "instance_policy_arns" {
  description = "Further IAM policies of the instance role: a name of your choice to the policy's ARN. Default: none."
  type        = map(string)
  default     = {}
  nullable    = false
}

# --- Access on the WAN side ---

variable "key_name" {
  description = "Name of the EC2 key pair for SSH. Default null: no key, Session Manager is the way in."
  type        = string
  default     = null
}

variable "check_key_pair" {
  description = "Whether the plan looks the key pair of key_name up and refuses one that does not exist; key_name must be known when planning then. Default true. Set it to false where the same configuration makes the key pair under a generated name."
  type        = bool
  default     = true
  nullable    = false
}

variable "public_ssh_access" {
  description = "Whether jump_host_cidrs may reach the WAN side by SSH (TCP 22). Default true; without ranges nothing is open."
  type        = bool
  default     = true
  nullable    = false
}

variable "jump_host_cidrs" {
  description = "IPv4 ranges that may reach the WAN side by SSH if public_ssh_access is true: a list, or a map from names of your choice, which ranges need that are not known when planning. Default: none."
  type        = any
  default     = []
  nullable    = false
}

variable "allow_ssh_from_anywhere" {
  description = "Whether jump_host_cidrs or a rule may open TCP 22 to a range wider than /8. Default false: it has to be said twice."
  type        = bool
  default     = false
  nullable    = false
}

variable "wan_ingress_rules" {
  description = "What may come in on the WAN side, rules like those of a VIP. Default: nothing."
  type        = any
  default     = []
  nullable    = false
}

variable "wan_egress_rules" {
  description = "What may go out on the WAN side, rules like those of a VIP. Default: everything, for updates, licences and Systems Manager."
  type        = any
  default = [{
    description = "Everything"
    protocol    = "all"
    cidrs       = ["0.0.0.0/0"]
  }]
  nullable = false
}

# --- Healing ---

variable "cooldown_seconds" {
  description = "Cooldown of the group in seconds; it does not delay the replacement of an unhealthy instance. Default 10."
  type        = number
  default     = 10
  nullable    = false
}

variable "health_check_grace_seconds" {
  description = "Seconds in service before a failed status check counts; set it to what the appliance needs to boot, a reboot included. Default null: the profile's (Custom: 60)."
  type        = number
  default     = null
}

variable "impaired_after_seconds" {
  description = "Whole seconds of failed EC2 status checks, 60 to 86340 and at least health_check_grace_seconds, after which the handler has the instance replaced; never one whose checks have failed since it came into service. Default null: Auto Scaling replaces it, after a few minutes of which AWS does not say how many."
  type        = number
  default     = null
}

variable "service_alarm_arns" {
  description = <<-EOT
    CloudWatch alarms that say whether the service answers: names of your choice to ARNs, which may be known after the apply only. The instance
    that has the VIP is replaced while one of them is in ALARM that was OK on it before. Metric alarms of this account, in any region; one of
    this region may also call the handler by itself (output function_arns) and is then acted on within seconds, else with the next audit.
    Default: none, nobody is replaced while it runs but for failed status checks.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "service_checks" {
  description = <<-EOT
    Checks of the services, by a VIP's key a list of them; at most 20. A function in subnets of its own makes them, by the private address:
    - type: tcp, tls, http, https, sip (OPTIONS), ike (IKE_SA_INIT), dns (UDP) or udp.
    - port: default 443 (tls, https), 80 (http), 5060 (sip; with transport tls 5061), 500 (ike, which takes 4500 as well), 53 (dns); tcp and udp have to say it.
    - of sip: transport: udp (default), tcp or tls. Of tls: server_name (default none). Of dns: query_name (required) and query_type (default A; AAAA, NS, SOA, MX, TXT, SRV).
    - of http and https: path (default /), host (default the address) and statuses, one or a range, that count as an answer (default 200-399).
    - of udp: payload, what is sent, and expect, how an answer begins, both in hexadecimal digits (default of expect: any answer).
    - timeout_seconds: 1 to 10 and less than the interval (default 2).
    - mode: observe (default: a metric, an alarm, a message) or replace: the instance that has the VIP is replaced, as for service_alarm_arns.
    - evaluation_periods and datapoints_to_alarm: how many of how many periods without an answer are an alarm (default 3 of 5), 60 at most; a period has 10 seconds, or 30
      if the interval is longer than 10.
    - name: 1 to 32 lower-case letters, digits, hyphens (default type and port, like sip-5060 or sip-tls-5061).
    Any other attribute is refused, and all has to be known when planning. Default: none, and nothing of it is made.
  EOT
  type        = any
  default     = {}
  nullable    = false
}

variable "service_check_interval_seconds" {
  description = "Whole seconds from one probe of a service to the next, 5 to 30. Default 10."
  type        = number
  default     = 10
  nullable    = false
}

variable "check_lambda_quota" {
  description = "Whether a plan with service_checks reads how many functions the account may run at a time, and warns of fewer than 100. Set it to false where whoever plans cannot reach Service Quotas or may not read it, or where AWS has no such quota: the plan would fail. Default true: a small account should be known before a heal has to wait."
  type        = bool
  default     = true
  nullable    = false
}

variable "max_replacements_per_hour" {
  description = "How many instances may be marked unhealthy within an hour, 1 to 20, by the module or by hand, also ended ones; with so many in any hour of the last day no more are replaced early for being sick, and an alarm tells, until storm_cleared_at is given or a day is over. Default 3: what three new instances bring along, a fourth does too."
  type        = number
  default     = 3
  nullable    = false
}

variable "storm_cleared_at" {
  description = "Time up to which replacements do not count towards max_replacements_per_hour, like 2026-01-31T08:00:00Z: give the present time once the cause of the storm is found. One still to come does not count yet. Default null: those of the last day count."
  type        = string
  default     = null
}

variable "end_slow_shutdown_after_seconds" {
  description = "Whole seconds, 10 to 450 and at most half of function_timeout_seconds, for which a run of the handler watches an instance shut down with the VIP's interface on it before it ends that instance without asking its guest any further; what the guest would still have saved is lost. Default null: a guest has all the time it takes, and while EC2 frees the interface only at the end, the successor waits for it."
  type        = number
  default     = null
}

variable "launch_hook_timeout_seconds" {
  description = "Seconds that a launching instance waits for the VIP before it is abandoned, 30 to 7200. Default 600. Changing it replaces the group."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.launch_hook_timeout_seconds >= 3 * var.function_timeout_seconds + 180
    error_message = "launch_hook_timeout_seconds is ${var.launch_hook_timeout_seconds}, but a handler that times out (function_timeout_seconds, ${var.function_timeout_seconds}) is tried three times with pauses of 60 and 120 seconds. Give at least ${3 * var.function_timeout_seconds + 180} seconds, or shorten function_timeout_seconds."
  }
}

variable "terminate_hook_timeout_seconds" {
  description = "Seconds that a leaving instance waits for the VIP to be taken off it, 30 to 7200. Default 600: room for every retry of the handler. Changing it replaces the group."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.terminate_hook_timeout_seconds >= 3 * var.function_timeout_seconds + 180
    error_message = "terminate_hook_timeout_seconds is ${var.terminate_hook_timeout_seconds}, but a handler that times out (function_timeout_seconds, ${var.function_timeout_seconds}) is tried three times with pauses of 60 and 120 seconds. Give at least ${3 * var.function_timeout_seconds + 180} seconds, or shorten function_timeout_seconds."
  }
}

variable "reboot_after_attach" {
  description = "Whether the appliance must be rebooted to see the VIP interface. Default null: the profile's (Custom: false)."
  type        = bool
  default     = null
}

variable "reboot_delay_seconds" {
  description = "Seconds between attaching the VIP interface and that reboot, 0 to 300. Default null: the profile's (30, VyOS 60)."
  type        = number
  default     = null
}

variable "launch_before_terminate" {
  description = "Whether an unhealthy instance keeps the VIP until its replacement is up, where EC2 allows it. Default false: for a single address it only helps against a sick, not a dead, instance."
  type        = bool
  default     = false
  nullable    = false
}

variable "standby" {
  description = "Whether a second instance is in service, in another zone, and takes the VIP over in seconds: none or hot. Default none: the second instance costs as much as the first, and its sessions start anew."
  type        = string
  default     = "none"
  nullable    = false

  validation {
    condition     = contains(["none", "hot"], var.standby)
    error_message = "standby is \"${var.standby}\": use none or hot."
  }

  validation {
    condition     = var.standby != "hot" || !var.launch_before_terminate
    error_message = "standby is hot and launch_before_terminate is true: with a standby somebody is up already before the old instance ends. Set launch_before_terminate = false."
  }
}

variable "enable_instance_refresh" {
  description = "Whether a changed launch template (a newer image, other user data) replaces the running instance at once. Default false: it waits for the next replacement, so that no apply interrupts the service without your asking for it."
  type        = bool
  default     = false
  nullable    = false
}

variable "warmup_grace_seconds" {
  description = "Seconds between the group's creation and its first instance, for permissions and rules to take effect everywhere. Default 120."
  type        = number
  default     = 120
  nullable    = false
}

variable "subnet_creation_attempts" {
  description = "How often the handler tries to create the VIP subnet in one run while its range is still taken. Default 10."
  type        = number
  default     = 10
  nullable    = false
}

variable "wait_until_serving_seconds" {
  description = "Seconds that an apply waits for the VNF to serve, and fails with what was said last if it does not. At least 120 more than warmup_grace_seconds, at most 840. Default null: it does not wait."
  type        = number
  default     = null
}

variable "audit_interval_minutes" {
  description = "Minutes from one audit to the next, 1 to 15. Default 1. A longer interval spares the account's calls where many VNFs share it; drift, lost events and a lost VIP are then noticed that much later, and from 4 on launch_hook_timeout_seconds has to be longer than its default."
  type        = number
  default     = 1
  nullable    = false
}

variable "maintenance" {
  description = "Whether the VNF is in maintenance: nobody replaces the instance if it fails, and the handler neither repairs nor moves anything but for instances that come or go. true suspends HealthCheck and ReplaceUnhealthy of the group, false resumes them, each when the value changes. Default null: what an operator suspends or resumes stays."
  type        = bool
  default     = null
}

variable "maintenance_hours" {
  description = "Whole hours of maintenance, 1 to 168, after which an alarm tells that it may have been forgotten; also of one that an operator began. Default 4: a usual window at night."
  type        = number
  default     = 4
  nullable    = false
}

variable "evacuate" {
  description = "Zones that instances are no longer launched in: some of availability_zones, or keys of network.wan_subnet_ids; at least one zone has to stay. The running instance stays where it is until it is replaced. Default: none."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "function_timeout_seconds" {
  description = "Time-out of one run of the hook handler in seconds, 60 to 900. Default 120: an ordinary heal takes far less, and what is left over is retried."
  type        = number
  default     = 120
  nullable    = false
}

# --- Operations ---

variable "notification_topic" {
  description = <<-EOT
    The SNS topic of messages and alarms. from: make (default: the module makes one) or bring; with bring, arn and, if a KMS key of its
    own encrypts it, kms_key_arn; both may be known after the apply only. A brought topic's policy must admit the alarms, and in another
    account the functions, as docs/security.md says; its subscriptions are its owner's.
  EOT
  type        = any
  default     = {}
  nullable    = false
}

variable "notification_emails" {
  description = "Addresses that are told of every move and every alarm: a name of your choice to the address, which must confirm its subscription. Default: nobody, subscribe to the topic yourself."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "log_level" {
  description = "Lowest level that the functions log: DEBUG, INFO, WARN or ERROR. Metrics and the traces of uncaught exceptions are written at every level. Default INFO."
  type        = string
  default     = "INFO"
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that logs are kept, one of the values CloudWatch Logs takes. Default 365: a year of evidence costs cents."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days is ${var.log_retention_days}, which CloudWatch Logs does not take. Use 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "enable_dashboard" {
  description = "Whether to make a CloudWatch dashboard. Default true: three dashboards are free, each further one costs about 3 USD a month."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_flow_logs" {
  description = "Whether the VPC's flow logs are kept in CloudWatch Logs. Default null: of the module's own VPC, as after an outage they are the only record of who reached the address; not of one of yours (network). Switch off where many short flows (RTP) make them expensive."
  type        = bool
  default     = null
}

variable "kms_key" {
  description = <<-EOT
    The KMS key of topic, queue, logs and environment. from: make (default: the module makes one) or bring; with bring, arn, which may be
    known after the apply only. A brought key's policy must admit CloudWatch, EventBridge, CloudWatch Logs and the account's IAM policies as modules/key does.
  EOT
  type        = any
  default     = {}
  nullable    = false
}

variable "lambda_architecture" {
  description = "Processor architecture of the functions: arm64 or x86_64. Default arm64: the cheaper one, and the code is pure Python."
  type        = string
  default     = "arm64"
  nullable    = false
}

variable "lambda_packages" {
  description = "Paths of zips built beforehand, for pipelines that build and sign them elsewhere: hook_handler, warmup and prober. Any other attribute is refused. Default null for each: Terraform zips lambda_src itself."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.lambda_packages), ["hook_handler", "warmup", "prober"])) == 0
    error_message = "lambda_packages has ${join(", ", keys(var.lambda_packages))}: it may have hook_handler, warmup and prober, and no other function."
  }

  validation {
    condition     = alltrue([for path in values(var.lambda_packages) : path == null ? true : try(fileexists(path), false)])
    error_message = "lambda_packages names ${join(", ", [for function, path in var.lambda_packages : "${function} = \"${path}\"" if path != null])}, of which not every file exists. Give paths of zips that are there when planning and applying, or null."
  }
}
