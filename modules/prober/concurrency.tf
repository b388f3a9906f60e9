# The prober is one function that runs all day. An account that may run few at a time, as new ones may, could have no room then
# for the hook handler. A warning, not an error: how much else runs in the account is not known here.

# Not inside of the check, where it would be something to do in every plan: docs/aws-behaviour.md#data-sources-of-a-check
data "aws_servicequotas_service_quota" "concurrent_executions" {
  count = var.check_lambda_quota ? 1 : 0

  service_code = "lambda"
  quota_code   = "L-B99A9384" # docs/aws-behaviour.md#concurrency-of-functions
}

check "lambda_concurrency" {
  assert {
    condition     = alltrue([for quota in data.aws_servicequotas_service_quota.concurrent_executions : quota.value >= 100])
    error_message = "service_checks keeps a function running all day, and this account may run ${join("", data.aws_servicequotas_service_quota.concurrent_executions[*].value)} at a time in ${local.region} (Lambda's quota of concurrent executions): with fewer than 100 a heal may have to wait for room. Ask AWS for more, or remove service_checks."
  }
}
