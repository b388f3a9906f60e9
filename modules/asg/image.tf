# The image is resolved when planning, so that a newer one is a visible change of the launch template.

data "aws_ssm_parameter" "image" {
  count = var.ami_id == null ? 1 : 0

  name = coalesce(var.ami_ssm_parameter, local.profile.image_ssm_parameter)
}

locals {
  # An image id is public: insecure_value lets the plan show it.
  image_id = var.ami_id == null ? data.aws_ssm_parameter.image[0].insecure_value : var.ami_id
}

data "aws_ami" "this" {
  include_deprecated = true # A pinned image keeps working after its deprecation date.

  filter {
    name   = "image-id"
    values = [local.image_id]
  }
}

data "aws_ec2_instance_type" "this" {
  instance_type = local.instance_type

  lifecycle {
    postcondition {
      condition     = self.maximum_network_interfaces >= 2
      error_message = "instance_type is ${local.instance_type}, which takes ${self.maximum_network_interfaces} network interface(s): the VNF needs two, one for the WAN side and one for the VIP. Choose a type with at least two, such as t3.micro."
    }

    postcondition {
      condition     = contains(self.supported_architectures, data.aws_ami.this.architecture)
      error_message = "instance_type is ${local.instance_type}, which runs ${join(", ", self.supported_architectures)}, but the image ${data.aws_ami.this.name} (${local.image_id}) is built for ${data.aws_ami.this.architecture}. Choose an instance type of that architecture, or another image with ami_id or ami_ssm_parameter."
    }
  }
}
