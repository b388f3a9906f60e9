# What is in the zip, or whose it is.

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "it_is_built" {
  assert {
    condition     = toset([for file in local.files : split("/", file)[0]]) == toset(["common", "warmup"])
    error_message = "A package should have the function's own code and what is common to all, and nothing else."
  }

  assert {
    condition     = toset(archive_file.this[0].source[*].filename) == toset(local.files)
    error_message = "Each file should be a source of its own."
  }

  assert {
    condition     = can(regex("/builds/edge-warmup-[0-9a-f]{16}[.]zip$", output.filename)) && output.hash == "bWFkZQ=="
    error_message = "The zip's name should change with the code, and its hash be that of what was built."
  }
}

run "another_ones" {
  command = plan

  variables {
    given = "versions.tf" # any file
  }

  assert {
    condition     = length(archive_file.this) == 0 && output.filename == "versions.tf" && output.hash == filebase64sha256("versions.tf")
    error_message = "A package that is brought should be taken, and nothing built."
  }
}
