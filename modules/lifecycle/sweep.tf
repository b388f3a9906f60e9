# Destroy calls the handler once more, after the group has drained and before the functions go: nothing
# may be left that blocks the VPC's deletion. Changed VIPs make it converge at once: what the last input had and this one
# has not is taken down, and nobody else takes it down. A changed maintenance it begins or ends; unchanged or null, that is the
# operator's.
#
# It goes before the WAN side too: what it says of an instance that somebody left there would otherwise
# be heard when Terraform has tried for 20 minutes to delete what that instance holds.

resource "aws_lambda_invocation" "sweep" {
  function_name   = aws_lambda_function.this["hook_handler"].function_name
  lifecycle_scope = "CRUD"

  input = jsonencode({
    source      = "persistent-vnf.sweep"
    vips        = var.vips
    maintenance = var.maintenance
  })

  depends_on = [aws_lambda_function_event_invoke_config.this, aws_iam_role_policy.function, var.swept_before]
}
