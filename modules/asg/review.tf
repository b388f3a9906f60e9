# For whoever reads a plan: what the next instance reads on its first boot, as text. The launch template has it in base64.

resource "terraform_data" "first_boot" {
  input = var.appliance.first_boot
}

locals {
  # What is known before it is made.
  instance_profile = var.iam.makes_roles ? "${var.iam.path}${local.role_name}" : var.iam.instance_profile_arn

  launch_fingerprint = substr(sha256(jsonencode(concat([
    var.appliance.image.id, var.appliance.fingerprint.instance_types, var.appliance.http_tokens, local.instance_tags, var.appliance.fingerprint.user_data,
    var.appliance.fingerprint.root_volume_size_gib, var.appliance.fingerprint.root_volume, var.appliance.key_name, var.detailed_monitoring,
  ], local.further_settings))), 0, 8)

  # What is left at its default is not in it: a record of an earlier release then says the same.
  further_settings = concat(
    var.tenancy == "default" ? [] : [{ tenancy = var.tenancy }],
    length(var.appliance.data_volumes) == 0 ? [] : [{ data_volumes = var.appliance.fingerprint.data_volumes }],
    var.capacity_reservation == null ? [] : [{ capacity_reservation = var.capacity_reservation }],
    !var.iam.makes_roles || var.iam.path != "/" || can(var.iam.role_names.instance) ? [{ instance_profile = local.instance_profile }] : [],
  )
}
