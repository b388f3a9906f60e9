output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr" {
  description = "IPv4 range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "vpc_ipv6_cidr" {
  description = "IPv6 range of the VPC; empty: it has none."
  value       = aws_vpc.this.ipv6_cidr_block
}

output "internet_gateway_id" {
  description = "Id of the internet gateway."
  value       = aws_internet_gateway.this.id
}

output "egress_only_gateway_id" {
  description = "Id of the egress-only internet gateway; null: there is none."
  value       = one(aws_egress_only_internet_gateway.this[*].id)
}

# Rules that join several variables stand here: such a value is judged whatever else is wrong.

output "zones" {
  description = "WAN subnets' ranges and the availability zone of each."
  value       = { for cidr, zone in local.wan_subnets : cidr => zone }

  precondition {
    condition     = length(var.wan_subnet_cidrs) == length(var.availability_zones)
    error_message = "wan_subnet_cidrs has ${length(var.wan_subnet_cidrs)} entries and availability_zones ${length(var.availability_zones)}: each availability zone needs a WAN subnet of its own. Give as many ranges as zones."
  }

  precondition {
    condition = alltrue([
      for cidr in var.wan_subnet_cidrs : try(
        tonumber(split("/", cidr)[1]) >= tonumber(split("/", var.vpc_cidr)[1]) && tonumber(split("/", cidr)[1]) <= 28
        && cidrhost("${split("/", cidr)[0]}/${split("/", var.vpc_cidr)[1]}", 0) == cidrhost(var.vpc_cidr, 0),
        true
      )
    ])
    error_message = "wan_subnet_cidrs is ${join(", ", var.wan_subnet_cidrs)}: each must lie inside vpc_cidr (${var.vpc_cidr}) and be /28 or larger. Choose other ranges or widen vpc_cidr."
  }
}

output "wan_subnet_ids" {
  description = "Ids of the WAN subnets, routed to the internet: whoever uses them is created after their routes and destroyed before them."
  value       = [for subnet in aws_subnet.wan : subnet.id]

  depends_on = [aws_route.wan_internet, aws_route_table_association.wan]
}

output "wan_security_group_id" {
  description = "Id of the security group of the WAN side."
  value       = module.wan_security_group.id
}

output "log_group_names" {
  description = "Name of the flow logs' log group as flow_logs, if there are flow logs."
  value       = { for this in aws_cloudwatch_log_group.flow_logs : "flow_logs" => this.name }
}

output "flow_logs_statements" {
  description = "IAM statements of the flow logs' role, none without flow logs."
  value       = [for statement in local.flow_logs_statements : statement if var.enable_flow_logs]
}

output "wan_route_table_id" {
  description = "Id of the route table of the WAN subnets."
  value       = aws_route_table.wan.id
}
