# Elastic IPs, of any of its addresses or of none. What makes one is a word and no id, which may not be known yet.

locals {
  # That of the first address is called primary, so that it stays when the address changes.
  elastic_ips = {
    for name, given in merge({ primary = var.elastic_ip }, { for address, its in var.secondary_addresses : address => its == null ? null : lookup(its, "elastic_ip", null) }) :
    name => {
      from          = try(coalesce(given.from), name == "primary" ? "make" : "none")
      allocation_id = try(given.allocation_id, null)
      called        = name == "primary" ? "${local.called}.elastic_ip" : "${local.called}.secondary_addresses[\"${name}\"].elastic_ip"
    }
  }
  has_elastic_ip = anytrue([for each in local.elastic_ips : each.from != "none"])

  allocation_ids = {
    for name, each in local.elastic_ips : name => each.from == "make" ? aws_eip.this[name].id : each.allocation_id if each.from != "none"
  }
  public_addresses = merge(
    { for name, this in aws_eip.this : name => this.public_ip },
    { for name, found in data.aws_eips.brought : name => one(found.public_ips) },
  )
}

resource "aws_eip" "this" {
  # checkov:skip=CKV2_AWS_19:the hook handler associates it with the VIP interface
  for_each = toset([for name, each in local.elastic_ips : name if each.from == "make"])

  domain = "vpc"
  tags   = merge(var.tags, { Name = each.key == "primary" ? "${var.name}-${local.label}" : "${var.name}-${local.label}-${each.key}" })

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [var.vpc_id] # The network is judged first.
}

# Those of that id and not one: an empty answer is then a sentence of ours, not the provider's.
data "aws_eips" "brought" {
  for_each = { for name, each in local.elastic_ips : name => each.allocation_id if each.from == "bring" }

  filter {
    name   = "allocation-id"
    values = [each.value]
  }

  lifecycle {
    postcondition {
      condition     = length(self.allocation_ids) == 1
      error_message = "${local.elastic_ips[each.key].called}.allocation_id is ${each.value}, and there is no such Elastic IP in this account and region. Give the id of one that was allocated here, or write from = \"make\" to have one made."
    }
  }
}
