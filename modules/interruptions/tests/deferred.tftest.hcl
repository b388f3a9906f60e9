# Nothing that the sentences are made of is known while planning: the plan must go on all the same.

mock_provider "aws" {
  source = "../../tests/plan/mocks/aws"
}

run "a_call_that_depends_on_something_plans" {
  command = plan

  module {
    source = "./tests/after_something"
  }
}

run "and_applies" {
  module {
    source = "./tests/after_something"
  }

  assert {
    condition     = output.interrupts == tolist(["Nothing: no instance of this name holds a VIP yet."])
    error_message = jsonencode(output.interrupts)
  }
}
