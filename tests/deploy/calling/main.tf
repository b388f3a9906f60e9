# A configuration that makes what it hands to the module, and a module that depends on something else.

variable "name" {
  type = string
}

variable "release" {
  type    = string
  default = "1"
}

variable "public_key" {
  type = string
}

data "aws_caller_identity" "current" {}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "terraform_data" "release" {
  input = var.release
}

# Stands for a copy of an image: its id is known after the apply only.
resource "terraform_data" "image" {
  input = data.aws_ssm_parameter.image.insecure_value
}

resource "aws_eip" "this" {
  domain = "vpc"
}

resource "aws_key_pair" "this" {
  key_name_prefix = "vnf-"
  public_key      = var.public_key
}

resource "aws_iam_policy" "everything" {
  name   = "everything"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

resource "aws_kms_key" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { Service = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "logs.eu-west-1.amazonaws.com"] }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        Resource  = "*"
      },
    ]
  })
}

module "vnf" {
  source = "../"

  name                    = var.name
  warmup_grace_seconds    = 0
  enable_instance_refresh = true

  elastic_ip               = { from = "bring", allocation_id = aws_eip.this.id }
  kms_key                  = { from = "bring", arn = aws_kms_key.this.arn }
  ami_id                   = terraform_data.image.output
  key_name                 = aws_key_pair.this.id
  permissions_boundary_arn = aws_iam_policy.everything.arn
  instance_policy_arns     = { everything = aws_iam_policy.everything.arn }
  notification_emails      = { noc = "${aws_eip.this.id}@example.com" }
  user_data                = "#cloud-config\n# ${aws_eip.this.public_ip}"
  tags                     = { Address = aws_eip.this.id }

  depends_on = [terraform_data.release]
}

output "private_address" {
  value = module.vnf.private_address
}

output "public_address" {
  value = module.vnf.public_address
}
