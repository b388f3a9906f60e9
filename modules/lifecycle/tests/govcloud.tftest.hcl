# Where Lambda knows no log formats. (A file of its own: a deployment does not change its region.)

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "functions_in_govcloud" {
  command = plan

  override_data {
    target = module.place.data.aws_partition.current
    values = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }

  override_data {
    target = module.place.data.aws_region.current
    values = { id = "us-gov-west-1" }
  }

  assert {
    condition     = alltrue([for this in aws_lambda_function.this : length(this.logging_config) == 0])
    error_message = "Lambda refuses logging_config outside of the partition aws."
  }
}
