# One name, one deployment. (A file of its own: in a state that has the claim nothing is refused.)

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "a_name_that_is_taken" {
  command = plan

  override_data {
    target = data.aws_cloudwatch_log_groups.existing
    values = { log_group_names = ["/aws/lambda/edge-hook-handler", "/aws/lambda/edge-warmup"] }
  }

  expect_failures = [terraform_data.claim]
}

run "a_name_that_begins_another_one" {
  override_data {
    target = data.aws_cloudwatch_log_groups.existing
    values = { log_group_names = ["/aws/lambda/edge-hook-handler-b", "/aws/lambda/edge-warmup-hook-handler"] }
  }
  assert {
    condition     = keys(terraform_data.claim) == ["edge"]
    error_message = "The claim bears the name."
  }
}
