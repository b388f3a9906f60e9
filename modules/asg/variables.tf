variable "name" {
  description = "Name of the VNF; launch template, role and security group are named after it."
  type        = string
  nullable    = false
}

variable "group_name" {
  description = "Name of the Auto Scaling group. Given, because the automation must know it before the group exists."
  type        = string
  nullable    = false
}

variable "launch_hook_name" {
  description = "Name of the launch hook."
  type        = string
  nullable    = false
}

variable "terminate_hook_name" {
  description = "Name of the terminate hook."
  type        = string
  nullable    = false
}

variable "wait_for" {
  description = "Any value of what must exist before the group and outlive it, such as the ready output of modules/lifecycle. Default null: nothing."
  type        = string
  default     = null
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Ids of the subnets that instances boot in, one or more for each availability zone."
  type        = list(string)
  nullable    = false
}

variable "availability_zones" {
  description = "Names of the availability zones of these subnets, for the check that they offer the instance type. Default: none, no check."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "vip_cidr" {
  description = "IPv4 range of the VIP subnet in CIDR form; the appliance's first-boot configuration names its gateway."
  type        = string
  nullable    = false
}

variable "vip_address" {
  description = "The persistent private IPv4 address, without a prefix length; the first-boot configuration names it if addressing is static."
  type        = string
  nullable    = false
}

variable "wan_subnet_cidrs" {
  description = "IPv4 ranges of the subnets that instances boot in, so that the appliance answers on the WAN side what came in there, where its platform can. Default: none, no such rules."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "vnf" {
  description = "The appliance: Custom, CiscoCSR1000v, CiscoC8000V, JunipervSRX, JunipervMX, PaloAltoVMSeries, FortiGate or VyOS. Its profile gives the defaults of image, instance type, first-boot configuration, reboot and grace. Default Custom: Amazon Linux 2023, or whatever ami_id names."
  type        = string
  default     = "Custom"
  nullable    = false

  validation {
    condition     = contains(keys(local.profiles), var.vnf)
    error_message = "vnf is ${var.vnf}, for which there is no profile. Use ${join(", ", keys(local.profiles))}; for any other appliance use Custom with ami_id."
  }
}

variable "instance_type" {
  description = "EC2 instance type, with at least two network interfaces. Default null: the profile's (Custom: t3.micro)."
  type        = string
  default     = null

  validation {
    condition     = var.instance_type == null ? true : can(regex("^[a-z][a-z0-9-]*[.][a-z0-9-]+$", var.instance_type))
    error_message = "instance_type is ${var.instance_type == null ? "null" : var.instance_type}, which is no instance type of EC2. Write it like c5.large, in lower case."
  }
}

variable "ami_ssm_parameter" {
  description = "Path of the SSM parameter that holds the image id. Default null: the profile's (Custom: the newest Amazon Linux 2023 for x86_64; for arm64 instance types give the path that ends in -arm64)."
  type        = string
  default     = null

  validation {
    condition     = var.ami_ssm_parameter == null ? true : can(regex("^(arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter)?/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*(:[A-Za-z0-9_.-]+)?$", var.ami_ssm_parameter))
    error_message = "ami_ssm_parameter is ${var.ami_ssm_parameter == null ? "null" : "\"${var.ami_ssm_parameter}\""}, which is no name of an SSM parameter. Write the path like /aws/service/…, without spaces, or leave it null."
  }
}

variable "ami_id" {
  description = "Image id, instead of an SSM parameter; it must be known when planning. Default null: ami_ssm_parameter, or the profile's lookup."
  type        = string
  default     = null

  validation {
    condition     = var.ami_id == null ? true : can(regex("^ami-([0-9a-f]{8}|[0-9a-f]{17})$", var.ami_id))
    error_message = "ami_id is ${var.ami_id == null ? "null" : "\"${var.ami_id}\""}, which is not an image id: ami- and 8 or 17 lower-case hexadecimal digits. Give an ami-… id, or leave it null; a parameter path belongs into ami_ssm_parameter."
  }
}

