"""IAM of the lab: policies of roles, evaluated for every call made with them, and those of topics,
queues, keys and roles, evaluated for AWS's services.

For calls there is nothing to patch: the call pipeline asks `lab.iam.authorize`.
"""
