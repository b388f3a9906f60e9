# For whoever reads a plan: what the next instance reads on its first boot, as text, and by what a change is noticed.

locals {
  gives_user_data  = nonsensitive(local.given_user_data != null)
  first_boot_shown = try(local.configs.plan, local.gives_user_data ? local.own_user_data_shown : "nothing: the image configures itself")

  # It is the user's own, and may hold secrets.
  own_user_data_shown = "user data of your own, ${nonsensitive(local.user_data_bytes)} bytes, not shown"

  # As asked for, which is known whatever AWS has yet to answer. User data may hold secrets, and what is made of this is
  # shown: four digits of a hash notice a change, and are too few to try secrets against.
  fingerprint = {
    instance_types       = join(",", local.instance_types)
    user_data            = nonsensitive(substr(sha256(local.user_data_base64 == null ? "" : local.user_data_base64), 0, 4))
    root_volume_size_gib = local.profile.root_volume_size_gib
    root_volume          = var.root_volume
    data_volumes         = var.data_volumes
  }
}
