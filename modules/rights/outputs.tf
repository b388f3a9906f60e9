output "lines" {
  description = "By the statements' Sids: a line for what is allowed or denied, one for on what, one for each condition."
  value = {
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
