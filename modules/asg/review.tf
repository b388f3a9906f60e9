# For whoever reads a plan: what the next instance reads on its first boot, as text. The launch template has it in base64.

resource "terraform_data" "first_boot" {
  input = var.appliance.first_boot
}

locals {
  launch_fingerprint = substr(sha256(jsonencode(concat([
    var.appliance.image.id, var.appliance.fingerprint.instance_types, var.appliance.http_tokens, local.instance_tags, var.appliance.fingerprint.user_data,
    var.appliance.fingerprint.root_volume_size_gib, var.appliance.fingerprint.root_volume, var.appliance.key_name, var.detailed_monitoring,
  ], local.further_settings))), 0, 8)

  # What is left at its default is not in it: a record of an earlier release then says the same.
  further_settings = concat(
    var.tenancy == "default" ? [] : [{ tenancy = var.tenancy }],
    length(var.appliance.data_volumes) == 0 ? [] : [{ data_volumes = var.appliance.fingerprint.data_volumes }],
    var.capacity_reservation == null ? [] : [{ capacity_reservation = var.capacity_reservation }],
  )
}
