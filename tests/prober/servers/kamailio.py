"""SIP: kamailio over UDP, TCP and TLS; on port 5062 it answers late and refuses."""

from __future__ import annotations

from tests.prober.servers.certificate import CERTIFICATE, KEY, files
from tests.prober.servers.server import Server, check

CONFIGURATION = f"""\
#!KAMAILIO
children=2
log_stderror=yes
enable_tls=yes
listen=udp:127.0.0.1:5060
listen=tcp:127.0.0.1:5060
listen=tls:127.0.0.1:5061
listen=udp:127.0.0.1:5062
listen=tcp:127.0.0.1:5062
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "tm.so"
loadmodule "siputils.so"
loadmodule "tls.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "{CERTIFICATE}")
modparam("tls", "private_key", "{KEY}")
request_route {{
  if ($Rp == 5062) {{
    t_newtran();
    t_reply("183", "Session Progress");
    t_reply("403", "Forbidden");
    exit;
  }}
  options_reply();
}}
"""


def kamailio() -> Server:
    """Runs in the foreground, with processes beside the first one."""
    return Server(
        command=("/usr/sbin/kamailio", "-DD", "-f", "/etc/kamailio.cfg"),
        files={"/etc/kamailio.cfg": CONFIGURATION} | files(),
        checks=(
            check("sip", "sip-5060", 5060, transport="udp"),
            check("sip", "sip-tcp-5060", 5060, transport="tcp"),
            check("sip", "sip-tls-5061", 5061, transport="tls"),
            check("sip", "late-and-refused", 5062, transport="udp"),
            check("sip", "late-and-refused-tcp", 5062, transport="tcp"),
            check("tls", "tls-5061", 5061, server_name=None),
        ),
    )
