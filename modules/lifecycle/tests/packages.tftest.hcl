# A zip built elsewhere. The mocked function runs what the mocked archive built, not this file.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "it_is_taken" {
  command = plan

  variables {
    lambda_packages = { warmup = "versions.tf" } # any file
  }

  assert {
    condition     = aws_lambda_function.this["warmup"].filename == "versions.tf" && can(regex("edge-hook-handler-[0-9a-f]{16}[.]zip$", aws_lambda_function.this["hook_handler"].filename))
    error_message = "A package brought should be taken, the other one built."
  }
}

run "a_package_that_is_there" {
  variables {
    lambda_packages = { warmup = "versions.tf" }
  }

  expect_failures = [aws_lambda_function.this]
}
