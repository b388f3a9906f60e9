# An apply that ends when the VNF serves, if that is wanted: the warm-up function is called once more, after the group, and
# answers when it does, or raises what was said last. Again only when the group, the addresses or, with an
# instance refresh, the launch template changed; destroy does not call it.

resource "aws_lambda_invocation" "serving" {
  count = var.wait_until_serving_seconds == null ? 0 : 1

  function_name   = var.automation.function_name
  lifecycle_scope = "CREATE_ONLY" # Destroy does not wait.

  input = jsonencode({
    source     = "persistent-vnf.wait"
    seconds    = var.wait_until_serving_seconds
    group_name = var.group_name
    handler    = var.automation.handler_arn
    log_group  = var.automation.log_group_name
    version    = var.launch_template_version
  })

  triggers = {
    group = var.group_arn
    vips  = jsonencode(var.vips)
  }

  depends_on = [aws_cloudwatch_event_target.this]
}
