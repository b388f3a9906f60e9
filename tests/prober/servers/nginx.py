"""HTTP and TLS: nginx, also as an old appliance speaks TLS, and by name only."""

from __future__ import annotations

from tests.prober.servers.certificate import CERTIFICATE, KEY, files
from tests.prober.servers.server import Server, check

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
    server_name sbc.example.com;
    return 200;
  }}
}}
"""
_DEFAULTS = {"host": "127.0.0.1", "path": "/", "statuses": "200-399"}


def nginx() -> Server:
    """A master and two workers."""
    named = _DEFAULTS | {"host": "sbc.example.com"}
    return Server(
        command=("/usr/sbin/nginx", "-e", "stderr", "-c", "/etc/nginx.conf"),
        files={"/etc/nginx.conf": CONFIGURATION, "/var/lib/nginx/.keep": ""} | files(),
        checks=(
            check("http", "http-80", 80, **_DEFAULTS),
            check("http", "moved", 80, **_DEFAULTS | {"path": "/moved"}),
            check("http", "sick", 80, **_DEFAULTS | {"path": "/sick"}),
            check("http", "sick-it-is", 80, **_DEFAULTS | {"path": "/sick", "statuses": "503"}),
            check("https", "https-443", 443, **_DEFAULTS),
            check("https", "old", 1443, **_DEFAULTS),
            check("https", "named", 2443, **named),
            check("tls", "tls-443", 443, server_name=None),
            check("tls", "tls-named", 2443, server_name="sbc.example.com"),
            check("tls", "tls-unnamed", 2443, server_name=None),
            check("tcp", "tcp-80", 80),
        ),
        reasons={"sick": "answered 503", "tls-unnamed": "TLS failed: TLSV1_UNRECOGNIZED_NAME"},
    )
