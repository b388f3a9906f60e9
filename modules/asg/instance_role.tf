module "place" {
  source = "../place"
}

locals {
  session_manager_policy = {
    session_manager = "arn:${module.place.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
  }
  managed_policies = merge(var.enable_session_manager ? local.session_manager_policy : {}, var.instance_policy_arns)

  # Role names are global in an account, the module's names only regional.
  role_name            = lookup(var.iam.role_names, "instance", "${var.name}-${module.place.region}-instance")
  instance_profile_arn = var.iam.makes_roles ? aws_iam_instance_profile.this[0].arn : var.iam.instance_profile_arn

  trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${module.place.dns_suffix}" }
    }]
  })
}

resource "aws_iam_role" "this" {
  count = var.iam.makes_roles ? 1 : 0

  name                 = local.role_name
  path                 = var.iam.path
  description          = "What the VNF ${var.name} itself may do"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy   = local.trust_policy
  tags                 = var.tags

  depends_on = [var.vpc_id] # The network is judged first.
}

# By the role's id, not by its name: under another path a role of the same name is another one.
resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.iam.makes_roles ? local.managed_policies : {}

  role       = aws_iam_role.this[0].id
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "this" {
  count = var.iam.makes_roles ? 1 : 0

  name = aws_iam_role.this[0].name
  path = var.iam.path
  role = aws_iam_role.this[0].id
  tags = var.tags
}
