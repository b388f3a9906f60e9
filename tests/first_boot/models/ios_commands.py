"""IOS XE's configuration commands, as far as the first-boot configurations use them.

No parser of IOS XE's that refuses wrong lines could be used: those on PyPI sort lines into
blocks and accept any text. What stands here is read in Cisco's own YANG models of the
configuration, which name the same words, types and ranges, and to which ``ios_xml.py`` holds the
whole configurations: github.com/YangModels/yang at 6795d9c680bc, vendor/cisco/xe/1731 and 1791
(facts taken, no text). Where another source is needed it is named.
"""

from __future__ import annotations

from typing import NamedTuple

YANG = "https://github.com/YangModels/yang/blob/6795d9c680bc/vendor/cisco/xe/1731/Cisco-IOS-XE-"
EEM, IP, ACL = YANG + "eem.yang", YANG + "ip.yang", YANG + "acl.yang"
ROUTE_MAP, NATIVE = YANG + "route-map.yang", YANG + "native.yang"
INTERFACES, NTP, IPV6 = YANG + "interfaces.yang", YANG + "ntp.yang", YANG + "ipv6.yang"

GLOBAL, INTERFACE, ROUTES, APPLET = "global", "interface", "route-map", "applet"
ACCESS_LIST, ACCESS_LIST6 = "acl", "acl of ipv6"


class Command(NamedTuple):
    """A command of a mode. Words in <> stand for values; ``opens`` is the mode it enters."""

    mode: str
    words: str
    source: str
    opens: str | None = None


COMMANDS = (
    Command(GLOBAL, "hostname <word>", NATIVE),
    Command(GLOBAL, "event manager environment <word> <line>", EEM),
    Command(GLOBAL, "event manager applet <word> authorization bypass", EEM, APPLET),
    Command(APPLET, "event timer watchdog time <1-2085978494> maxrun <0-31536000>", EEM),
    Command(APPLET, "action <word> cli command <word>", EEM),
    Command(APPLET, "action <word> regexp <word> <word>", EEM),
    Command(APPLET, "action <word> if <word> eq <word>", EEM),
    Command(APPLET, "action <word> end", EEM),
    Command(GLOBAL, "ip access-list extended <word>", ACL, ACCESS_LIST),
    Command(ACCESS_LIST, "permit ip <ip> <wildcard> any", ACL),
    Command(ACCESS_LIST, "deny ip <ip> <wildcard> <ip> <wildcard>", ACL),
    Command(GLOBAL, "route-map <word> permit <0-65535>", ROUTE_MAP, ROUTES),
    Command(ROUTES, "match ip address <word>", ROUTE_MAP),
    Command(ROUTES, "set ip next-hop <ip>", ROUTE_MAP),
    Command(GLOBAL, "ip local policy route-map <word>", IP),
    Command(GLOBAL, "ip route <ip> <mask> <interface>", IP),
    Command(GLOBAL, "ip route <ip> <mask> <interface> <ip>", IP),
    Command(GLOBAL, "no ip route <ip> <mask>", IP),
    Command(GLOBAL, "ipv6 access-list <word>", ACL, ACCESS_LIST6),
    Command(ACCESS_LIST6, "permit ipv6 <prefix6> any", ACL),
    Command(ROUTES, "match ipv6 address <word>", ROUTE_MAP),
    Command(ROUTES, "set ipv6 next-hop <ip6>", ROUTE_MAP),
    Command(GLOBAL, "ipv6 local policy route-map <word>", IPV6),
    Command(GLOBAL, "ipv6 route <prefix6> <interface> <ip6>", IPV6),
    Command(GLOBAL, "ipv6 unicast-routing", IPV6),
    Command(GLOBAL, "interface <interface>", INTERFACES, INTERFACE),
    Command(INTERFACE, "ip address dhcp", INTERFACES),
    Command(INTERFACE, "ip address <ip> <mask>", INTERFACES),
    Command(INTERFACE, "ip address <ip> <mask> secondary", INTERFACES),
    Command(INTERFACE, "ipv6 address <prefix6>", INTERFACES),
    Command(INTERFACE, "mtu <64-18000>", INTERFACES),
    Command(INTERFACE, "ip mtu <68-9976>", INTERFACES),
    Command(INTERFACE, "no shutdown", INTERFACES),
    Command(INTERFACE, "description <line>", INTERFACES),
    Command(GLOBAL, "ip domain name <word>", IP),
    Command(GLOBAL, "ntp server <ip>", NTP),
    Command(GLOBAL, "banner motd <line>", NATIVE),
)

# Not used by us, but what our lines could turn into where their own mode was refused: words that
# begin the same (IOS takes a word's unique beginning for the word), and words of several modes.
NAMESAKES = (
    Command(APPLET, "description <line>", EEM),
    Command(ROUTES, "description <line>", ROUTE_MAP),
    # Classic IOS's, for dial-in; the models do not have it. Assumed to be there: the worse case.
    Command(GLOBAL, "ip address-pool dhcp-pool", "assumed"),
    Command(GLOBAL, "ip address-pool dhcp-proxy-client", "assumed"),
    Command(GLOBAL, "ip address-pool local", "assumed"),
    Command(INTERFACE, "ip route-cache", INTERFACES),
)