variable "vnf_version" {
  description = "Version of the appliance's image, as the image's name writes it, or its beginning (17.12, 23.4R2). Default null: the newest of the profile's listing."
  type        = string
  default     = null

  validation {
    condition     = var.vnf_version == null ? true : can(regex("^[0-9A-Za-z][0-9A-Za-z.-]*$", var.vnf_version))
    error_message = "vnf_version is ${var.vnf_version == null ? "null" : var.vnf_version}: it is looked for at its place in the image's name. Use letters, digits, dots and hyphens, as in 17.12.04 or 23.4R2."
  }

  validation {
    condition     = var.vnf_version == null ? true : local.search_listing
    error_message = "vnf_version is ${var.vnf_version == null ? "null" : var.vnf_version}, but no image of ${var.vnf} is looked up by version here (ami_id, ami_ssm_parameter and use_original_sample_image each name one; JunipervMX and Custom have no lookup). Remove vnf_version, or what names the image."
  }
}

variable "vnf_license" {
  description = "Licence of the Marketplace listing, as far as the profile knows several: byol, payg, bundle1, bundle2, bundle3, standard. Default null: the profile's (byol where there is one)."
  type        = string
  default     = null

  validation {
    condition     = var.vnf_license == null ? true : local.search_listing && contains(keys(local.profile.listings), var.vnf_license)
    error_message = "vnf_license is ${var.vnf_license == null ? "null" : var.vnf_license}, but the listings in which an image of ${var.vnf} would be looked up here are: ${local.search_listing ? join(", ", keys(local.profile.listings)) : "none"}. Choose one of them, or null."
  }
}

variable "use_original_sample_image" {
  description = "Whether to take the image that AWS's original sample used for CiscoCSR1000v, JunipervSRX and JunipervMX in April 2022, instead of looking one up. Default false: it lacks every security fix since."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.use_original_sample_image || contains(keys(local.original_sample_images), var.vnf)
    error_message = "use_original_sample_image is true, but the original sample had no image of ${var.vnf}: it had ${join(", ", keys(local.original_sample_images))}. Remove it, or give ami_id."
  }

  validation {
    condition     = !var.use_original_sample_image || (var.ami_id == null && var.ami_ssm_parameter == null)
    error_message = "use_original_sample_image is true and ami_id or ami_ssm_parameter is set: the image is named twice. Set one of them."
  }
}

variable "key_name" {
  description = "Name of the EC2 key pair for SSH. Default null: no key, Session Manager is the way in."
  type        = string
  default     = null

  validation {
    condition     = var.key_name == null ? true : can(regex("^[!-~]([ -~]{0,253}[!-~])?$", var.key_name))
    error_message = "key_name is \"${var.key_name == null ? "" : var.key_name}\", which no EC2 key pair can be called: 1 to 255 ASCII characters, no space first or last. Write the key pair's name as EC2 has it, or leave it null."
  }
}

variable "check_key_pair" {
  description = "Whether the plan looks the key pair of key_name up and refuses one that does not exist; key_name must be known when planning then. Default true. Set it to false where the same configuration makes the key pair under a generated name."
  type        = bool
  default     = true
  nullable    = false
}

variable "user_data" {
  description = "User data as plain text, at most 16384 bytes. Default null: the appliance's first-boot configuration (Custom: none)."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.user_data == null ? true : var.user_data != ""
    error_message = "user_data is empty, and so would replace the appliance's first-boot configuration by nothing. Leave it null instead."
  }
}

