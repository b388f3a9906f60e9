"""IKE: strongSwan's charon, on its two ports, with and without a connection to answer for."""

from __future__ import annotations

from tests.prober.servers.server import Server, check

# As releases before 5.9.8 are: a peer with half-open SAs gets no cookies, and no answer at last.
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


def charon(connections: str = CONNECTIONS) -> Server:
    """Without connections it refuses everybody, which is an answer as well."""
    return Server(
        command=("/usr/lib/ipsec/charon",),
        files={"/etc/strongswan.conf": CONFIGURATION, "/etc/swanctl/swanctl.conf": connections},
        checks=(check("ike", "ike-500", 500), check("ike", "ike-4500", 4500)),
    )
