output "lines" {
  description = "By the statements' Sids: a line for what is allowed or denied, one for on what, one for each condition."
  value       = local.lines
}