variable "user_data_base64" {
  description = "User data already in base64, for binary or compressed data, at most 16384 bytes decoded. Default null: user_data, if any."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.user_data_base64 == null || var.user_data == null
    error_message = "user_data and user_data_base64 are both set: the instance takes one. Set user_data for plain text or user_data_base64 for encoded data."
  }

  validation {
    condition     = var.user_data_base64 == null ? true : can(regex("^[A-Za-z0-9+/]+={0,2}$", var.user_data_base64)) && length(var.user_data_base64) % 4 == 0
    error_message = "user_data_base64 is not base64 (or is empty, or has line breaks in it). Encode it in one line, give plain text in user_data, or leave it null."
  }
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

  validation {
    condition     = length(setsubtract(keys(var.first_boot), local.first_boot_settings)) == 0
    error_message = "first_boot has ${join(", ", setsubtract(keys(var.first_boot), local.first_boot_settings))}, which no appliance knows. It may have ${join(", ", local.first_boot_settings)}."
  }

  validation {
    condition     = lookup(var.first_boot, "hostname", null) == null ? true : can(regex("^[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", var.first_boot.hostname))
    error_message = "first_boot.hostname is ${try(coalesce(var.first_boot.hostname), "empty")}: use 1 to 63 letters, digits and hyphens, a letter first and no hyphen last."
  }

  validation {
    condition     = lookup(var.first_boot, "addressing", null) == null ? true : contains(["dhcp", "static"], var.first_boot.addressing)
    error_message = "first_boot.addressing is ${try(coalesce(var.first_boot.addressing), "empty")}: use dhcp, or static to write the address into the configuration."
  }

  validation {
    condition     = lookup(var.first_boot, "mtu", null) == null ? true : try(tonumber(var.first_boot.mtu) >= 576 && tonumber(var.first_boot.mtu) <= 9001 && tostring(floor(tonumber(var.first_boot.mtu))) == var.first_boot.mtu, false)
    error_message = "first_boot.mtu is ${try(coalesce(var.first_boot.mtu), "empty")}: an interface in a VPC takes whole bytes from 576 to 9001. Use 1500 for what comes from outside, up to 9001 inside the VPC."
  }

  validation {
    condition     = lookup(var.first_boot, "ssh_public_key", null) == null ? true : can(regex("^(ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/=]+( [ !#-\\[\\]-~]*)?\n?$", var.first_boot.ssh_public_key))
    error_message = "first_boot.ssh_public_key is no public key in OpenSSH's form (ssh-rsa, ssh-ed25519 or ecdsa-sha2-…, then the key, then a comment in ASCII without quotes or backslashes). Give the one line of the .pub file."
  }
}

variable "extra_config" {
  description = "Lines in the vendor's own form that are appended to the first-boot configuration: IOS commands, Junos statements in braces, FortiOS CLI, PAN-OS key=value pairs, VyOS set commands. Read on first boot only. Default null: none."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.extra_config == null ? true : local.write_config
    error_message = "extra_config is set, but there is no first-boot configuration of ${var.vnf} to append it to: ${local.config_template == null ? "the profile has none" : "user_data (or user_data_base64) replaces it"}. Put the lines into user_data."
  }
}

variable "assign_public_ip" {
  description = "Whether the subnets that instances boot in give them a public address, for the warning about an appliance that needs the internet on its first boot. Default true."
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

  validation {
    condition     = try(alltrue([for cidr in var.jump_host_cidrs : try(cidrsubnet(cidr, 0, 0) == cidr && !strcontains(cidr, ":"), false)]), false)
    error_message = "jump_host_cidrs is ${try(join(", ", [for cidr in var.jump_host_cidrs : cidr]), "no list")}: each must be an IPv4 range in CIDR form without host bits, leading zeros or spaces. Write them like ${try([for cidr in var.jump_host_cidrs : cidrsubnet(cidr, 0, 0) if cidrsubnet(cidr, 0, 0) != cidr && !strcontains(cidr, ":")][0], "203.0.113.0/24")}, and a single host like 203.0.113.7/32, in brackets."
  }

  validation {
    condition     = !var.public_ssh_access || var.allow_ssh_from_anywhere || try(alltrue([for cidr in var.jump_host_cidrs : try(tonumber(split("/", cidr)[1]) >= 8, true)]), true)
    error_message = "jump_host_cidrs is ${try(join(", ", [for cidr in var.jump_host_cidrs : cidr]), "")} and would open SSH to a range wider than /8. Narrow it, or say it twice with allow_ssh_from_anywhere = true."
  }
}

variable "allow_ssh_from_anywhere" {
  description = "Whether jump_host_cidrs or a rule may open TCP 22 to a range wider than /8. Default false: it has to be said twice."
  type        = bool
  default     = false
  nullable    = false
}

