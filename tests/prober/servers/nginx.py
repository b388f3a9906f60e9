"""HTTP and TLS: nginx, also as an old appliance speaks TLS, and by name only."""

from __future__ import annotations

from tests.prober.described import described
from tests.prober.servers.certificate import CERTIFICATE, KEY, files
from tests.prober.servers.server import Server

NAME = "sbc.example.com"
CONFIGURATION = f"""\
daemon off;
user root;
worker_processes 2;
pid /run/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  ssl_certificate {CERTIFICATE};
  ssl_certificate_key {KEY};
  server {{
    listen 127.0.0.1:80;
    listen 127.0.0.1:443 ssl;
    location / {{ return 200 "it lives"; }}
    location /moved {{ return 301 http://192.0.2.1/; }}
    location /sick {{ return 503; }}
  }}
  server {{
    listen 127.0.0.1:1443 ssl;
    ssl_protocols TLSv1;
    ssl_ciphers AES128-SHA:@SECLEVEL=0;
    return 200;
  }}
  server {{
    listen 127.0.0.1:2443 ssl default_server;
    ssl_reject_handshake on;
  }}
  server {{
    listen 127.0.0.1:2443 ssl;
    server_name {NAME};
    return 200;
  }}
}}
"""


def nginx() -> Server:
    """A master and two workers."""
    return Server(
        command=("/usr/sbin/nginx", "-e", "stderr", "-c", "/etc/nginx.conf"),
        files={"/etc/nginx.conf": CONFIGURATION, "/var/lib/nginx/.keep": ""} | files(),
        checks=(
            described("http", "answered"),
            described("http", "moved", path="/moved"),
            described("http", "sick", path="/sick"),
            described("http", "sick-as-wanted", path="/sick", statuses="503"),
            described("https", "secured"),
            described("https", "old", port=1443),
            described("https", "by-name", port=2443, host=NAME),
            described("tls", "handshake"),
            described("tls", "handshake-by-name", port=2443, server_name=NAME),
            described("tls", "handshake-without-name", port=2443),
            described("tcp", "connection", port=80),
        ),
        reasons={
            "sick": "answered 503",
            "handshake-without-name": "TLS failed: TLSV1_UNRECOGNIZED_NAME",
        },
    )
