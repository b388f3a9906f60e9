"""Values of the root module's variables, none of them the default, for two deployments.

In one the module makes all it can; to the other all is brought that can be brought. What stands in
braces is somebody else's, known when it is needed (`tests.deploy.others`). None: the default again.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from tests.support.foreign_network import VIP

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
RANGES = ["10.17.1.0/24", "10.17.2.0/24", "10.17.3.0/24"]
PARAMETERS = "/aws/service/ami-amazon-linux-latest"
SIP = {"description": "SIP", "protocol": "udp", "from_port": 5060}

LATER_RULES = [
    SIP | {"cidrs": ["203.0.113.0/24"], "description": "SIP, signalling"},
    SIP | {"description": "SIP of the carrier", "prefix_list_ids": ["{prefix_list}"]},
    SIP | {"description": "SIP from the WAN side", "security_group_ids": ["{wan_security_group}"]},
]
MADE_VIP = {"cidr": "10.17.10.0/24", "address": "10.17.10.30"}
BROUGHT_VIP = VIP["vips"]["vip"]
IPV6 = {"ipv6": {"subnet_number": 1, "host_number": 48, "internet": "out"}}
SIP_CHECK = {"type": "sip"}
ELASTIC_IP = {"elastic_ip": {"from": "bring", "allocation_id": "{elastic_ip}"}}

MADE: dict[str, Any] = {
    "name": "made",
    "iam": {"role_names": {"warmup": "made-warmer"}},
    "permissions_boundary_arn": "{boundary}",
    "tags": {"Team": "voice", "Stage": "lab"},
    "vpc_cidr": "10.17.0.0/16",
    "availability_zones": ZONES[:2],
    "wan_subnet_cidrs": RANGES[:2],
    "prober_subnet_cidrs": ["10.17.0.0/28"],
    "vips": {
        "vip": MADE_VIP
        | {"egress_rules": [], "ingress_rules": [SIP | {"cidrs": ["203.0.113.0/24"]}]}
    },
    "assign_public_ip": False,
    "enable_ssm_endpoints": True,
    "notification_emails": {"noc": "noc@example.com"},
    "vnf": "CiscoCSR1000v",
    "vnf_version": "17.03",
    "vnf_license": "byol",
    "first_boot": {"hostname": "edge"},
    "extra_config": "ip domain name example.com",
    "wan_ingress_rules": [SIP | {"cidrs": ["198.51.100.0/24"]}],
    "wan_egress_rules": [SIP | {"cidrs": ["198.51.100.0/24"]}],
    "public_ssh_access": False,
    "cooldown_seconds": 20,
    "health_check_grace_seconds": 90,
    "launch_hook_timeout_seconds": 700,
    "audit_interval_minutes": 3,
    "maintenance": False,
    "maintenance_hours": 8,
    "impaired_after_seconds": 120,
    "service_alarm_arns": {"noc": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip"},
    "service_checks": {"vip": [SIP_CHECK]},
    "service_check_interval_seconds": 30,
    "max_replacements_per_hour": 2,
    "storm_cleared_at": "2026-01-31T08:00:00Z",
    "end_slow_shutdown_after_seconds": 45,
    "terminate_hook_timeout_seconds": 650,
    "reboot_after_attach": True,
    "reboot_delay_seconds": 5,
    "subnet_creation_attempts": 5,
    "function_timeout_seconds": 90,
    "warmup_grace_seconds": 0,
    "log_level": "DEBUG",
    "log_retention_days": 30,
    "lambda_architecture": "x86_64",
    "detailed_monitoring": True,
}
MADE_LATER: dict[str, Any] = {
    "tags": {"Team": "signalling"},
    "wait_until_serving_seconds": 840,
    "availability_zones": ZONES,
    "wan_subnet_cidrs": RANGES,
    "prober_subnet_cidrs": ["10.17.0.0/28", "10.17.0.16/28"],
    "service_checks": {"vip": [SIP_CHECK | {"mode": "replace"}, {"type": "ike"}]},
    "evacuate": [ZONES[0]],
    "reboot_after_attach": None,
    "standby": "hot",
    "vnf_version": None,
    "vnf_license": None,
    "use_original_sample_image": True,
    "notification_emails": {"noc": "noc@example.com", "night": "night@example.com"},
    "lambda_architecture": "arm64",
    "vips": {"vip": MADE_VIP | IPV6 | {"egress_rules": [], "ingress_rules": LATER_RULES}},
    "assign_public_ip": True,
    "wan_routes": [{"cidr": "192.168.0.0/16", "gateway_id": "{wan_gateway}"}],
}
BROUGHT: dict[str, Any] = {
    "name": "brought",
    "network": "{network}",
    "permissions_boundary_arn": "{boundary}",
    "kms_key": {"from": "bring", "arn": "{key}"},
    "vips": {"vip": BROUGHT_VIP | ELASTIC_IP},
    "notification_topic": {"from": "bring", "arn": "{topic}", "kms_key_arn": "{key}"},
    "lambda_packages": {
        "hook_handler": "{hook_handler_zip}",
        "warmup": "{warmup_zip}",
        "prober": "{prober_zip}",
    },
    "service_checks": {"vip": [SIP_CHECK]},
    "service_check_interval_seconds": 30,
    "key_name": "vnf",
    "ami_id": "ami-0c51000170300000a",
    "instance_types": ["t3.small", "t3a.small"],
    "tenancy": "dedicated",
    "capacity_reservation": {"preference": "none"},
    "instance_policy_arns": {"read": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
    "enable_session_manager": False,
    "check_key_pair": False,
    "check_lambda_quota": False,
    "user_data": "#cloud-config",
    "root_volume": {"size_gib": 20},
    "data_volumes": {"/dev/sdf": {"size_gib": 10}},
    "http_tokens": "optional",
    "jump_host_cidrs": ["0.0.0.0/0"],
    "allow_ssh_from_anywhere": True,
    "launch_before_terminate": True,
    "enable_instance_refresh": True,
    "enable_dashboard": False,
    "enable_flow_logs": False,
    "tags": {"Team": "voice"},
}
BROUGHT_LATER: dict[str, Any] = {
    "permissions_boundary_arn": "{other_boundary}",
    "kms_key": {"from": "make"},
    "notification_topic": {"from": "make"},
    "ami_id": None,
    "ami_ssm_parameter": f"{PARAMETERS}/al2023-ami-kernel-default-x86_64",
    "user_data": None,
    "user_data_base64": b64encode(b"#cloud-config").decode(),
    "vips": {
        "vip": BROUGHT_VIP
        | ELASTIC_IP
        | {
            "propagating_vgws": ["{gateway}"],
            "routes": [{"cidr": "192.168.0.0/16", "gateway_id": "{gateway}"}],
        }
    },
    "enable_flow_logs": True,
    "service_checks": {},
    "tags": {},
}
BROUGHT_AT_LAST: dict[str, Any] = {
    "permissions_boundary_arn": None,
    "kms_key": {"from": "bring", "arn": "{key}"},
    "vips": {
        "vip": BROUGHT_VIP
        | ELASTIC_IP
        | {"routes": [{"cidr": "192.168.0.0/16", "vpc_peering_connection_id": "{peering}"}]}
    },
    "instance_policy_arns": {},
}
ALL = (MADE, MADE_LATER, BROUGHT, BROUGHT_LATER, BROUGHT_AT_LAST)
