# What the mocked AWS answers, for every test file that names this folder as its source.

mock_data "aws_availability_zones" {
  defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
}

mock_data "aws_region" {
  defaults = { id = "eu-west-1" }
}

mock_data "aws_partition" {
  defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
}

mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_data "aws_default_tags" {
  defaults = { tags = { CostCentre = "voice" } }
}

mock_data "aws_ssm_parameter" {
  defaults = { insecure_value = "ami-0123456789abcdef0" }
}

mock_data "aws_ami_ids" {
  defaults = { ids = ["ami-0aaaaaaaaaaaaaaaa", "ami-0bbbbbbbbbbbbbbbb"] }
}

mock_data "aws_ami" {
  defaults = {
    name             = "al2023-ami-2023.0-kernel-6.18-x86_64"
    architecture     = "x86_64"
    ena_support      = true
    root_device_name = "/dev/xvda"
    creation_date    = "2026-01-01T00:00:00.000Z"
    deprecation_time = ""
  }
}

mock_data "aws_key_pair" {
  defaults = { key_type = "rsa", public_key = "ssh-rsa c3RhbmRzIGZvciBhIGtleSBvZiB0aGUgYWNjb3VudA== edge" }
}

mock_data "aws_ec2_instance_type_offerings" {
  defaults = { locations = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
}

mock_data "aws_ec2_instance_type" {
  defaults = {
    maximum_network_interfaces           = 15
    maximum_ipv4_addresses_per_interface = 50
    supported_architectures              = ["x86_64"]
    ena_support                          = "required"
    hypervisor                           = "nitro"
    default_vcpus                        = 8
    memory_size                          = 32768
  }
}

mock_data "aws_eips" {
  defaults = { allocation_ids = ["eipalloc-0123456789abcdef0"], public_ips = ["198.51.100.20"] }
}

mock_resource "aws_eip" {
  defaults = { public_ip = "198.51.100.10" }
}

mock_resource "aws_kms_key" {
  defaults = { arn = "arn:aws:kms:eu-west-1:123456789012:key/made" }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:made" }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::123456789012:role/made" }
}

mock_resource "aws_iam_instance_profile" {
  defaults = { arn = "arn:aws:iam::123456789012:instance-profile/made" }
}

mock_resource "aws_lambda_function" {
  defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:made", code_sha256 = "bWFkZQ==" }
}

mock_resource "aws_sns_topic" {
  defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:made" }
}

mock_resource "aws_sqs_queue" {
  defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:made" }
}

mock_resource "aws_autoscaling_group" {
  defaults = { arn = "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:0:autoScalingGroupName/made" }
}

mock_resource "aws_launch_template" {
  defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
}

mock_data "aws_ssm_parameters_by_path" {
  defaults = { names = [], values = [] }
}

mock_data "aws_network_interfaces" {
  defaults = { ids = [] }
}

mock_data "aws_vpcs" {
  defaults = { ids = ["vpc-0123456789abcdef0"] }
}

mock_data "aws_vpc" {
  defaults = {
    owner_id                = "123456789012"
    ipv6_cidr_block         = ""
    cidr_block_associations = [{ association_id = "vpc-cidr-assoc-0", cidr_block = "10.16.0.0/16", state = "associated" }]
  }
}

mock_data "aws_subnet" {
  defaults = { cidr_block = "10.16.1.0/24", availability_zone = "eu-west-1a", map_public_ip_on_launch = true, outpost_arn = "" }
}

mock_data "aws_internet_gateway" {
  defaults = { id = "igw-0123456789abcdef0" }
}

mock_data "aws_route_tables" {
  defaults = { ids = ["rtb-0123456789abcdef0"] }
}

mock_data "aws_route_table" {
  defaults = { routes = [{ cidr_block = "0.0.0.0/0" }, { ipv6_cidr_block = "::/0" }] }
}

mock_data "aws_network_acls" {
  defaults = { ids = ["acl-0123456789abcdef0"] }
}

mock_data "aws_ec2_transit_gateway_vpc_attachments" {
  defaults = { ids = ["tgw-attach-0123456789abcdef0"] }
}

mock_data "aws_ec2_transit_gateway_vpc_attachment" {
  defaults = { id = "tgw-attach-0123456789abcdef0", subnet_ids = ["subnet-0aaaaaaaaaaaaaaaa"] }
}

mock_data "aws_subnets" {
  defaults = { ids = ["subnet-0aaaaaaaaaaaaaaaa"] }
}

mock_data "aws_servicequotas_service_quota" {
  defaults = { value = 1000 }
}
