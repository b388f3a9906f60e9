"""``python -m tools.verify_aws --confirm yes``: asks a real AWS account what AWS leaves open.

One small deployment is made, asked and destroyed; the answers go into ``verify-aws.json``, each
beside what the lab takes for granted. See docs/verify-aws.md.
"""
