# What a check may not say. Each run has one mistake.

run "no_map" {
  command = plan

  variables {
    service_checks = [{ type = "sip" }]
  }

  expect_failures = [var.service_checks]
}

run "a_vip_that_there_is_not" {
  command = plan

  variables {
    service_checks = { vip = [{ type = "sip" }] }
  }

  expect_failures = [var.service_checks]
}

run "a_check_without_brackets" {
  command = plan

  variables {
    service_checks = { access = { type = "sip" } }
  }

  expect_failures = [var.service_checks]
}

run "a_word_in_place_of_the_checks" {
  command = plan

  variables {
    service_checks = { access = "sip" }
  }

  expect_failures = [var.service_checks]
}

run "a_word_in_place_of_a_check" {
  command = plan

  variables {
    service_checks = { access = ["sip"] }
  }

  expect_failures = [var.service_checks]
}

run "twenty_one" {
  command = plan

  variables {
    service_checks = { access = [for number in range(21) : { type = "tcp", port = 1000 + number }] }
  }

  expect_failures = [var.service_checks]
}

run "an_interval_of_4" {
  command = plan

  variables {
    service_check_interval_seconds = 4
  }

  expect_failures = [var.service_check_interval_seconds]
}

run "an_interval_of_31" {
  command = plan

  variables {
    service_check_interval_seconds = 31
  }

  expect_failures = [var.service_check_interval_seconds]
}

run "an_interval_of_7_5" {
  command = plan

  variables {
    service_check_interval_seconds = 7.5
  }

  expect_failures = [var.service_check_interval_seconds]
}

run "no_type" {
  command = plan

  variables {
    service_checks = { access = [{ port = 5060 }] }
  }

  expect_failures = [output.this]
}

run "a_type_that_there_is_not" {
  command = plan

  variables {
    service_checks = { access = [{ type = "icmp" }] }
  }

  expect_failures = [output.this]
}

run "an_attribute_that_no_check_knows" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", interval = 10 }] }
  }

  expect_failures = [output.this]
}

run "an_attribute_of_another_type" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", path = "/" }] }
  }

  expect_failures = [output.this]
}

run "a_port_in_words" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", port = "sip" }] }
  }

  expect_failures = [output.this]
}

run "no_port" {
  command = plan

  variables {
    service_checks = { access = [{ type = "tcp" }] }
  }

  expect_failures = [output.this]
}

run "port_0" {
  command = plan

  variables {
    service_checks = { access = [{ type = "tcp", port = 0 }] }
  }

  expect_failures = [output.this]
}

run "port_65536" {
  command = plan

  variables {
    service_checks = { access = [{ type = "tcp", port = 65536 }] }
  }

  expect_failures = [output.this]
}

run "half_a_port" {
  command = plan

  variables {
    service_checks = { access = [{ type = "tcp", port = 80.5 }] }
  }

  expect_failures = [output.this]
}

run "ike_elsewhere" {
  command = plan

  variables {
    service_checks = { access = [{ type = "ike", port = 501 }] }
  }

  expect_failures = [output.this]
}

run "a_transport_that_there_is_not" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", transport = "ws" }] }
  }

  expect_failures = [output.this]
}

run "a_mode_that_there_is_not" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", mode = "act" }] }
  }

  expect_failures = [output.this]
}

run "a_name_in_capitals" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", name = "SIP" }] }
  }

  expect_failures = [output.this]
}

run "a_name_of_33" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", name = join("", [for _ in range(33) : "a"]) }] }
  }

  expect_failures = [output.this]
}

run "no_periods" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", evaluation_periods = 0 }] }
  }

  expect_failures = [output.this]
}

run "sixty_one_periods" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", evaluation_periods = 61 }] }
  }

  expect_failures = [output.this]
}

run "half_a_period" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", evaluation_periods = 5.5 }] }
  }

  expect_failures = [output.this]
}

run "no_datapoints" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", datapoints_to_alarm = 0 }] }
  }

  expect_failures = [output.this]
}

