output "interrupts" {
  description = "What the plan interrupts, in sentences; after the apply and until the next change: what it interrupted."
  value       = tolist(local.interrupts)
}
