variable "function" {
  description = "The function: what its folder in lambda_src is called."
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
}
