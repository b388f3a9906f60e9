# What comes of the checks: complete ones, openings and alarms.

run "nothing_is_checked" {
  assert {
    condition     = length(output.this.asked) + length(output.this.alarms) + length(output.this.openings) + length(output.this.replacing) == 0
    error_message = "Without checks there should be nothing."
  }
}

run "an_empty_list" {
  variables {
    service_checks = { access = [] }
  }

  assert {
    condition     = length(output.this.asked) == 0
    error_message = "A VIP may have no check."
  }
}

run "defaults" {
  variables {
    service_checks = {
      access = [
        { type = "tcp", port = 179 },
        { type = "tls" },
        { type = "http" },
        { type = "https", host = "portal.example.com", name = null },
        { type = "sip" },
        { type = "sip", transport = "tcp" },
        { type = "sip", transport = "tls" },
        { type = "ike" },
        { type = "udp", port = "3478", payload = "000100002112A442" },
      ]
      core = [{ type = "dns", query_name = "example.com" }]
    }
  }

  assert {
    condition = jsonencode(output.this.asked) == jsonencode([
      { vip = "access", name = "http-80", address = "10.16.10.20", type = "http", port = 80, timeout_seconds = 2, path = "/", host = "10.16.10.20", statuses = "200-399" },
      { vip = "access", name = "https-443", address = "10.16.10.20", type = "https", port = 443, timeout_seconds = 2, path = "/", host = "portal.example.com", statuses = "200-399" },
      { vip = "access", name = "ike-500", address = "10.16.10.20", type = "ike", port = 500, timeout_seconds = 2 },
      { vip = "access", name = "sip-5060", address = "10.16.10.20", type = "sip", port = 5060, timeout_seconds = 2, transport = "udp" },
      { vip = "access", name = "sip-tcp-5060", address = "10.16.10.20", type = "sip", port = 5060, timeout_seconds = 2, transport = "tcp" },
      { vip = "access", name = "sip-tls-5061", address = "10.16.10.20", type = "sip", port = 5061, timeout_seconds = 2, transport = "tls" },
      { vip = "access", name = "tcp-179", address = "10.16.10.20", type = "tcp", port = 179, timeout_seconds = 2 },
      { vip = "access", name = "tls-443", address = "10.16.10.20", type = "tls", port = 443, timeout_seconds = 2, server_name = null },
      { vip = "access", name = "udp-3478", address = "10.16.10.20", type = "udp", port = 3478, timeout_seconds = 2, payload = "000100002112A442", expect = "" },
      { vip = "core", name = "dns-53", address = "10.16.11.20", type = "dns", port = 53, timeout_seconds = 2, query_name = "example.com", query_type = "A" },
    ])
    error_message = jsonencode(output.this.asked)
  }

  # TLS and HTTPS go the same way.
  assert {
    condition = output.this.openings == {
      "access tcp 80"   = { vip = "access", address = "10.16.10.20", protocol = "tcp", port = 80 }
      "access tcp 179"  = { vip = "access", address = "10.16.10.20", protocol = "tcp", port = 179 }
      "access tcp 443"  = { vip = "access", address = "10.16.10.20", protocol = "tcp", port = 443 }
      "access tcp 5060" = { vip = "access", address = "10.16.10.20", protocol = "tcp", port = 5060 }
      "access tcp 5061" = { vip = "access", address = "10.16.10.20", protocol = "tcp", port = 5061 }
      "access udp 500"  = { vip = "access", address = "10.16.10.20", protocol = "udp", port = 500 }
      "access udp 3478" = { vip = "access", address = "10.16.10.20", protocol = "udp", port = 3478 }
      "access udp 5060" = { vip = "access", address = "10.16.10.20", protocol = "udp", port = 5060 }
      "core udp 53"     = { vip = "core", address = "10.16.11.20", protocol = "udp", port = 53 }
    }
    error_message = jsonencode(output.this.openings)
  }

  assert {
    condition = output.this.alarms["access-sip-tls-5061"] == {
      alarm_name = "edge-service-access-sip-tls-5061", vip = "access", check = "sip-tls-5061", asked_at = "10.16.10.20, TCP 5061", replaces = false, evaluation_periods = 5, datapoints_to_alarm = 3
    }
    error_message = jsonencode(output.this.alarms)
  }

  assert {
    condition     = length(output.this.alarms) == 10 && length(output.this.replacing) == 0
    error_message = "Unless it is said, nobody is replaced."
  }
}

run "everything_said" {
  variables {
    service_check_interval_seconds = 30
    service_checks = {
      access = [
        { type = "sip", port = 5080, transport = "udp", name = "sip", mode = "replace", timeout_seconds = 10, evaluation_periods = 60, datapoints_to_alarm = 60 },
        { type = "tls", port = 5061, name = "registrar", server_name = "sbc.example.com", mode = "observe", evaluation_periods = 1, datapoints_to_alarm = 1 },
        { type = "ike", port = 4500, name = "-${join("", [for _ in range(31) : "a"])}", mode = "replace" },
        { type = "http", path = "/health?full=1", statuses = "204", timeout_seconds = 1 },
        { type = "udp", port = 65535, payload = "00ff", expect = "00FE" },
        { type = "tcp", port = 1 },
        { type = "dns", query_name = "_sip._udp.example.com.", query_type = "SRV" },
      ]
    }
  }

  assert {
    condition     = [for check in output.this.asked : check if check.name == "sip"] == [{ vip = "access", name = "sip", address = "10.16.10.20", type = "sip", port = 5080, timeout_seconds = 10, transport = "udp" }]
    error_message = jsonencode(output.this.asked)
  }

  assert {
    condition     = output.this.replacing == { access-sip = "edge-service-access-sip", "access--${join("", [for _ in range(31) : "a"])}" = "edge-service-access--${join("", [for _ in range(31) : "a"])}" }
    error_message = jsonencode(output.this.replacing)
  }
}

run "twenty_on_two_vips" {
  command = plan

  variables {
    service_checks = { for vip in ["access", "core"] : vip => [for number in range(10) : { type = "tcp", port = 1000 + number }] }
  }
}
