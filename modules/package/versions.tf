terraform {
  required_version = ">= 1.9.0"

  required_providers {
    archive = {
      source  = "hashicorp/archive"
      version = ">= 1.3.0, < 3.0.0"
    }
  }
}