run "more_datapoints_than_periods" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", datapoints_to_alarm = 6 }] }
  }

  expect_failures = [output.this]
}

run "half_a_datapoint" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", datapoints_to_alarm = 1.5 }] }
  }

  expect_failures = [output.this]
}

run "a_time_out_of_0" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", timeout_seconds = 0 }] }
  }

  expect_failures = [output.this]
}

run "a_time_out_of_11" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", timeout_seconds = 11 }] }
  }

  expect_failures = [output.this]
}

run "half_a_second" {
  command = plan

  variables {
    service_checks = { access = [{ type = "sip", timeout_seconds = 1.5 }] }
  }

  expect_failures = [output.this]
}

run "a_path_without_its_slash" {
  command = plan

  variables {
    service_checks = { access = [{ type = "http", path = "health" }] }
  }

  expect_failures = [output.this]
}

run "a_path_with_a_line_break" {
  command = plan

  variables {
    service_checks = { access = [{ type = "http", path = "/ HTTP/1.1\r\nX: y" }] }
  }

  expect_failures = [output.this]
}

run "a_host_with_a_port" {
  command = plan

  variables {
    service_checks = { access = [{ type = "https", host = "sbc.example.com:8443" }] }
  }

  expect_failures = [output.this]
}

run "statuses_in_words" {
  command = plan

  variables {
    service_checks = { access = [{ type = "http", statuses = "2xx" }] }
  }

  expect_failures = [output.this]
}

run "statuses_the_wrong_way_round" {
  command = plan

  variables {
    service_checks = { access = [{ type = "http", statuses = "399-200" }] }
  }

  expect_failures = [output.this]
}

run "an_address_for_a_server_name" {
  command = plan

  variables {
    service_checks = { access = [{ type = "tls", server_name = "10.16.10.20" }] }
  }

  expect_failures = [output.this]
}

run "no_query_name" {
  command = plan

  variables {
    service_checks = { access = [{ type = "dns" }] }
  }

  expect_failures = [output.this]
}

run "a_query_name_with_an_empty_label" {
  command = plan

  variables {
    service_checks = { access = [{ type = "dns", query_name = "example..com" }] }
  }

  expect_failures = [output.this]
}

run "a_query_type_that_is_not_asked" {
  command = plan

  variables {
    service_checks = { access = [{ type = "dns", query_name = "example.com", query_type = "ANY" }] }
  }

  expect_failures = [output.this]
}

run "no_payload" {
  command = plan

  variables {
    service_checks = { access = [{ type = "udp", port = 3478 }] }
  }

  expect_failures = [output.this]
}

run "half_a_byte" {
  command = plan

  variables {
    service_checks = { access = [{ type = "udp", port = 3478, payload = "000" }] }
  }

  expect_failures = [output.this]
}

run "an_answer_in_words" {
  command = plan

  variables {
    service_checks = { access = [{ type = "udp", port = 3478, payload = "00", expect = "pong" }] }
  }

  expect_failures = [output.this]
}

run "a_time_out_longer_than_the_interval" {
  command = plan

  variables {
    service_checks                 = { access = [{ type = "sip", timeout_seconds = 5 }] }
    service_check_interval_seconds = 5
  }

  expect_failures = [output.this]
}

run "two_of_one_name" {
  command = plan

  variables {
    service_checks = { access = [{ type = "tls" }, { type = "tls", server_name = "sbc.example.com" }] }
  }

  expect_failures = [output.this]
}

run "two_alarms_of_one_name" {
  command = plan

  variables {
    vips           = { a = "10.16.10.20", a-b = "10.16.11.20" }
    service_checks = { a = [{ type = "tcp", port = 1, name = "b-c" }], a-b = [{ type = "tcp", port = 1, name = "c" }] }
  }

  expect_failures = [output.this]
}

run "the_alarm_of_a_check_that_never_passed" {
  command = plan

  variables {
    vips           = { never = "10.16.10.20" }
    service_checks = { never = [{ type = "tcp", port = 1, name = "passed" }] }
  }

  expect_failures = [output.this]
}
