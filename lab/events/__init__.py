"""EventBridge as AWS does it, over moto's rules: matching, schedules, delivery, dead letters.

`bus.EventBridge` is `lab.events` to everybody else: `emit` publishes; `drop`, `hold`, `delay`,
`duplicate` and `refuse` interfere.
"""
