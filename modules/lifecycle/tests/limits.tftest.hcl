# Every limit from both sides: the last value that passes, and the first that does not.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

mock_provider "archive" {
  source = "../../tests/plan/mocks/archive"
}

run "deployed_code_is_that_of_this_checkout" {
  assert {
    condition     = alltrue([for function, package in module.package : aws_lambda_function.this[function].code_sha256 == package.hash])
    error_message = "The functions should run the code of this checkout."
  }
}

# The reboot happens inside the launch hook, which has to last for it.

run "a_delay_that_just_fits" {
  command = plan

  variables {
    reboot_after_attach  = true
    reboot_delay_seconds = 60
  }
}

run "a_delay_that_does_not" {
  command = plan

  variables {
    reboot_after_attach  = true
    reboot_delay_seconds = 61
  }

  expect_failures = [var.reboot_delay_seconds]
}

run "no_reboot_no_matter" {
  command = plan

  variables {
    reboot_after_attach  = false
    reboot_delay_seconds = 300
  }
}

run "the_smallest_of_everything" {
  command = plan

  variables {
    subnet_creation_attempts    = 1
    warmup_grace_seconds        = 0
    wait_until_serving_seconds  = 120
    function_timeout_seconds    = 60
    launch_hook_timeout_seconds = 30
    lambda_architecture         = "arm64"
    log_level                   = "DEBUG"
    notification_emails         = { noc = "a@b.de" }
  }

  assert {
    condition     = alltrue([for config in aws_lambda_function_event_invoke_config.this : config.maximum_event_age_in_seconds == 60])
    error_message = "Lambda takes no event age below a minute."
  }

  assert {
    condition     = alltrue([for this in aws_lambda_function.this : [this.environment[0].variables.LOG_LEVEL, this.logging_config[0].application_log_level] == ["DEBUG", "DEBUG"]])
    error_message = "What the code logs at DEBUG has to pass Lambda's filter too."
  }
}

run "the_greatest_of_everything" {
  command = plan

  variables {
    subnet_creation_attempts = 100
    warmup_grace_seconds     = 3600
    function_timeout_seconds = 900
    lambda_architecture      = "x86_64"
    log_level                = "ERROR"
  }

  assert {
    condition = { for function, this in aws_lambda_function.this : function => [this.timeout, join(" ", this.architectures), this.environment[0].variables.LOG_LEVEL] } == {
      hook_handler = [900, "x86_64", "ERROR"]
      warmup       = [30, "x86_64", "ERROR"]
    }
    error_message = "Time-out, architecture and log level should follow their variables."
  }

  assert {
    condition     = alltrue([for this in aws_lambda_function.this : this.logging_config[0].application_log_level == "INFO"])
    error_message = "Lambda's own filter would drop metrics above INFO."
  }
}

run "less_than_the_smallest" {
  command = plan

  variables {
    subnet_creation_attempts = 0
    warmup_grace_seconds     = -1
    function_timeout_seconds = 59
    lambda_architecture      = "arm"
    log_level                = "debug"
    notification_emails      = { noc = "noc@example" }
  }

  expect_failures = [
    var.subnet_creation_attempts,
    var.warmup_grace_seconds,
    var.function_timeout_seconds,
    var.lambda_architecture,
    var.log_level,
    var.notification_emails,
  ]
}

run "more_than_the_greatest" {
  command = plan

  variables {
    subnet_creation_attempts = 101
    warmup_grace_seconds     = 3601
    function_timeout_seconds = 901
  }

  expect_failures = [
    var.subnet_creation_attempts,
    var.warmup_grace_seconds,
    var.function_timeout_seconds,
  ]
}

run "a_wait_longer_than_lambda_allows" {
  command = plan

  variables {
    wait_until_serving_seconds = 841
  }

  expect_failures = [var.wait_until_serving_seconds]
}

run "a_wait_that_ends_before_the_first_instance" {
  command = plan

  variables {
    wait_until_serving_seconds = 239
    warmup_grace_seconds       = 120
  }

  expect_failures = [var.wait_until_serving_seconds]
}

