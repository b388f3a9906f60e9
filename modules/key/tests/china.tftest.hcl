# China's services have names of two sorts. (A file of its own: a deployment does not change its region.)

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "documents_in_china" {
  override_data {
    target = module.place.data.aws_partition.current
    values = { partition = "aws-cn", dns_suffix = "amazonaws.com.cn" }
  }

  override_data {
    target = module.place.data.aws_region.current
    values = { id = "cn-north-1" }
  }

  assert {
    condition = {
      for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Sid => statement.Principal.Service if can(statement.Principal.Service)
      } == {
      AlarmsReachTheTopic      = "cloudwatch.amazonaws.com"
      DeadLettersReachTheQueue = "events.amazonaws.com"
      LogGroups                = "logs.cn-north-1.amazonaws.com.cn"
    }
    error_message = "Only CloudWatch Logs has a principal of its own in China."
  }

  assert {
    condition = { for service, names in local.via_service : service => join(" ", names) } == {
      logs = "logs.cn-north-1.amazonaws.com logs.cn-north-1.amazonaws.com.cn"
      sns  = "sns.cn-north-1.amazonaws.com sns.cn-north-1.amazonaws.com.cn"
      sqs  = "sqs.cn-north-1.amazonaws.com sqs.cn-north-1.amazonaws.com.cn"
    }
    error_message = "Under either name a service may ask for the key."
  }
}
