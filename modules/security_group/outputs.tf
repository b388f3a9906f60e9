output "id" {
  description = "Id of the security group. Known only after its rules are in place."
  value       = aws_security_group.this.id

  depends_on = [aws_vpc_security_group_ingress_rule.this, aws_vpc_security_group_egress_rule.this]
}