variable "wan_ingress_rules" {
  description = <<-EOT
    What may come in on the WAN side, a list of rules. A rule has a description (text); a protocol: all, tcp, udp, icmp, esp, gre, ah,
    sctp, ipip, ospf, vrrp, l2tp or an IANA number such as "50"; for tcp and udp a from_port and, if it is a range, a to_port (whole numbers,
    0 to 65535; for icmp the type and the code, -1 for any, which is the code's default); and its peers: cidrs (IPv4), prefix_list_ids,
    security_group_ids. Each of these is a list, or a map from names of your choice: cidrs that are not known when planning need the map.
    Any other attribute is refused. Default: nothing.
  EOT
  type        = any
  default     = []
  nullable    = false
}

variable "wan_egress_rules" {
  description = "What may go out on the WAN side, rules like those of wan_ingress_rules. Default: everything, for updates, licences and Systems Manager."
  type        = any
  default = [{
    description = "Everything"
    protocol    = "all"
    cidrs       = ["0.0.0.0/0"]
  }]
  nullable = false
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

  validation {
    condition     = alltrue([for arn in values(var.instance_policy_arns) : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "instance_policy_arns is ${join(", ", [for name, arn in var.instance_policy_arns : "${name} = ${coalesce(arn, "null")}"])}: each must be the ARN of an IAM policy, arn:aws:iam::123456789012:policy/name or arn:aws:iam::aws:policy/name, and neither a name nor a role."
  }

  validation {
    condition     = !contains(keys(var.instance_policy_arns), "session_manager") && length(distinct(values(var.instance_policy_arns))) == length(var.instance_policy_arns)
    error_message = "instance_policy_arns has the names ${join(", ", keys(var.instance_policy_arns))}: each policy may be there once, and session_manager is enable_session_manager's. Choose another name, or remove one of the two."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary of the instance role. Default null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn is \"${var.permissions_boundary_arn == null ? "" : var.permissions_boundary_arn}\", which is not the ARN of an IAM policy. Give arn:aws:iam::123456789012:policy/name, or leave it null."
  }
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

  validation {
    condition     = length(setsubtract(keys(var.root_volume), keys(local.root_volume_defaults))) == 0
    error_message = "root_volume has ${join(", ", setsubtract(keys(var.root_volume), keys(local.root_volume_defaults)))}, which no volume knows. It may have ${join(", ", keys(local.root_volume_defaults))}."
  }

  validation {
    condition     = lookup(var.root_volume, "type", null) == null ? true : contains(keys(local.volume_types), var.root_volume.type)
    error_message = "root_volume.type is ${try(coalesce(var.root_volume.type), "empty")}: EC2 boots from ${join(", ", keys(local.volume_types))} (st1 and sc1 are no root volumes). Choose one of them."
  }

  validation {
    condition     = alltrue([for field in ["size_gib", "iops", "throughput_mibps"] : lookup(var.root_volume, field, null) == null ? true : try(tostring(floor(tonumber(var.root_volume[field]))) == var.root_volume[field] && tonumber(var.root_volume[field]) > 0, false)])
    error_message = "root_volume has ${join(", ", [for field in ["size_gib", "iops", "throughput_mibps"] : "${field} ${try(coalesce(var.root_volume[field]), "null")}"])}: each must be a whole number greater than 0, or null."
  }

  validation {
    condition     = lookup(var.root_volume, "encrypted", null) == null ? true : can(tobool(var.root_volume.encrypted))
    error_message = "root_volume.encrypted is ${try(coalesce(var.root_volume.encrypted), "empty")}: use true or false."
  }

  validation {
    condition     = lookup(var.root_volume, "kms_key_arn", null) == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.root_volume.kms_key_arn))
    error_message = "root_volume.kms_key_arn is ${try(coalesce(var.root_volume.kms_key_arn), "empty")}, which is not the ARN of a KMS key. Give arn:aws:kms:region:123456789012:key/…, neither an alias nor the bare id."
  }
}

variable "http_tokens" {
  description = "Instance metadata: required (IMDSv2 only) or optional (IMDSv1 as well). Default null: the profile's (Custom: required)."
  type        = string
  default     = null

  validation {
    condition     = var.http_tokens == null ? true : contains(["required", "optional"], var.http_tokens)
    error_message = "http_tokens is ${var.http_tokens == null ? "null" : var.http_tokens}: EC2 knows required and optional. Use optional only for an appliance that cannot speak IMDSv2."
  }
}

variable "detailed_monitoring" {
  description = "Whether EC2 sends its metrics every minute instead of every five, at a price. Default false: health checks do not depend on it."
  type        = bool
  default     = false
  nullable    = false
}

variable "cooldown_seconds" {
  description = "Cooldown of the group in seconds; it does not delay the replacement of an unhealthy instance. Default 10."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.cooldown_seconds >= 1 && var.cooldown_seconds <= 86400 && floor(var.cooldown_seconds) == var.cooldown_seconds
    error_message = "cooldown_seconds is ${var.cooldown_seconds}: give whole seconds from 1 to 86400, 10 is the smallest that was tested."
  }
}

