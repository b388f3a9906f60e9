output "account_id" {
  description = "Id of the account."
  value       = local.here.account_id
}

output "partition" {
  description = "AWS partition, as ARNs name it: aws, aws-cn, aws-us-gov."
  value       = local.here.partition
}

output "dns_suffix" {
  description = "DNS suffix of the partition's services."
  value       = local.here.dns_suffix
}

output "region" {
  description = "Region, such as eu-west-1."
  value       = local.here.region
}
