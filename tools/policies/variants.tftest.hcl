# The whole module, applied on a mocked AWS with each choice that changes a statement taken both ways.
# What the policies are then, `make lint` reads from Terraform's own output: see rendering.py.

mock_provider "aws" {
  source = "./tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "./tests/plan/mocks/archive"
}

variables {
  name = "edge"
}

run "own_key_and_flow_logs" {
  variables {
    reboot_after_attach        = false
    enable_flow_logs           = true
    kms_key                    = { from = "make" }
    service_checks             = {}
    wait_until_serving_seconds = null
  }
}

run "brought_key_and_reboot" {
  variables {
    reboot_after_attach        = true
    enable_flow_logs           = false
    kms_key                    = { from = "bring", arn = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
    service_checks             = { vip = [{ type = "sip", mode = "replace" }] }
    wait_until_serving_seconds = 600
  }
}
