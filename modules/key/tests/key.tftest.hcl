# The key: made or brought, and who may use it, word for word.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "a_key_is_made" {
  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Sid => join(" ", concat(values(statement.Principal), flatten([statement.Action])))
      } == {
      AccountAdministers       = "arn:aws:iam::123456789012:root kms:*"
      AlarmsReachTheTopic      = "cloudwatch.amazonaws.com kms:Decrypt kms:GenerateDataKey*"
      DeadLettersReachTheQueue = "events.amazonaws.com kms:Decrypt kms:GenerateDataKey"
      LogGroups                = "logs.eu-west-1.amazonaws.com kms:Encrypt kms:Decrypt kms:ReEncrypt* kms:GenerateDataKey* kms:Describe*"
    }
    error_message = "The key's policy admits others, or to more, than it needs to."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Sid => jsonencode(statement.Condition) if can(statement.Condition)
      } == {
      AlarmsReachTheTopic = jsonencode({ StringEquals = { "aws:SourceAccount" = "123456789012" } })
      LogGroups = jsonencode({ ArnEquals = { "kms:EncryptionContext:aws:logs:arn" = [
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/edge-hook-handler",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/edge-warmup",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vpc/edge-flow-logs",
      ] } })
    }
    error_message = "Services may use the key for this VNF's things only; EventBridge tells KMS of no source."
  }

  assert {
    condition     = output.arn == aws_kms_key.this[0].arn && length(aws_kms_alias.this) == 1
    error_message = "The key in use should be the one made."
  }

  assert {
    condition = { for statement in [output.encrypt_messages_statement, output.encrypt_logs_statement] : statement.Sid => join(" ", concat([statement.Resource], statement.Action, statement.Condition.StringEquals["kms:ViaService"])) } == {
      EncryptMessages = "${output.arn} kms:Decrypt kms:GenerateDataKey sns.eu-west-1.amazonaws.com sqs.eu-west-1.amazonaws.com"
      EncryptLogs     = "${output.arn} kms:Encrypt kms:Decrypt kms:ReEncrypt* kms:GenerateDataKey* kms:DescribeKey logs.eu-west-1.amazonaws.com"
    }
    error_message = "Who writes logs or sends messages needs the key through these services only."
  }
}

run "a_key_is_brought" {
  command = plan

  variables {
    kms_key = { from = "bring", arn = "arn:aws:kms:eu-west-1:123456789012:key/brought" }
  }

  assert {
    condition     = length(aws_kms_key.this) + length(aws_kms_alias.this) == 0 && output.arn == "arn:aws:kms:eu-west-1:123456789012:key/brought"
    error_message = "A brought key should be used and none made."
  }
}

run "a_key_of_china_is_brought" {
  command = plan

  variables {
    kms_key = { from = "bring", arn = "arn:aws-cn:kms:cn-north-1:123456789012:key/1" }
  }
}

run "an_alias_is_no_key" {
  command = plan

  variables {
    kms_key = { from = "bring", arn = "arn:aws:kms:eu-west-1:123456789012:alias/mine" }
  }

  expect_failures = [var.kms_key]
}

run "a_key_without_its_word" {
  command = plan

  variables {
    kms_key = { arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  }

  expect_failures = [var.kms_key]
}

run "a_key_from_elsewhere" {
  command = plan

  variables {
    kms_key = { from = "find" }
  }

  expect_failures = [var.kms_key]
}

run "a_key_with_an_attribute_that_nobody_knows" {
  command = plan

  variables {
    kms_key = { from = "make", id = "1" }
  }

  expect_failures = [var.kms_key]
}

run "a_key_that_is_said_to_be_made" {
  command = plan

  variables {
    kms_key = { from = "make", arn = null }
  }
}
