# The schedule, and the wait for service.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "a_schedule_until_the_group_is_warm" {
  command = plan

  assert {
    condition     = [aws_cloudwatch_event_rule.this.name, aws_cloudwatch_event_rule.this.schedule_expression, jsondecode(aws_cloudwatch_event_target.this.input).source] == ["edge-warmup", "rate(1 minute)", "persistent-vnf.warmup"]
    error_message = "Every minute the warm-up function should be called."
  }

  assert {
    condition     = length(aws_lambda_invocation.serving) == 0
    error_message = "No apply waits unasked."
  }
}

run "a_wait_for_service" {
  command = plan

  variables {
    wait_until_serving_seconds = 840
    launch_template_version    = "7"
  }

  assert {
    condition = jsondecode(aws_lambda_invocation.serving[0].input) == {
      source     = "persistent-vnf.wait"
      seconds    = 840
      group_name = "edge"
      handler    = "arn:aws:lambda:eu-west-1:123456789012:function:edge-hook-handler"
      log_group  = "/aws/lambda/edge-hook-handler"
      version    = "7"
    }
    error_message = "The function should be told what to wait for."
  }

  assert {
    condition     = aws_lambda_invocation.serving[0].lifecycle_scope == "CREATE_ONLY"
    error_message = "Destroy should not wait."
  }
}

run "a_group_alone" {
  assert {
    condition     = terraform_data.group.output == var.group_arn
    error_message = "Without a standby the schedule should follow the group alone."
  }
}

run "a_standby_that_is_switched_on" {
  variables {
    standby = "hot"
  }

  assert {
    condition     = terraform_data.group.output == "${var.group_arn} with a standby"
    error_message = "The schedule should be made anew, to raise the group."
  }
}
