"""`make demo`: deploys the module on the lab, breaks it four ways, watches it heal, destroys it.

stage      the lab, Terraform, and waiting
drills     what is broken, and when it counts as healed
watch      where the VIP is, and every state of the instances
story      the lab's timeline and call record as lines a person reads
screen     those lines in the terminal
summary    the table, and the exit status
lanes, report_html   the same, drawn
"""
