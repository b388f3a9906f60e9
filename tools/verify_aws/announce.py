"""What a person is told before anything happens."""

from __future__ import annotations

WHAT = """\
verify-aws makes ONE small deployment of this module in a real AWS account, breaks it on purpose,
asks AWS what its documentation leaves open, and destroys the deployment again.

  account    {account}
  region     {region}
  it makes   a VPC of its own in three zones, a t3.micro (six, one after another), an Elastic IP,
             two functions, a key, a queue, a topic, alarms, log groups; named verify-<8 hex digits>
  it does    terminates, stops, refreshes and detaches that instance; lets your account assume the
             handler's role for the dry runs, with a secret of this run
  it costs   well under 1 USD by list prices; the key is free while it waits for its deletion
  it takes   about an hour, most of it waiting; Ctrl-C ends it and destroys everything
  it leaves  {file}, and the scheduled deletion of the key
"""
UNKNOWN = "that of your credentials (not asked before you confirm)"
REFUSAL = "Nothing was called. If you mean it: make verify-aws CONFIRM=yes"
NO_REGION = "none is set: choose one with AWS_REGION, or in your AWS profile"


def announcement(file: str, account: str = UNKNOWN, *, region: str) -> str:
    return WHAT.format(account=account, region=region, file=file)
