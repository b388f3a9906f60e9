# Whose service does not answer, by alarms, is replaced: what the handler is told, what it may read, and who may call it.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "without_alarms" {
  command = plan

  assert {
    condition     = length(local.service_alarm_statements) == 0 && length(aws_lambda_permission.alarm) == 0
    error_message = "Without service_alarm_arns the handler reads no alarm, and none calls it."
  }

  assert {
    condition     = length(setintersection(keys(aws_cloudwatch_metric_alarm.this), ["service-never-passed", "early-replacement-stopped"])) == 0
    error_message = "Without service_alarm_arns nobody has to be told of what they lead to."
  }
}

run "with_alarms" {
  variables {
    service_alarm_arns = {
      outside = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:route-53"
      noc     = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip: from the NOC"
    }
  }

  assert {
    condition     = aws_lambda_function.this["hook_handler"].environment[0].variables["SERVICE_ALARM_ARNS"] == base64gzip(jsonencode(values(var.service_alarm_arns)))
    error_message = "The handler should be told of each alarm."
  }

  assert {
    condition     = toset(local.service_alarm_statements[0].Resource) == toset(values(var.service_alarm_arns)) && contains(keys(aws_cloudwatch_metric_alarm.this), "early-replacement-stopped")
    error_message = "It may read these alarms, and no other."
  }

  assert {
    condition     = [local.service_alarm_statements[1].Action, local.service_alarm_statements[1].Condition["ForAllValues:StringEquals"]] == ["ec2:CreateTags", { "aws:TagKeys" = ["PersistentVipRepairedAt"] }]
    error_message = "Of the tags on its interfaces it may write the one that says when their VIP was repaired."
  }

  # docs/aws-behaviour.md#alarms-that-call-a-function
  assert {
    condition = { for permission in aws_lambda_permission.alarm : permission.statement_id => [permission.principal, permission.source_account, permission.source_arn] } == {
      for name, arn in var.service_alarm_arns : "service-${name}-alarm" => ["lambda.alarms.cloudwatch.amazonaws.com", "123456789012", arn]
    }
    error_message = "Each of these alarms may call the handler."
  }

  assert {
    condition     = [for alarm in [aws_cloudwatch_metric_alarm.this["service-never-passed"]] : [alarm.namespace, alarm.metric_name, alarm.statistic, length(alarm.alarm_actions)]] == [["PersistentVnf", "ServiceNeverPassed", "Sum", 1]]
    error_message = "People should hear of a check that never passed, and nobody else."
  }
}

run "an_alarm_of_another_account" {
  command = plan

  variables {
    service_alarm_arns = { noc = "arn:aws:cloudwatch:eu-west-1:210987654321:alarm:sip" }
  }

  expect_failures = [output.ready]
}

run "twenty" {
  command = plan

  variables {
    service_alarm_arns = { for number in range(20) : "check-${number}" => "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:check-${number}" }
  }

  assert {
    condition     = local.environment_bytes["hook_handler"] < 4096
    error_message = "The handler's environment should have room for twenty alarms."
  }
}

run "twenty_one" {
  command = plan

  variables {
    service_alarm_arns = { for number in range(21) : "check-${number}" => "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:check-${number}" }
  }

  expect_failures = [var.service_alarm_arns]
}

run "a_name_with_capitals" {
  command = plan

  variables {
    service_alarm_arns = { NOC = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip" }
  }

  expect_failures = [var.service_alarm_arns]
}

run "no_alarm" {
  command = plan

  variables {
    service_alarm_arns = { noc = "arn:aws:sns:eu-west-1:123456789012:noc" }
  }

  expect_failures = [var.service_alarm_arns]
}

run "one_twice" {
  command = plan

  variables {
    service_alarm_arns = { for name in ["a", "b"] : name => "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip" }
  }

  expect_failures = [var.service_alarm_arns]
}

run "with_checks" {
  variables {
    service_alarm_arns   = { access-sip = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip" }
    service_check_alarms = { access-sip = "edge-service-access-sip" }
    prober_alarm_names   = ["edge-service-access-sip", "edge-service-access-ike", "edge-prober-silent"]
  }

  assert {
    condition     = join(" ", local.service_alarm_arns) == "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip arn:aws:cloudwatch:eu-west-1:123456789012:alarm:edge-service-access-sip"
    error_message = "The checks' alarms that have the instance replaced should count like others."
  }

  assert {
    condition     = aws_lambda_function.this["hook_handler"].environment[0].variables["SERVICE_ALARM_ARNS"] == base64gzip(jsonencode(local.service_alarm_arns)) && local.service_alarm_statements[0].Resource == local.service_alarm_arns
    error_message = "The handler should be told of each alarm, and may read it."
  }

  assert {
    condition = { for permission in aws_lambda_permission.alarm : permission.statement_id => permission.source_arn } == {
      service-access-sip-alarm = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip"
      check-access-sip-alarm   = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:edge-service-access-sip"
    }
    error_message = "Each alarm that has the instance replaced may call the handler, also if two have one name."
  }

  assert {
    condition = length(setsubtract(
      [for name in var.prober_alarm_names : "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}"],
      jsondecode(aws_sns_topic.notifications[0].policy).Statement[0].Condition.ArnEquals["aws:SourceArn"],
    )) == 0
    error_message = "Each alarm of the prober may tell the topic."
  }
}

run "only_a_check_that_observes" {
  command = plan

  variables {
    prober_alarm_names = ["edge-service-access-sip"]
  }

  assert {
    condition     = length(local.service_alarm_statements) == 0 && length(aws_lambda_permission.alarm) == 0
    error_message = "Without a check that replaces, the handler reads no alarm, and none calls it."
  }
}

run "ten_alarms_and_ten_checks_of_the_longest_names" {
  command = plan

  variables {
    service_alarm_arns   = { for number in range(10) : "check-${number}" => "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:check-${number}" }
    service_check_alarms = { for number in range(10) : "vip-${number}" => "${substr(sha256("name"), 0, 32)}-service-${substr(sha256("vip"), 0, 16)}-${substr(sha256("check ${number}"), 0, 32)}" }
  }

  assert {
    condition     = local.environment_bytes["hook_handler"] < 4096
    error_message = "The handler's environment should have room for them: ${local.environment_bytes["hook_handler"]}."
  }
}

run "twenty_alarms_and_a_check" {
  command = plan

  variables {
    service_alarm_arns   = { for number in range(20) : "check-${number}" => "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:check-${number}" }
    service_check_alarms = { access-sip = "edge-service-access-sip" }
  }

  expect_failures = [output.ready]
}
