# Outside of the partition aws.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "somewhere_else_in_the_world" {
  override_data {
    target = module.place.data.aws_partition.current
    values = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }

  assert {
    condition     = length(aws_lambda_function.this.logging_config) == 0
    error_message = "Lambda knows no logging configuration there."
  }
}
