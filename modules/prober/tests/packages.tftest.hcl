# A zip built elsewhere. The mocked function runs what the mocked archive built, not this file.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "another_ones_package_runs" {
  variables {
    lambda_packages = { prober = "versions.tf" }
  }

  expect_failures = [aws_lambda_function.this]
}
