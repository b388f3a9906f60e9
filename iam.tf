# Who the functions, the flow logs and the instance are in IAM: roles that the module makes, under the names and the path of the
# house, or roles that somebody else made.

locals {
  iam = {
    makes_roles          = try(coalesce(var.iam.from), "make") != "bring"
    path                 = try(coalesce(var.iam.path), "/")
    role_names           = try({ for role, name in var.iam.role_names : role => name if name != null }, {})
    role_arns            = try(var.iam.role_arns, {})
    instance_profile_arn = try(var.iam.instance_profile_arn, null)
  }
}

# What the roles need, of nothing that depends on the roles themselves or on all of a module: whoever makes them beside the module
# gives them this.
locals {
  role_policies = merge(
    module.lifecycle.role_policies,
    { instance = module.asg.role_policies },
    local.enable_flow_logs ? { flow_logs = module.flow_logs[0].role_policies } : {},
    local.has_prober ? { prober = module.prober[0].role_policies } : {},
  )
}

# For an apply of just this and what it names (docs/security.md): the roles have their rights then before a function needs them.
resource "terraform_data" "role_policies" {
  input = local.role_policies
}
