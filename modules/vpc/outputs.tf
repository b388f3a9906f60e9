output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr" {
  description = "IPv4 range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "wan_subnet_ids" {
  description = "Ids of the WAN subnets, routed to the internet: whoever uses them is created after their routes and destroyed before them."
  value       = [for subnet in aws_subnet.wan : subnet.id]

  depends_on = [aws_route.wan_internet, aws_route_table_association.wan]
}

output "vip_route_table_id" {
  description = "Id of the route table for the VIP subnet, complete with its routes: whoever uses it is created after them and destroyed before them."
  value       = aws_route_table.vip.id

  depends_on = [aws_route.vip_internet, aws_route.vip]
}

output "wan_route_table_id" {
  description = "Id of the route table of the WAN subnets."
  value       = aws_route_table.wan.id
}
