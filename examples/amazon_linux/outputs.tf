output "private_address" {
  description = "The persistent private IPv4 address."
  value       = module.vnf.private_address
}

output "public_address" {
  description = "The persistent public IPv4 address."
  value       = module.vnf.public_address
}

output "eip_allocation_id" {
  description = "Allocation id of the Elastic IP."
  value       = module.vnf.vips.vip.allocation_ids[module.vnf.private_address]
}

output "group_name" {
  description = "Name of the Auto Scaling group; terminate its instance and watch the addresses come back."
  value       = module.vnf.group_name
}

output "image" {
  description = "Image that the next instance boots: id, name, when it was created, and the source it was taken from."
  value       = module.vnf.image
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = module.vnf.vpc_id
}

output "function_names" {
  description = "Names of the functions; their log groups tell what they did."
  value       = module.vnf.function_names
}

output "topic_arn" {
  description = "ARN of the SNS topic that tells of every move."
  value       = module.vnf.topic_arn
}

output "failed_events_queue" {
  description = "URL and ARN of the queue of failed events."
  value       = module.vnf.failed_events_queue
}
