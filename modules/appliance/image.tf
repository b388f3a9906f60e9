# The image is resolved when planning, so that a newer one is a visible change of the launch template.
# Who names an image gets it: ami_id, ami_ssm_parameter, the original sample's list. Otherwise the
# profile looks it up.

# Not module.place: a data source whose conditions speak of a resource is read after that resource's changes.
data "aws_region" "current" {}

locals {
  license = var.vnf_license == null ? local.profile.default_license : var.vnf_license
  listing = local.license == null ? null : try(local.profile.listings[local.license], null)
  version = var.vnf_version == null ? try(local.listing.default_version, "") : var.vnf_version

  sample_images   = try(local.original_sample_images[var.vnf], {})
  sample_image_id = var.use_original_sample_image ? try(local.sample_images[data.aws_region.current.id], null) : null
  image_parameter = var.ami_ssm_parameter == null ? local.profile.ssm_parameter : var.ami_ssm_parameter
  # What there is to look up hangs on nothing that may be known after the apply only, as ami_id may be: the
  # profile's image is looked up even where ami_id then takes its place.
  has_parameter = var.use_original_sample_image ? false : local.profile.ssm_parameter != null ? true : var.ami_ssm_parameter != null
  has_listing   = var.use_original_sample_image || local.has_parameter ? false : length(local.profile.listings) > 0

  image_is_named    = var.ami_id != null || var.use_original_sample_image
  read_parameter    = !local.image_is_named && local.image_parameter != null
  search_listing    = !local.image_is_named && local.image_parameter == null && length(local.profile.listings) > 0
  image_name_sought = local.has_listing ? format(local.listing.name, local.version) : null
  image_sought      = join(" with product code ", compact([local.image_name_sought, try(local.listing.product_code, "")]))

  image_source = (
    var.ami_id != null ? "ami_id" :
    var.use_original_sample_image ? "the original sample's list of April 2022" :
    local.read_parameter ? local.image_parameter : "AWS Marketplace, ${local.license == null ? "no" : local.license} licence"
  )

  # An image id is public: insecure_value lets the plan show it. The newest image of a listing is the first.
  image_found = (
    local.has_parameter ? data.aws_ssm_parameter.image[0].insecure_value :
    local.has_listing ? try(data.aws_ami_ids.listing[0].ids[0], null) : local.sample_image_id
  )
  image_id = var.ami_id == null ? local.image_found : var.ami_id
  image    = one(values(data.aws_ami.this))

  # modules/vpc refuses zones of another region.
  zones = [for zone in var.availability_zones : zone if startswith(zone, data.aws_region.current.id)]
}

data "aws_ssm_parameter" "image" {
  count = local.has_parameter ? 1 : 0

  name = local.image_parameter

  # One that the calling configuration makes is read once it is there.
  depends_on = [var.ami_ssm_parameter]
}

# Ids and not one image: an empty answer is then a sentence of ours, not the provider's.
data "aws_ami_ids" "listing" {
  count = local.has_listing ? 1 : 0

  owners             = ["aws-marketplace"]
  include_deprecated = true # A pinned image keeps working after its deprecation date.

  filter {
    name   = "name"
    values = [local.image_name_sought]
  }

  dynamic "filter" {
    for_each = local.listing.product_code == null ? [] : [local.listing.product_code]

    content {
      name   = "product-code"
      values = [filter.value]
    }
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) > 0 || var.ami_id != null
      error_message = "vnf is ${var.vnf} (vnf_version ${var.vnf_version == null ? "null" : var.vnf_version}, vnf_license ${local.license}): the AWS Marketplace offers no image ${local.image_sought} in ${data.aws_region.current.id}. Choose a vnf_version as the image's name writes it (null: the newest), another region, or name an image of your own with ami_id."
    }
  }
}

# Its key says what to do: the provider answers "no results" to an id that does not exist, and the data source
# that may find nothing (aws_ami_ids) has to know the image's owner. The id itself cannot stand in the key: it
# may be known after the apply only.
data "aws_ami" "this" {
  for_each = toset(["ami_id, where it is set, must be the id of an image that the provider's region has and this account may launch"])

  include_deprecated = true

  filter {
    name   = "image-id"
    values = [local.image_id]
  }

  lifecycle {
    precondition {
      condition     = local.read_parameter || local.search_listing || local.image_is_named
      error_message = "vnf is ${var.vnf}, for which no way to look up an image is known. Give the image's id in ami_id (the vendor's listing names it for each region), or set use_original_sample_image = true to take the one that AWS's original sample used in April 2022."
    }

    precondition {
      condition     = var.ami_id != null || !var.use_original_sample_image || local.sample_image_id != null
      error_message = "use_original_sample_image is true, but the original sample's list has no image of ${var.vnf} for ${data.aws_region.current.id}. Choose one of ${join(", ", keys(local.sample_images))}, or give ami_id."
    }
  }
}

# Warnings, not errors: the plan goes on.

check "image_of_today" {
  assert {
    condition     = !var.use_original_sample_image
    error_message = "use_original_sample_image is true: the image ${local.image.name} (${local.image_id}, created ${local.image.creation_date}) is the one that AWS's original sample used in April 2022. It lacks every security fix since. Give a newer one in ami_id."
  }
}

check "image_not_deprecated" {
  assert {
    condition     = try(timecmp(plantimestamp(), local.image.deprecation_time) < 0, true)
    error_message = "The image ${local.image.name} (${local.image_id}) is deprecated since ${local.image.deprecation_time}: its owner may withdraw it, and no replacement could be launched any more. Choose a newer one (vnf_version, ami_id), or copy it into your account."
  }
}
