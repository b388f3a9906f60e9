# What is remembered, and that another account or region is noticed.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "where_it_was_made" {
  assert {
    condition     = [output.account_id, output.region, output.partition, output.dns_suffix] == ["123456789012", "eu-west-1", "aws", "amazonaws.com"]
    error_message = "What AWS answers should be handed on."
  }

  assert {
    condition     = terraform_data.here.input.account_id == "123456789012"
    error_message = "It should be remembered."
  }
}

run "another_account" {
  command = plan

  override_data {
    target = data.aws_caller_identity.current
    values = { account_id = "210987654321" }
  }

  expect_failures = [terraform_data.here]
}

run "another_region" {
  command = plan

  override_data {
    target = data.aws_region.current
    values = { id = "us-east-1" }
  }

  expect_failures = [terraform_data.here]
}
