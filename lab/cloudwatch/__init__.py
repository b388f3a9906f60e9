"""CloudWatch of the lab: metrics as services and EMF lines write them, and alarms that evaluate.

`lab.metrics` is the store; `lab.alarms` evaluates moto's metric alarms every minute, or every ten
seconds, of the lab's clock, publishes to their topics and calls their functions.
"""
