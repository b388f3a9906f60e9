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