variable "health_check_grace_seconds" {
  description = "Seconds in service before a failed status check counts; set it to what the appliance needs to boot, a reboot included. Default null: the profile's (Custom: 60)."
  type        = number
  default     = null

  validation {
    condition     = var.health_check_grace_seconds == null ? true : var.health_check_grace_seconds >= 0 && var.health_check_grace_seconds <= 7200 && floor(var.health_check_grace_seconds) == var.health_check_grace_seconds
    error_message = "health_check_grace_seconds is ${var.health_check_grace_seconds == null ? 0 : var.health_check_grace_seconds}: give whole seconds from 0 to 7200, about the time that the appliance needs to boot."
  }
}

variable "launch_hook_timeout_seconds" {
  description = "Seconds that a launching instance waits for the VIP before it is abandoned, 30 to 7200. Default 600. Changing it replaces the group."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.launch_hook_timeout_seconds >= 30 && var.launch_hook_timeout_seconds <= 7200 && floor(var.launch_hook_timeout_seconds) == var.launch_hook_timeout_seconds
    error_message = "launch_hook_timeout_seconds is ${var.launch_hook_timeout_seconds}: Auto Scaling takes whole seconds from 30 to 7200. Choose a value in between."
  }
}

variable "terminate_hook_timeout_seconds" {
  description = "Seconds that a leaving instance waits for the VIP to be taken off it, 30 to 7200. Default 600: room for every retry of the handler. Changing it replaces the group."
  type        = number
  default     = 600
  nullable    = false

  validation {
    condition     = var.terminate_hook_timeout_seconds >= 30 && var.terminate_hook_timeout_seconds <= 7200 && floor(var.terminate_hook_timeout_seconds) == var.terminate_hook_timeout_seconds
    error_message = "terminate_hook_timeout_seconds is ${var.terminate_hook_timeout_seconds}: Auto Scaling takes whole seconds from 30 to 7200. Choose a value in between."
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

  validation {
    condition     = var.reboot_delay_seconds == null ? true : var.reboot_delay_seconds >= 0 && var.reboot_delay_seconds <= 300 && floor(var.reboot_delay_seconds) == var.reboot_delay_seconds
    error_message = "reboot_delay_seconds is ${var.reboot_delay_seconds == null ? 0 : var.reboot_delay_seconds}: give whole seconds from 0 to 300, as the handler waits for it inside the launch hook."
  }
}

variable "launch_before_terminate" {
  description = "Whether an unhealthy instance keeps the VIP until its replacement is up, where EC2 allows it. Default false: for a single address it only helps against a sick, not a dead, instance."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.launch_before_terminate || !local.reboot_after_attach
    error_message = "launch_before_terminate is true, but ${var.vnf} reboots after the VIP interface is attached (reboot_after_attach), so its replacement could never take over within seconds. Set launch_before_terminate = false, or reboot_after_attach = false if the appliance sees a hot-plugged interface."
  }
}

variable "enable_instance_refresh" {
  description = "Whether a changed launch template (a newer image, other user data) replaces the running instance at once. Default false: it waits for the next replacement, so that no apply interrupts the service without your asking for it."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of everything in this module and of what the group launches. Default: none."
  type        = map(string)
  default     = {}
  nullable    = false
}
