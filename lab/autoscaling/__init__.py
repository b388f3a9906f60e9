"""Auto Scaling as AWS does it, over moto's store: lifecycle, hooks, health, replacement, AZ choice.

`groups.Groups` holds one `engine.Engine` per group; it is `lab.groups` to everybody else.
"""
