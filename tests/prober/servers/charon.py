"""IKE: strongSwan's charon, on its two ports, with and without a connection to answer for."""

from __future__ import annotations

from tests.prober.described import TIMEOUT_SECONDS, described
from tests.prober.servers.server import Server

# As older releases are: a peer with half-open SAs gets no cookie, and at last no answer.
CONFIGURATION = """\
charon {
  cookie_threshold_ip = 0
  filelog {
    stderr {
      default = 1
    }
  }
  start-scripts {
    connections = /usr/sbin/swanctl --load-all
  }
}
"""
CONNECTIONS = """\
connections {
  anybody {
    version = 2
    proposals = aes256-sha256-modp2048, default
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
  }
}
"""


def charon(connections: str = CONNECTIONS, timeout_seconds: int = TIMEOUT_SECONDS) -> Server:
    """Without connections it refuses everybody, which is an answer as well."""
    return Server(
        command=("/usr/lib/ipsec/charon",),
        files={"/etc/strongswan.conf": CONFIGURATION, "/etc/swanctl/swanctl.conf": connections},
        checks=(
            described("ike", "ike", timeout_seconds=timeout_seconds),
            described("ike", "nat-traversal", port=4500, timeout_seconds=timeout_seconds),
        ),
    )
