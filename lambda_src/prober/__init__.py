"""Asks each service of the VIPs, every few seconds, whether it lives.

It needs nothing of AWS but its interfaces in the VPC and its log: no API, no SDK. What it finds are
metrics; alarms on them decide, and the hook handler acts.

    handler    a minute of probes, started every minute
    rounds     all checks side by side, every few seconds
    journal    what is logged of them
    config     what Terraform wrote; checks: what is to be asked; attributes: of one of them
    exchange   one probe: a socket, a request, and what comes of it in time
    line, secured
               what it goes over: never longer than the probe may last; within TLS
    codec      the one interface of all protocols
    codecs     one file for each of them
"""
