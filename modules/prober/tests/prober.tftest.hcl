# The prober: where it is, where it gets through, what it is told, and who is told by it.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "it_is_in_its_own_subnets" {
  assert {
    condition     = [for place in aws_lambda_function.this.vpc_config : [place.subnet_ids, place.security_group_ids]] == [[toset(var.prober_subnet_ids), toset([aws_security_group.this.id])]]
    error_message = "The function should be in the prober's subnets, with its own group."
  }

  assert {
    condition     = aws_lambda_function.this.timeout == 70 && aws_lambda_function.this.handler == "prober.handler.handle" && aws_lambda_function.this.function_name == "edge-prober"
    error_message = "A run should last a minute."
  }

  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      SERVICE_CHECKS                 = base64gzip(jsonencode(var.service_checks))
      SERVICE_CHECK_INTERVAL_SECONDS = "10"
      OWNER_TAG_VALUE                = "edge"
      METRICS_NAMESPACE              = "PersistentVnf"
      LOG_LEVEL                      = "INFO"
    })
    error_message = "The function should be told of the checks."
  }

  assert {
    condition     = length(jsonencode(local.environment)) == local.environment_bytes && can(regex("^[ -~]+$", jsonencode(local.environment)))
    error_message = "A character of the environment should be a byte."
  }
}

run "it_gets_through_where_it_asks_and_nowhere_else" {
  assert {
    condition = { for name, rule in aws_vpc_security_group_egress_rule.this : name => [rule.security_group_id == aws_security_group.this.id, rule.ip_protocol, rule.from_port, rule.to_port, rule.cidr_ipv4] } == {
      "access udp 5060" = [true, "udp", 5060, 5060, "10.16.10.20/32"]
      "access udp 500"  = [true, "udp", 500, 500, "10.16.10.20/32"]
    }
    error_message = "Out should go what is asked, and nothing else."
  }

  assert {
    condition = { for name, rule in aws_vpc_security_group_ingress_rule.vip : name => [rule.security_group_id, rule.ip_protocol, rule.from_port, rule.to_port, rule.referenced_security_group_id == aws_security_group.this.id] } == {
      "access udp 5060" = ["sg-0aaaaaaaaaaaaaaaa", "udp", 5060, 5060, true]
      "access udp 500"  = ["sg-0aaaaaaaaaaaaaaaa", "udp", 500, 500, true]
    }
    error_message = "The VIP's own group should let in what is asked, of the prober alone."
  }
}

run "its_minute_comes_each_minute_and_is_not_tried_again" {
  assert {
    condition     = [aws_cloudwatch_event_rule.this.name, aws_cloudwatch_event_rule.this.schedule_expression, aws_cloudwatch_event_target.this.input] == ["edge-prober", "rate(1 minute)", jsonencode({ source = "persistent-vnf.prober" })]
    error_message = "The rule should call it each minute."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 0 && aws_lambda_function_event_invoke_config.this.maximum_event_age_in_seconds == 60 && aws_cloudwatch_event_target.this.retry_policy[0].maximum_retry_attempts == 0
    error_message = "Nothing should be tried again."
  }

  assert {
    condition     = aws_lambda_permission.rule.source_arn == "arn:aws:events:eu-west-1:123456789012:rule/edge-prober" && aws_lambda_permission.rule.principal == "events.amazonaws.com"
    error_message = "That rule, and nobody else, may call it."
  }
}

run "its_alarms" {
  assert {
    condition = { for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name => [alarm.metric_name, jsonencode(alarm.dimensions), alarm.statistic, alarm.comparison_operator, alarm.threshold, alarm.period, alarm.datapoints_to_alarm, alarm.evaluation_periods, alarm.treat_missing_data] } == {
      edge-service-access-sip-5060 = ["CheckPassed", jsonencode({ Name = "edge", Vip = "access", Check = "sip-5060" }), "Maximum", "LessThanThreshold", 1, 10, 3, 5, "missing"]
      edge-service-access-ike-500  = ["CheckPassed", jsonencode({ Name = "edge", Vip = "access", Check = "ike-500" }), "Maximum", "LessThanThreshold", 1, 10, 12, 12, "missing"]
      edge-prober-errors           = ["Errors", jsonencode({ FunctionName = "edge-prober" }), "Sum", "GreaterThanOrEqualToThreshold", 1, 60, 1, 5, "notBreaching"]
      edge-prober-silent           = ["ProbeRounds", jsonencode({ Name = "edge" }), "Sum", "LessThanThreshold", 1, 60, 5, 5, "breaching"]
    }
    error_message = jsonencode({ for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name => [alarm.metric_name, alarm.dimensions, alarm.period] })
  }

  assert {
    condition = { for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name => toset(alarm.alarm_actions) if length(alarm.alarm_actions) > 1 } == {
      edge-service-access-sip-5060 = toset([var.automation.topic_arn, var.automation.handler_arn])
    }
    error_message = "The handler should be called by a check that replaces, and by nothing else."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : contains(alarm.alarm_actions, var.automation.topic_arn) && alarm.ok_actions == toset([var.automation.topic_arn])])
    error_message = "People should hear of each alarm, also when it is over."
  }
}

run "a_longer_interval" {
  command = plan

  variables {
    service_check_interval_seconds = 11
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["service-access-sip-5060"].period == 30
    error_message = "Each period should have a probe."
  }
}

run "many_checks_of_many_words" {
  command = plan

  variables {
    service_checks = [for number in range(20) : { vip = "access", name = sha256("name ${number}"), payload = join("", [for part in range(4) : sha256("payload ${number} ${part}")]) }]
  }

  expect_failures = [aws_lambda_function.this]
}

run "twenty_checks" {
  command = plan

  variables {
    service_checks = [for number in range(20) : { vip = "access", name = "https-${number}", address = "10.16.10.20", type = "https", port = 8000 + number, timeout_seconds = 2, path = "/health/${number}", host = "sbc-${number}.example.com", statuses = "200-399" }]
  }

  assert {
    condition     = local.environment_bytes < 2048
    error_message = "Twenty usual checks should leave room: ${local.environment_bytes}."
  }
}

run "an_account_that_just_has_room" {
  command = plan

  override_data {
    target = data.aws_servicequotas_service_quota.concurrent_executions
    values = { value = 100 }
  }

  assert {
    condition     = aws_lambda_function.this.function_name == "edge-prober"
    error_message = "With a hundred functions at a time nothing should be warned of (check lambda_concurrency)."
  }
}

run "an_account_without_room" {
  command = plan

  override_data {
    target = data.aws_servicequotas_service_quota.concurrent_executions
    values = { value = 99 }
  }

  expect_failures = [check.lambda_concurrency]
}

run "an_account_that_is_not_asked" {
  command = plan

  variables {
    check_lambda_quota = false
  }

  assert {
    condition     = length(data.aws_servicequotas_service_quota.concurrent_executions) == 0
    error_message = "With check_lambda_quota = false nobody should ask Service Quotas."
  }
}
