"""Guests that really run: published programs of an image, in network namespaces of the test's own.

`vpc.py` plays the VPC around one instance: routers, the source/destination check, DHCP, instance
metadata from the lab's EC2. `guest.py` is the instance: a Debian release's own systemd-networkd, in
a user, mount, process and network namespace. No interface of the machine is seen or touched.
"""
