output "peers" {
  description = "For ingress and for egress one entry for each peer of each rule: description, protocol as EC2 takes it, from_port, to_port, and one of cidr, prefix_list_id and security_group_id; the others are null."
  value = {
    for direction, peers in local.peers : direction => {
      for key, entries in peers : key => {
        description       = entries[0].rule.description
        protocol          = entries[0].rule.protocol
        from_port         = entries[0].rule.from_port
        to_port           = entries[0].rule.to_port
        cidr              = entries[0].kind == "cidrs" ? entries[0].peer : null
        prefix_list_id    = entries[0].kind == "prefix_list_ids" ? entries[0].peer : null
        security_group_id = entries[0].kind == "security_group_ids" ? entries[0].peer : null
      }
    }
  }

  precondition {
    condition     = length(local.complaints.rules) == 0
    error_message = join("\n", local.complaints.rules)
  }

  precondition {
    condition     = length(local.complaints.ranges) == 0
    error_message = join("\n", local.complaints.ranges)
  }

  precondition {
    condition     = length(local.complaints.ids) == 0
    error_message = join("\n", local.complaints.ids)
  }
}
