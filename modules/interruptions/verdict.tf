# The verdict stays with the record until the next change, so that a plan of an unchanged deployment is empty.

# The record is kept under the name: with another name it looks like a first plan, but for this. It keeps its first input.
resource "terraform_data" "first_name" {
  input = var.name

  lifecycle {
    ignore_changes = [input]
  }
}

locals {
  renamed   = local.was == null && terraform_data.first_name.input != var.name
  serving   = length(data.aws_network_interfaces.vip.ids) > 0
  unchanged = local.was == null ? false : alltrue([for key, value in local.now : try(jsonencode(local.was[key]) == jsonencode(value), false)])

  first_verdict = local.serving ? "Unknown: an instance holds the VIP, but what was applied last is not on record." : "Nothing: no instance of this name holds a VIP yet."
  calm_verdict  = local.new_launch ? "Nothing: the changed launch template waits for the next instance." : "Nothing."

  rename_verdict = "The name changes to ${var.name}: functions, roles and the group are made anew. The service is away while the old instance is drained, and then for ${local.a_launch}; the addresses stay."

  interrupts = (
    local.renamed ? [local.rename_verdict] :
    local.was == null ? [local.first_verdict] :
    local.unchanged ? local.record.interrupts :
    length(local.interruptions) > 0 ? local.interruptions : [local.calm_verdict]
  )

  told = join("", [for sentence in local.interrupts : "\n- ${sentence}"])
}

# A warning: the plan goes on, and the apply repeats it.
check "interruptions" {
  assert {
    condition     = length(local.interruptions) == 0 && !local.renamed && (local.was != null || !local.serving)
    error_message = "What this plan interrupts of ${var.name}:${local.told}"
  }
}
