variable "name" {
  description = "Name of the VNF."
  type        = string
  nullable    = false
}

variable "kms_key" {
  description = "from: make or bring; with bring, arn."
  type        = any
  nullable    = false

  validation {
    condition     = can(keys(var.kms_key)) ? length(setsubtract(keys(var.kms_key), ["from", "arn"])) == 0 : false
    error_message = "kms_key has ${try(join(", ", keys(var.kms_key)), "no attributes")}: it is an object with from and arn. Write it like { from = \"bring\", arn = \"arn:aws:kms:eu-west-1:123456789012:key/…\" }."
  }

  validation {
    condition     = contains(["make", "bring"], try(coalesce(var.kms_key.from), "make"))
    error_message = "kms_key.from is \"${try(var.kms_key.from == null ? "null" : tostring(var.kms_key.from), "no text")}\": use make, or bring with the arn of a key of yours."
  }

  validation {
    condition     = try(var.kms_key.arn, null) == null ? try(coalesce(var.kms_key.from), "make") != "bring" : try(coalesce(var.kms_key.from), "make") == "bring"
    error_message = "kms_key has ${try(join(" and ", [for attribute, value in var.kms_key : attribute if value != null]), "no attributes")}: what is brought has both from = \"bring\" and its arn. Add what is missing, or remove both to have a key made."
  }

  validation {
    condition     = try(var.kms_key.arn, null) == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key.arn))
    error_message = "kms_key.arn is \"${try(var.kms_key.arn == null ? "null" : tostring(var.kms_key.arn), "no text")}\", which is not the ARN of a KMS key. Give arn:aws:kms:region:123456789012:key/…, neither an alias nor the bare id."
  }
}

variable "log_group_names" {
  description = "Names of the log groups that the key encrypts."
  type        = list(string)
  nullable    = false
}

variable "tags" {
  description = "Tags of everything in this module."
  type        = map(string)
  nullable    = false
}
