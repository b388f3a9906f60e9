config {
  call_module_type = "local"
}

plugin "terraform" {
  enabled = true
  preset  = "all"
}

# No source and version here: set-up puts the pinned ruleset where TFLINT_PLUGIN_DIR points.
plugin "aws" {
  enabled = true
}

# The root module only composes: its versions.tf states the providers its submodules use.
rule "terraform_unused_required_providers" {
  enabled = false
}
