"""The prober: each codec by itself, against whoever means harm, and on real servers.

`servers` has these, `machine.py` runs them: Debian's packages, on a loopback of the test's own.
"""
