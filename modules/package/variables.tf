variable "function" {
  description = "The function: its folder in lambda_src, and what lambda_packages calls it."
  type        = string
  nullable    = false
}

variable "function_name" {
  description = "Name of the function in AWS, and of its zip."
  type        = string
  nullable    = false
}

variable "given" {
  description = "Path of a zip built beforehand; null: it is built here."
  type        = string

  validation {
    condition     = var.given == null ? true : fileexists(var.given)
    error_message = "lambda_packages.${var.function} is ${jsonencode(var.given)}, and no such file exists. Give the path of a zip that is there when planning and applying, or null."
  }
}
