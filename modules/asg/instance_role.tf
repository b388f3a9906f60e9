module "place" {
  source = "../place"
}

locals {
  session_manager_policy = {
    session_manager = "arn:${module.place.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
  }
}

# Role names are global in an account, the module's names only regional.
resource "aws_iam_role" "this" {
  name                 = "${var.name}-${module.place.region}-instance"
  description          = "What the VNF ${var.name} itself may do"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${module.place.dns_suffix}" }
    }]
  })

  depends_on = [var.vpc_id] # The network is judged first.
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = merge(var.enable_session_manager ? local.session_manager_policy : {}, var.instance_policy_arns)

  role       = aws_iam_role.this.name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "this" {
  name = aws_iam_role.this.name
  role = aws_iam_role.this.name
  tags = var.tags
}
