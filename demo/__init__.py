"""`make demo`: deploys the module on the lab, breaks it six ways, watches it heal, destroys it.

live            the lab, Terraform, and waiting, while the demo lasts
drills          what is broken, and when it counts as healed
gameday         fifteen faults more, for `make gameday`
standby_drills  the last five of them, with a hot standby
recorder        where the VIP is, and every state of instances and functions
story           the lab's timeline and call record as lines a person reads
wording         calls and entries in a person's words
progress        how far Terraform is
timeline_view   the terminal
model           what a run has to tell, as plain data
summary         the table, and the exit status
report_html     the same in one file, with what is drawn in it:
overview        the whole run in one picture
lanes           one chapter, a lane per actor
axis            the time axis, folded where it is quiet
svg             the few elements that are drawn with
"""
