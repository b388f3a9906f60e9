# The lines of the statements, each by what it says.

locals {
  lines = {
    for statement in var.statements : statement.Sid => merge(
      { (statement.Effect) = join(", ", flatten([statement.Action])), on = statement.Resource },
      # No try: with an id that is not known yet it would hide all conditions of the statement.
      flatten([
        for part, operators in statement : [
          for operator, keys in operators : { for key, value in keys : "if ${key} ${operator}" => value }
        ] if part == "Condition"
      ])...
    )
  }
}
