"""Policies against AWS's Service Authorization Reference: what AWS would never match, said by lint.

``rendering`` has Terraform render the module's policies, ``reference`` is what AWS documents,
``rules`` compares the two, ``lab`` compares what the lab's IAM knows, ``excused`` lists where the
reference is wrong or silent. https://docs.aws.amazon.com/service-authorization/latest/reference/
"""
