variable "statements" {
  description = "Statements of one IAM policy."
  type        = any
  nullable    = false
}
