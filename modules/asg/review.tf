# For whoever reads a plan: what the next instance reads on its first boot, as text. The launch template has it in base64.

locals {
  gives_user_data  = nonsensitive(local.given_user_data != null)
  first_boot_shown = try(local.configs.plan, local.gives_user_data ? local.own_user_data_shown : "nothing: the image configures itself")

  # It is the user's own, and may hold secrets.
  own_user_data_shown = "user data of your own, ${nonsensitive(local.user_data_bytes)} bytes, not shown"
}

resource "terraform_data" "first_boot" {
  input = local.first_boot_shown
}

# User data may hold secrets, and the fingerprint is shown: four digits of a hash notice a change, and are too few to
# try secrets against.
locals {
  user_data_fingerprint = nonsensitive(substr(sha256(local.user_data_base64 == null ? "" : local.user_data_base64), 0, 4))
  launch_fingerprint = substr(sha256(jsonencode([
    local.image_id, local.instance_type, local.http_tokens, local.instance_tags, local.user_data_fingerprint,
    local.profile.root_volume_size_gib, var.root_volume, var.key_name, var.detailed_monitoring,
  ])), 0, 8)
}