run "a_wait_as_long_as_lambda_allows" {
  command = plan

  variables {
    wait_until_serving_seconds = 840
  }

  assert {
    condition     = aws_lambda_function.this["warmup"].timeout == 900
    error_message = "Lambda should give the wait its time."
  }
}

# The handler's environment carries the tags, and Lambda takes 4 KB of it.

run "tags_that_just_fit" {
  variables {
    tags = { for number in range(13) : "key-${number}" => join("", [for _ in range(195) : "v"]) }
  }

  assert {
    condition     = local.environment_bytes["hook_handler"] > 3900
    error_message = "The tags should nearly fill the environment: it takes ${local.environment_bytes["hook_handler"]} bytes."
  }
}

run "tags_that_do_not" {
  command = plan

  variables {
    tags = { for number in range(13) : "key-${number}" => join("", [for _ in range(256) : "v"]) }
  }

  expect_failures = [aws_lambda_function.this]
}

# Two bytes each: AWS counts bytes, where Terraform counts characters.
run "tags_beyond_ascii" {
  command = plan

  variables {
    tags = { for number in range(13) : "key-${number}" => join("", [for _ in range(130) : "é"]) }
  }

  expect_failures = [aws_lambda_function.this]
}

run "two_addresses" {
  command = plan

  variables {
    notification_emails = { noc = "noc@example.com", night = "night@example.com" }
  }
}

run "an_address_twice" {
  command = plan

  variables {
    notification_emails = { noc = "noc@example.com", night = "noc@example.com" }
  }

  expect_failures = [var.notification_emails]
}

run "a_topic_of_somebody_else" {
  command = plan

  variables {
    notification_topic = { from = "bring", arn = "arn:aws:sns:eu-west-1:123456789012:operations", kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/brought" }
  }

  assert {
    condition     = length(aws_sns_topic.notifications) == 0 && output.topic_arn == "arn:aws:sns:eu-west-1:123456789012:operations" && length(output.subscribers) == 0
    error_message = "A topic that is brought is not made."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:123456789012:operations"])])
    error_message = "Every alarm should tell the topic that is brought."
  }

  assert {
    condition = alltrue([
      for role, statements in local.role_statements : { for statement in statements : statement.Sid => statement.Resource if contains(["TellPeople", "EncryptMessagesOfTheBroughtTopic"], statement.Sid) } == {
        TellPeople                       = "arn:aws:sns:eu-west-1:123456789012:operations"
        EncryptMessagesOfTheBroughtTopic = "arn:aws:kms:eu-west-1:123456789012:key/brought"
      }
    ])
    error_message = "Both functions may publish to it, with its key."
  }
}

run "a_topic_with_a_name" {
  command = plan

  variables {
    notification_topic = { from = "bring", name = "operations" }
  }

  expect_failures = [var.notification_topic]
}

run "a_topic_that_is_found" {
  command = plan

  variables {
    notification_topic = { from = "find" }
  }

  expect_failures = [var.notification_topic]
}

run "a_topic_without_its_arn" {
  command = plan

  variables {
    notification_topic = { from = "bring" }
  }

  expect_failures = [var.notification_topic]
}

run "a_fifo_topic" {
  command = plan

  variables {
    notification_topic = { from = "bring", arn = "arn:aws:sns:eu-west-1:123456789012:operations.fifo" }
  }

  expect_failures = [var.notification_topic]
}

run "a_topic_with_an_alias_as_key" {
  command = plan

  variables {
    notification_topic = { from = "bring", arn = "arn:aws:sns:eu-west-1:123456789012:operations", kms_key_arn = "alias/operations" }
  }

  expect_failures = [var.notification_topic]
}

run "addresses_at_a_topic_of_somebody_else" {
  command = plan

  variables {
    notification_topic  = { from = "bring", arn = "arn:aws:sns:eu-west-1:123456789012:operations" }
    notification_emails = { noc = "noc@example.com" }
  }

  expect_failures = [output.subscribers]
}
