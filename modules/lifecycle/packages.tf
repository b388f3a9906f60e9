# What the functions run: zips that are made here, or brought.

module "package" {
  source   = "../package"
  for_each = var.function_names

  function      = each.key
  function_name = each.value
  given         = lookup(var.lambda_packages, each.key, null)
}
