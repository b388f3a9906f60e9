"""What somebody else made, and those who plan name in their variables."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from tests.support.first_boot import RSA_KEY
from tests.support.foreign_network import ForeignNetwork
from tests.support.project import PROJECT
from tests.support.served_lab import ServedLab
from tests.support.worlds.functions import document

KEY_USERS = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "logs.eu-west-1.amazonaws.com"]


class Others:
    """VPC, policies, key, topic, Elastic IP, prefixes, zips, keys; later the operator's network."""

    def __init__(self, served: ServedLab, work: Path) -> None:
        self.served = served
        network = ForeignNetwork(served.client("ec2"))
        self.ids: dict[str, Any] = {
            "boundary": self._policy("boundary"),
            "other_boundary": self._policy("other-boundary"),
            "key": self._key(),
            "network": network.variable
            | {"prober_subnet_ids": {"a": network.subnet_for_probers()}},
            "elastic_ip": served.client("ec2").allocate_address(Domain="vpc")["AllocationId"],
            "prefix_list": self._prefix_list(),
            "hook_handler_zip": packed(work, "hook_handler"),
            "warmup_zip": packed(work, "warmup"),
            "prober_zip": packed(work, "prober"),
        }
        self.ids["topic"] = self._topic("operations")
        served.client("ec2").import_key_pair(KeyName="vnf", PublicKeyMaterial=RSA_KEY.encode())

    def connect(self, vpc_id: str) -> None:
        """The operator's network: a virtual private gateway, and another VPC as a peer."""
        ec2 = self.served.client("ec2")
        default = {"Name": "is-default", "Values": ["true"]}
        (elsewhere,) = ec2.describe_vpcs(Filters=[default])["Vpcs"]
        asked = ec2.create_vpc_peering_connection(VpcId=vpc_id, PeerVpcId=elsewhere["VpcId"])
        peering = asked["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
        self.attach("gateway", vpc_id)
        self.ids["peering"] = peering

    def attach(self, name: str, vpc_id: str) -> None:
        """A virtual private gateway, under this name among the ids."""
        ec2 = self.served.client("ec2")
        self.ids[name] = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        ec2.attach_vpn_gateway(VpnGatewayId=self.ids[name], VpcId=vpc_id)

    def detach(self, name: str, vpc_id: str) -> None:
        """The virtual private gateway of that name goes."""
        ec2 = self.served.client("ec2")
        ec2.detach_vpn_gateway(VpnGatewayId=self.ids[name], VpcId=vpc_id)
        ec2.delete_vpn_gateway(VpnGatewayId=self.ids[name])

    def part(self) -> None:
        """The peer goes its own way."""
        self.served.client("ec2").delete_vpc_peering_connection(
            VpcPeeringConnectionId=self.ids["peering"]
        )

    def filled(self, value: Any) -> Any:
        """`value` with the ids of what it names in braces."""
        if isinstance(value, dict):
            return {key: self.filled(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        if isinstance(value, str) and value.startswith("{"):
            return self.ids[value.strip("{}")]
        return value

    def _policy(self, name: str) -> str:
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        made = self.served.client("iam").create_policy(
            PolicyName=name, PolicyDocument=document(everything)
        )
        return str(made["Policy"]["Arn"])

    def _topic(self, name: str) -> str:
        """An encrypted topic whose policy is that of docs/security.md."""
        sns = self.served.client("sns")
        topic = sns.create_topic(Name=name, Attributes={"KmsMasterKeyId": self.ids["key"]})
        alarms = f"arn:aws:cloudwatch:eu-west-1:{self.served.lab.account}:alarm:*"
        admitted = {
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": topic["TopicArn"],
            "Condition": {"ArnLike": {"aws:SourceArn": alarms}},
        }
        sns.set_topic_attributes(
            TopicArn=topic["TopicArn"], AttributeName="Policy", AttributeValue=document(admitted)
        )
        return str(topic["TopicArn"])

    def _key(self) -> str:
        """A key whose policy admits whom modules/key admits."""
        account = {"AWS": f"arn:aws:iam::{self.served.lab.account}:root"}
        services = {"Service": KEY_USERS}
        use = [f"kms:{each}" for each in ("Encrypt", "Decrypt", "ReEncrypt*", "Describe*")]
        statements = (
            {"Effect": "Allow", "Principal": account, "Action": "kms:*", "Resource": "*"},
            {
                "Effect": "Allow",
                "Principal": services,
                "Action": [*use, "kms:GenerateDataKey*"],
                "Resource": "*",
            },
        )
        made = self.served.client("kms").create_key(Policy=document(*statements))
        return str(made["KeyMetadata"]["Arn"])

    def _prefix_list(self) -> str:
        made = self.served.client("ec2").create_managed_prefix_list(
            PrefixListName="carrier", MaxEntries=5, AddressFamily="IPv4"
        )
        return str(made["PrefixList"]["PrefixListId"])


def packed(work: Path, function: str) -> str:
    """A zip of the function, as a pipeline builds it. Returns its path."""
    target, source = work / f"{function}.zip", PROJECT / "lambda_src"
    with zipfile.ZipFile(target, "w") as package:
        for folder in ("common", function):
            for file in sorted((source / folder).rglob("*.py")):
                package.write(file, file.relative_to(source))
    return str(target)
