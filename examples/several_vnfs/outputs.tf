output "vnfs" {
  description = "Of each VNF, by its name: private_address, public_address, group_name and image, the one that the next instance boots."
  value = {
    for name, vnf in module.vnf : name => {
      private_address = vnf.private_address
      public_address  = vnf.public_address
      group_name      = vnf.group_name
      image           = vnf.image
    }
  }
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}
