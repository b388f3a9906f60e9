# What it runs on: one instance type, or several of which the first that is to be had is taken. Every one has to be able to
# carry the VNF in every zone, as nobody knows beforehand which will be left.

locals {
  instance_types = var.instance_types == null ? [local.profile.instance_type] : var.instance_types

  # By their places, as a type may be known after the apply only.
  types_by_place = { for place, type in local.instance_types : tostring(place) => type }
}

# Where each is to be had. An answer that may be empty: a type that does not exist is offered nowhere.
data "aws_ec2_instance_type_offerings" "this" {
  for_each = local.types_by_place

  location_type = "availability-zone"

  filter {
    name   = "instance-type"
    values = [each.value]
  }

  lifecycle {
    postcondition {
      condition     = length(self.locations) > 0
      error_message = "instance_types has ${each.value}, which EC2 does not offer in ${data.aws_region.current.id}, or which does not exist. Choose another type, such as ${local.profile.instance_type}."
    }

    postcondition {
      condition     = length(self.locations) == 0 || length(setsubtract(local.zones, self.locations)) == 0
      error_message = "instance_types has ${each.value}, which EC2 does not offer in ${join(", ", setsubtract(local.zones, self.locations))} (availability_zones), so that it could not start there. It is offered in ${join(", ", sort(self.locations))}: name zones of these, or choose another type."
    }
  }
}

data "aws_ec2_instance_type" "this" {
  for_each = local.types_by_place

  instance_type = each.value

  # To a type that does not exist the provider answers in words of its own: the offers come first.
  depends_on = [data.aws_ec2_instance_type_offerings.this]

  lifecycle {
    postcondition {
      condition     = self.maximum_network_interfaces >= local.interfaces_needed
      error_message = "instance_types has ${each.value}, which takes ${self.maximum_network_interfaces} network interface(s): the VNF needs ${local.interfaces_needed}, one for the WAN side and one for each VIP. Choose a type with as many, such as ${local.profile.instance_type}."
    }

    postcondition {
      condition     = self.maximum_ipv4_addresses_per_interface >= local.addresses_of_a_vip
      error_message = "instance_types has ${each.value}, which takes ${self.maximum_ipv4_addresses_per_interface} IPv4 addresses on an interface: a VIP has ${local.addresses_of_a_vip}. Choose a type that takes as many, or move addresses to another VIP."
    }

    postcondition {
      condition     = contains(self.supported_architectures, local.image.architecture)
      error_message = "instance_types has ${each.value}, which runs ${join(", ", self.supported_architectures)}, but the image ${local.image.name} (${local.image_id}) is built for ${local.image.architecture}. Choose an instance type of that architecture, or another image with ami_id or ami_ssm_parameter."
    }

    # docs/aws-behaviour.md#connection-tracking-times. Bare metal has no hypervisor.
    postcondition {
      condition     = length(var.tracked_vips) == 0 || self.hypervisor != "xen"
      error_message = "instance_types has ${each.value}, which is not on Nitro (its hypervisor is xen), and EC2 keeps connection_tracking of vips ${join(", ", var.tracked_vips)} on Nitro types only. Choose a Nitro type, or remove connection_tracking."
    }

    # docs/aws-behaviour.md#enhanced-networking
    postcondition {
      condition     = self.ena_support != "required" || local.image.ena_support
      error_message = "instance_types has ${each.value}, which starts only images that are registered with ENA support, and the image ${local.image.name} (${local.image_id}) is not. Choose a type that does without, or an image that has the driver and the mark."
    }

    postcondition {
      condition     = self.default_vcpus >= local.profile.minimum_vcpus && self.memory_size >= local.profile.minimum_memory_mib
      error_message = "instance_types has ${each.value} with ${self.default_vcpus} vCPU and ${self.memory_size} MiB, but ${var.vnf} needs ${local.profile.minimum_vcpus} vCPU and ${local.profile.minimum_memory_mib} MiB at least. Choose a larger type, such as ${local.profile.instance_type}."
    }
  }
}

locals {
  interfaces_needed  = 1 + length(var.addresses_of_vips) # The first is the WAN side's.
  addresses_of_a_vip = max(var.addresses_of_vips...)

  types_of_other_families = [
    for type in local.instance_types : type if !contains(local.profile.instance_families, split(".", type)[0])
  ]
}

# A warning, not an error: the plan goes on.
check "instance_families" {
  assert {
    condition     = length(local.profile.instance_families) == 0 || length(local.types_of_other_families) == 0
    error_message = "instance_types has ${join(", ", local.types_of_other_families)}: the families that ${var.vnf} is known to run on are ${join(", ", local.profile.instance_families)}. The vendor's listing may offer more; see there before you apply."
  }
}
