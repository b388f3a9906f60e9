"""What the AWS provider reads back is what it wrote, so that a second plan is empty.

moto accepts most arguments and forgets some. Each module makes one service remember;
launch templates are lab/ec2's, groups and hooks lab/autoscaling's.

docs/aws-behaviour.md#what-is-read-back
"""
