"""Instance metadata as an instance of the lab would read it, from what the lab's EC2 shows.

Categories: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html
Only what a guest's network is made from; there is no user data and no role here.
"""

from __future__ import annotations

from typing import Any

Tree = dict[str, "Tree | str"]


def metadata(ec2: Any, instance_id: str) -> Tree:
    """All below `/latest/meta-data/`, of this moment. `ec2` is a client of the lab.

    An interface is shown from the moment it is attached; while it is attaching it is not.
    """
    found = ec2.describe_instances(InstanceIds=[instance_id])["Reservations"][0]["Instances"][0]
    interfaces = sorted(found["NetworkInterfaces"], key=_device_number)
    vpcs = ec2.describe_vpcs(VpcIds=[found["VpcId"]])["Vpcs"]
    return {
        "instance-id": instance_id,
        "instance-type": found["InstanceType"],
        "ami-id": found["ImageId"],
        "local-ipv4": found["PrivateIpAddress"],
        "local-hostname": found["PrivateDnsName"],
        "hostname": found["PrivateDnsName"],
        "mac": interfaces[0]["MacAddress"],
        "placement": {"availability-zone": found["Placement"]["AvailabilityZone"]},
        "network": {
            "interfaces": {
                "macs": {
                    each["MacAddress"]: _interface(ec2, each, vpcs[0])
                    for each in interfaces
                    if each["Attachment"]["Status"] == "attached"
                }
            }
        },
    }


def read(tree: Tree, path: str) -> str | None:
    """What is served under a path such as `network/interfaces/macs/`; None for a 404.

    A category lists what is below it, one a line, with a slash after each further category.
    """
    found: Tree | str = tree
    for part in filter(None, path.split("/")):
        if not isinstance(found, dict) or part not in found:
            return None
        found = found[part]
    if isinstance(found, str):
        return found
    return "\n".join(f"{name}/" if isinstance(found[name], dict) else name for name in found)


def _interface(ec2: Any, shown: dict[str, Any], vpc: dict[str, Any]) -> Tree:
    [subnet] = ec2.describe_subnets(SubnetIds=[shown["SubnetId"]])["Subnets"]
    ranges = [each["CidrBlock"] for each in vpc["CidrBlockAssociationSet"]]
    values: Tree = {
        "device-number": str(_device_number(shown)),
        "interface-id": shown["NetworkInterfaceId"],
        "local-ipv4s": "\n".join(each["PrivateIpAddress"] for each in shown["PrivateIpAddresses"]),
        "mac": shown["MacAddress"],
        "owner-id": shown["OwnerId"],
        "security-group-ids": "\n".join(each["GroupId"] for each in shown["Groups"]),
        "security-groups": "\n".join(each["GroupName"] for each in shown["Groups"]),
        "subnet-id": shown["SubnetId"],
        "subnet-ipv4-cidr-block": subnet["CidrBlock"],
        "vpc-id": shown["VpcId"],
        "vpc-ipv4-cidr-block": vpc["CidrBlock"],
        "vpc-ipv4-cidr-blocks": "\n".join(ranges),
    }
    public = {
        each["Association"]["PublicIp"]: each["PrivateIpAddress"]
        for each in shown["PrivateIpAddresses"]
        if each.get("Association")
    }
    if public:
        values["public-ipv4s"] = "\n".join(public)
        values["ipv4-associations"] = dict(public)
    return values


def _device_number(shown: dict[str, Any]) -> int:
    return int(shown["Attachment"]["DeviceIndex"])
