# For whoever reads the first plan, as in modules/lifecycle.

module "rights" {
  source = "../rights"

  statements = local.statements
}

resource "terraform_data" "first_rights" {
  input = module.rights.lines

  lifecycle {
    ignore_changes = [input]
  }
}
