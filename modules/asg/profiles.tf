# Appliance profiles: all that differs from vendor to vendor. Adding a vendor is adding one entry.
# A variable that is null takes the profile's value.

locals {
  profiles = {
    Custom = {
      image_ssm_parameter        = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
      instance_type              = "t3.micro"
      http_tokens                = "required" # Amazon Linux 2023 demands IMDSv2 anyway.
      reboot_after_attach        = false      # Linux sees a hot-plugged interface at once.
      reboot_delay_seconds       = 30
      health_check_grace_seconds = 60 # The original sample's tested minimum is 10.
    }
  }
  profile = local.profiles[var.vnf]

  instance_type              = coalesce(var.instance_type, local.profile.instance_type)
  http_tokens                = coalesce(var.http_tokens, local.profile.http_tokens)
  reboot_after_attach        = coalesce(var.reboot_after_attach, local.profile.reboot_after_attach)
  reboot_delay_seconds       = coalesce(var.reboot_delay_seconds, local.profile.reboot_delay_seconds)
  health_check_grace_seconds = coalesce(var.health_check_grace_seconds, local.profile.health_check_grace_seconds)
}
