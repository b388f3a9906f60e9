"""Where Cisco's YANG models of the configuration have the IOS lines that we use.

Read in github.com/YangModels/yang at 6795d9c680bc, vendor/cisco/xe/1731 and 1791 (names alone).
"""

from __future__ import annotations

import re

APPLET = "event/eem:manager/applet[name={name}]"
ACTION = APPLET + "/action[name={label}]"
STATIC = "ip/route/ip-route-interface-forwarding-list[prefix={prefix}][mask={mask}]"
ENTRY = "ip/access-list/acl:extended[name={name}]/access-list-seq-rule[sequence=10]/ace-rule"
CLAUSE = "route-map[name={name}]/route-map:route-map-without-order-seq[seq_no={number}]"
STATIC6 = "ipv6/route/ipv6-route-list[prefix={prefix}]/ipv6-fwd-list[fwd={port}]"
ENTRY6 = "ipv6/access-list/acl:named-acl[name={name}]/access-list-seq-rule[sequence=10]/ace-rule"
PORT = "interface/GigabitEthernet[name={number}]"

# Of each command: its block's header, the line, and where the models have it: containers, list
# entries with their keys, and after "=" a leaf's value. "eem:" and the like change the module.
RULES = tuple(
    (re.compile(header), re.compile(line), paths)
    for header, line, *paths in (
        ("", "hostname (?P<name>.*)", "hostname={name}"),
        ("", "banner motd (?P<text>.*)", "banner/motd/banner={text}"),
        ("", "ip domain name (?P<name>.*)", "ip/domain/name={name}"),
        ("", "ntp server (?P<ip>.*)", "ntp/ntp:server/server-list[ip-address={ip}]"),
        (
            "",
            r"event manager environment (?P<name>\S+) (?P<text>.*)",
            "event/eem:manager/environment[name={name}]/value={text}",
        ),
        (
            "",
            r"event manager applet (?P<name>\S+) authorization (?P<kind>.*)",
            APPLET + "/authorization={kind}",
        ),
        (
            r"event manager applet (?P<name>\S+) .*",
            r"event timer watchdog time (?P<time>\S+) maxrun (?P<maxrun>.*)",
            APPLET + "/event/timer/watchdog/time={time}",
            APPLET + "/event/timer/watchdog/maxrun={maxrun}",
        ),
        (
            r"event manager applet (?P<name>\S+) .*",
            r"action (?P<label>\S+) cli command (?P<text>.*)",
            ACTION + "/cli/command={text}",
        ),
        (
            r"event manager applet (?P<name>\S+) .*",
            r"action (?P<label>\S+) regexp (?P<pattern>\S+) (?P<text>\S+)",
            ACTION + "/regexp/string-pattern={pattern}",
            ACTION + "/regexp/string-input={text}",
        ),
        (
            r"event manager applet (?P<name>\S+) .*",
            r"action (?P<label>\S+) if (?P<left>\S+) (?P<operator>\S+) (?P<right>\S+)",
            ACTION + "/if/string-op-1={left}",
            ACTION + "/if/keyword={operator}",
            ACTION + "/if/string-op-2={right}",
        ),
        (
            r"event manager applet (?P<name>\S+) .*",
            r"action (?P<label>\S+) end",
            ACTION + "/end",
        ),
        (
            "",
            r"ip access-list extended (?P<name>.*)",
            "ip/access-list/acl:extended[name={name}]",
        ),
        (
            r"ip access-list extended (?P<name>.*)",
            r"(?P<action>permit) (?P<protocol>ip) (?P<source>\S+) (?P<wildcard>\S+) any",
            ENTRY + "/action={action}",
            ENTRY + "/protocol={protocol}",
            ENTRY + "/ipv4-address={source}",
            ENTRY + "/mask={wildcard}",
            ENTRY + "/dst-any",
        ),
        (
            "",
            r"route-map (?P<name>\S+) (?P<operation>\S+) (?P<number>\d+)",
            CLAUSE + "/operation={operation}",
        ),
        (
            r"route-map (?P<name>\S+) \S+ (?P<number>\d+)",
            r"match ip address (?P<list>.*)",
            CLAUSE + "/match/ip/address/access-list={list}",
        ),
        (
            r"route-map (?P<name>\S+) \S+ (?P<number>\d+)",
            r"set ip next-hop (?P<ip>.*)",
            CLAUSE + "/set/ip/next-hop/address={ip}",
        ),
        ("", r"ip local policy route-map (?P<name>.*)", "ip/local/policy/route-map={name}"),
        (
            "",
            r"ip route (?P<prefix>\S+) (?P<mask>\S+) (?P<port>\S+)",
            STATIC + "/fwd-list[fwd={port}]",
        ),
        (
            "",
            r"ip route (?P<prefix>\S+) (?P<mask>\S+) (?P<port>\S+) (?P<ip>\S+)",
            STATIC + "/fwd-list[fwd={port}]/interface-next-hop[ip-address={ip}]",
        ),
        (
            "",
            r"ipv6 access-list (?P<name>.*)",
            "ipv6/access-list/acl:named-acl[name={name}]",
        ),
        (
            r"ipv6 access-list (?P<name>.*)",
            r"(?P<action>permit) (?P<protocol>ipv6) (?P<source>\S+) any",
            ENTRY6 + "/action={action}",
            ENTRY6 + "/protocol={protocol}",
            ENTRY6 + "/source-prefix={source}",
            ENTRY6 + "/destination-any",
        ),
        (
            r"route-map (?P<name>\S+) \S+ (?P<number>\d+)",
            r"match ipv6 address (?P<list>.*)",
            CLAUSE + "/match/ipv6/address/access-list={list}",
        ),
        (
            r"route-map (?P<name>\S+) \S+ (?P<number>\d+)",
            r"set ipv6 next-hop (?P<ip>.*)",
            CLAUSE + "/set/ipv6/next-hop/ipv6={ip}",
        ),
        ("", r"ipv6 local policy route-map (?P<name>.*)", "ipv6/local/policy/route-map={name}"),
        (
            "",
            r"ipv6 route (?P<prefix>\S+) (?P<port>\S+) (?P<ip>\S+)",
            STATIC6 + "/interface-next-hop[ipv6-address={ip}]",
        ),
        ("", "ipv6 unicast-routing", "ipv6/unicast-routing"),
        ("", r"interface GigabitEthernet(?P<number>\d+)", PORT),
        (
            r"interface GigabitEthernet(?P<number>\d+)",
            r"ip address (?P<ip>[\d.]+) (?P<mask>\S+)",
            PORT + "/ip/address/primary/address={ip}",
            PORT + "/ip/address/primary/mask={mask}",
        ),
        (
            r"interface GigabitEthernet(?P<number>\d+)",
            r"ip address (?P<ip>[\d.]+) (?P<mask>\S+) secondary",
            PORT + "/ip/address/secondary[address={ip}]/mask={mask}",
            PORT + "/ip/address/secondary[address={ip}]/secondary",
        ),
        (
            r"interface GigabitEthernet(?P<number>\d+)",
            r"ipv6 address (?P<prefix>\S+)",
            PORT + "/ipv6/address/prefix-list[prefix={prefix}]",
        ),
        (r"interface GigabitEthernet(?P<number>\d+)", "ip address dhcp", PORT + "/ip/address/dhcp"),
        (r"interface GigabitEthernet(?P<number>\d+)", "mtu (?P<mtu>.*)", PORT + "/mtu={mtu}"),
        (r"interface GigabitEthernet(?P<number>\d+)", "ip mtu (?P<mtu>.*)", PORT + "/ip/mtu={mtu}"),
        (
            r"interface GigabitEthernet(?P<number>\d+)",
            "description (?P<text>.*)",
            PORT + "/description={text}",
        ),
        # Said by the absence of a leaf.
        (r"interface GigabitEthernet(?P<number>\d+)", "no shutdown", PORT),
    )
)
