# One name, one deployment. AWS refuses to make a role, a log group or a function twice, but takes over
# an alarm, a dashboard, a rule, a topic or a queue that is there: a second deployment of the same name
# would adopt the first one's, and its destroy would remove them from under it. So whatever AWS takes
# over comes after what it refuses: the functions' log groups, which bear the VNF's name whatever its
# roles are called and whoever made them. The log groups come after the claim, which gives the sentence,
# and the claim after roles of our own: where AWS refuses those, the next plan says why.

# For a sentence when planning. They come after the claim, so those
# that exist while this state has no claim are another state's.
data "aws_cloudwatch_log_groups" "existing" {
  for_each = var.log_group_names

  log_group_name_prefix = each.value
}

locals {
  taken = flatten([
    for function, name in var.log_group_names :
    setintersection(data.aws_cloudwatch_log_groups.existing[function].log_group_names, [name])
  ])
}

# One for each name, so that another name is another claim; imported, it stands as it is.
resource "terraform_data" "claim" {
  for_each = toset([var.name])

  # Remembered, so that it is this plan's time in that plan only that makes the claim.
  input = plantimestamp()

  lifecycle {
    ignore_changes = [input]

    postcondition {
      condition     = self.input == plantimestamp() ? length(local.taken) == 0 : true
      error_message = "name is ${var.name}, and a VNF of that name exists in ${local.region} (${join(", ", local.taken)}) that is not this state's. Two of one name would take each other's alarms, rules and messages: choose another name, or use the state that made it. If that state is lost, or an apply was killed before it wrote it: docs/operations.md, \"The state is lost\"."
    }
  }

  depends_on = [aws_iam_role.function, var.vpc_id] # Refused there, this state gets no claim; and the network is judged first.
}
