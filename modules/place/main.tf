# Where this deployment stands: partition, account and region, remembered from its first apply on.
#
# With depends_on on the call of a module Terraform reads that module's data sources during the apply
# as soon as the dependency has a change (https://developer.hashicorp.com/terraform/language/data-sources#dependencies),
# and what is made of them is unknown until then. Names and ARNs of things that run must not be: an unknown name replaces its resource.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  asked = {
    account_id = data.aws_caller_identity.current.account_id
    partition  = data.aws_partition.current.partition
    dns_suffix = data.aws_partition.current.dns_suffix
    region     = data.aws_region.current.id
  }

  # An imported one remembers nothing.
  here = terraform_data.here.input == null ? local.asked : terraform_data.here.input
}

# Its input and not its output: that is known while the first plan is made.
resource "terraform_data" "here" {
  input = local.asked

  lifecycle {
    ignore_changes = [input]

    postcondition {
      condition     = self.input == null ? true : self.input.region == local.asked.region && self.input.account_id == local.asked.account_id
      error_message = "The provider speaks to account ${local.asked.account_id} in ${local.asked.region}, but this state's VNF is in account ${try(self.input.account_id, "")} in ${try(self.input.region, "")}: everything would be made a second time. Set the provider's region and credentials to where the VNF is; for one elsewhere take another state (a workspace, another key of the backend), or destroy this one first."
    }
  }
}
