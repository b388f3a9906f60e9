"""SIP: kamailio over UDP, TCP and TLS; on port 5062 it answers late and refuses."""

from __future__ import annotations

from tests.prober.described import described
from tests.prober.servers.certificate import CERTIFICATE, KEY, files
from tests.prober.servers.server import Server

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
            described("sip", "udp"),
            described("sip", "tcp", transport="tcp"),
            described("sip", "tls", transport="tls", port=5061),
            described("sip", "late-and-refused", port=5062),
            described("sip", "late-and-refused-tcp", port=5062, transport="tcp"),
            described("tls", "handshake", port=5061),
        ),
    )
