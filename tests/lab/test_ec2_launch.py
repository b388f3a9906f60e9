"""A launch for an Auto Scaling group is the launch template, all of it."""

from __future__ import annotations

import base64
import json

import boto3
import pytest

from lab.errors import AwsError, NotModelled
from tests.support.worlds.ec2 import TEMPLATE, ZONE_A, Ec2World

USER_DATA = base64.b64encode(b"#!/bin/sh\necho hello").decode()


def _version(world: Ec2World, **data: object) -> dict[str, str]:
    """A new version of the world's template, with nothing but `data`."""
    made = world.ec2.create_launch_template_version(
        LaunchTemplateName=TEMPLATE, LaunchTemplateData=data
    )
    return {
        "LaunchTemplateName": TEMPLATE,
        "Version": str(made["LaunchTemplateVersion"]["VersionNumber"]),
    }


def _launch(world: Ec2World, **data: object) -> str:
    wanted = {"ImageId": "ami-12345678", "InstanceType": "t3.small"} | data
    return world.lab.ec2.launch(
        _version(world, **wanted), world.wan[ZONE_A], {"Name": "vnf"}, "vnf-group"
    )


@pytest.mark.behaviour("launch-templates")
def test_launch_applies_image_type_and_options(world: Ec2World) -> None:
    """What the version says."""
    seen = world.see_instance(
        _launch(
            world,
            MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
            Monitoring={"Enabled": True},
            EbsOptimized=True,
        )
    )
    assert (seen["ImageId"], seen["InstanceType"]) == ("ami-12345678", "t3.small")
    assert seen["MetadataOptions"]["HttpTokens"] == "required"
    assert seen["MetadataOptions"]["HttpPutResponseHopLimit"] == 2
    assert seen["Monitoring"]["State"] == "enabled"
    assert seen["EbsOptimized"]


@pytest.mark.behaviour("launch-templates")
def test_launch_applies_the_tenancy(world: Ec2World) -> None:
    """On hardware of one's own, if the template says so."""
    dedicated = world.see_instance(_launch(world, Placement={"Tenancy": "dedicated"}))
    assert dedicated["Placement"]["Tenancy"] == "dedicated"
    assert world.see_instance(_launch(world))["Placement"]["Tenancy"] == "default"


@pytest.mark.parametrize("placement", [{"Tenancy": "host"}, {"GroupName": "together"}])
def test_other_placements_are_gaps(world: Ec2World, placement: dict[str, str]) -> None:
    with pytest.raises(NotModelled, match="placement"):
        _launch(world, Placement=placement)


@pytest.mark.behaviour("launch-templates")
def test_launch_applies_the_interface(world: Ec2World) -> None:
    """Groups, public address and DeleteOnTermination of NetworkInterfaces[0]."""
    seen = world.see_instance(
        _launch(
            world,
            NetworkInterfaces=[
                {
                    "DeviceIndex": 0,
                    "Groups": [world.group_id],
                    "AssociatePublicIpAddress": True,
                    "DeleteOnTermination": True,
                }
            ],
        )
    )
    [nic] = seen["NetworkInterfaces"]
    assert seen["SubnetId"] == nic["SubnetId"] == world.wan[ZONE_A]
    assert [group["GroupId"] for group in nic["Groups"]] == [world.group_id]
    assert [group["GroupId"] for group in seen["SecurityGroups"]] == [world.group_id]
    assert seen["PublicIpAddress"]
    assert nic["Attachment"]["DeleteOnTermination"]


@pytest.mark.behaviour("launch-templates")
def test_launch_without_a_public_address(world: Ec2World) -> None:
    """AssociatePublicIpAddress=false overrules the subnet."""
    world.ec2.modify_subnet_attribute(
        SubnetId=world.wan[ZONE_A], MapPublicIpOnLaunch={"Value": True}
    )
    nic = {"DeviceIndex": 0, "AssociatePublicIpAddress": False}
    seen = world.see_instance(_launch(world, NetworkInterfaces=[nic]))
    assert not seen.get("PublicIpAddress")


@pytest.mark.behaviour("launch-templates")
def test_launch_applies_security_group_ids(world: Ec2World) -> None:
    """Groups named outside the interface."""
    seen = world.see_instance(_launch(world, SecurityGroupIds=[world.group_id]))
    [nic] = seen["NetworkInterfaces"]
    assert [group["GroupId"] for group in nic["Groups"]] == [world.group_id]


@pytest.mark.behaviour("launch-templates")
def test_launch_applies_the_instance_profile(world: Ec2World) -> None:
    """IamInstanceProfile, by name or by ARN."""
    iam = boto3.client("iam")
    made = iam.create_instance_profile(InstanceProfileName="vnf")["InstanceProfile"]
    for wanted in ({"Name": "vnf"}, {"Arn": made["Arn"]}):
        seen = world.see_instance(_launch(world, IamInstanceProfile=wanted))
        assert seen["IamInstanceProfile"]["Arn"] == made["Arn"]


@pytest.mark.behaviour("failing-launches")
def test_launch_with_an_unknown_profile_leaves_nothing(world: Ec2World) -> None:
    """A failed activity, no instance."""
    with pytest.raises(AwsError):
        _launch(world, IamInstanceProfile={"Name": "nobody"})
    assert world.ec2.describe_instances()["Reservations"] == []


@pytest.mark.behaviour("launch-templates")
def test_launch_applies_user_data(world: Ec2World) -> None:
    """Also of a version made by CreateLaunchTemplateVersion."""
    instance_id = _launch(world, UserData=USER_DATA)
    shown = world.ec2.describe_instance_attribute(InstanceId=instance_id, Attribute="userData")
    assert shown["UserData"]["Value"] == USER_DATA


@pytest.mark.behaviour("launch-templates")
def test_launch_tags_instance_volume_and_interface(world: Ec2World) -> None:
    """The group's tag, the group's propagated tags, the template's."""
    kinds = ("instance", "volume", "network-interface")
    specs = [{"ResourceType": kind, "Tags": [{"Key": "Kind", "Value": kind}]} for kind in kinds]
    root = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8}}
    seen = world.see_instance(_launch(world, TagSpecifications=specs, BlockDeviceMappings=[root]))
    tags = {tag["Key"]: tag["Value"] for tag in seen["Tags"]}
    assert tags["aws:autoscaling:groupName"] == "vnf-group"
    assert (tags["Name"], tags["Kind"]) == ("vnf", "instance")
    assert tags["aws:ec2launchtemplate:version"] == "2"
    volume_ids = [entry["Ebs"]["VolumeId"] for entry in seen["BlockDeviceMappings"]]
    for volume in world.ec2.describe_volumes(VolumeIds=volume_ids)["Volumes"]:
        assert volume["Tags"] == [{"Key": "Kind", "Value": "volume"}]
    eni = world.see_interface(seen["NetworkInterfaces"][0]["NetworkInterfaceId"])
    assert eni["TagSet"] == [{"Key": "Kind", "Value": "network-interface"}]


@pytest.mark.behaviour("security-groups-of-an-interface")
def test_launch_with_an_unknown_group_is_refused(world: Ec2World) -> None:
    """InvalidGroup.NotFound, as an AwsError for the Auto Scaling engine."""
    with pytest.raises(AwsError, match=r"InvalidGroup\.NotFound"):
        _launch(world, SecurityGroupIds=["sg-0123456789abcdef0"])


@pytest.mark.behaviour("failing-launches")
@pytest.mark.parametrize(
    "template",
    [
        {"LaunchTemplateId": "lt-0123456789abcdef0"},
        {"LaunchTemplateName": "nobody"},
        {"LaunchTemplateName": TEMPLATE, "Version": "7"},
    ],
)
def test_launch_of_an_unknown_template_is_refused(
    world: Ec2World, template: dict[str, str]
) -> None:
    """A failed launch, not a gap of the lab."""
    with pytest.raises(AwsError, match=r"InvalidLaunchTemplate.*NotFound"):
        world.lab.ec2.launch(template, world.wan[ZONE_A], {}, "vnf-group")


@pytest.mark.behaviour("addresses-of-an-interface")
def test_launch_in_a_full_subnet_is_refused(world: Ec2World) -> None:
    """A /28 workload subnet can block the replacement."""
    subnet_id = world.subnet("10.16.10.0/28")
    for _ in range(11):
        world.interface(subnet_id)
    template = {"LaunchTemplateName": TEMPLATE, "Version": "$Latest"}
    with pytest.raises(AwsError, match="InsufficientFreeAddressesInSubnet"):
        world.lab.ec2.launch(template, subnet_id, {}, "vnf-group")
    assert world.ec2.describe_instances()["Reservations"] == []


@pytest.mark.behaviour("launch-templates")
def test_launch_makes_the_volumes_of_the_template(world: Ec2World) -> None:
    """One root volume, gone with the instance."""
    root = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 30, "VolumeType": "gp3"}}
    instance_id = _launch(world, BlockDeviceMappings=[root])
    [volume] = world.ec2.describe_volumes()["Volumes"]
    assert (volume["Size"], volume["VolumeType"]) == (30, "gp3")
    world.lab.ec2.terminate(instance_id)
    world.reach(instance_id, "terminated")
    assert world.ec2.describe_volumes()["Volumes"] == []


@pytest.mark.behaviour("instance-states")
def test_terraform_and_cli_launches_take_their_time_too(world: Ec2World) -> None:
    """RunInstances by anybody."""
    made = world.ec2.run_instances(
        ImageId="ami-12345678", MinCount=1, MaxCount=1, SubnetId=world.wan[ZONE_A]
    )
    instance_id = made["Instances"][0]["InstanceId"]
    assert world.lab.ec2.state(instance_id) == "pending"
    world.reach(instance_id, "running")


@pytest.mark.behaviour("launch-templates")
def test_launch_template_tags_stay_out_of_its_data(world: Ec2World) -> None:
    """What Terraform reads back is what it wrote."""
    own = {"ResourceType": "launch-template", "Tags": [{"Key": "Name", "Value": "lt"}]}
    made = world.ec2.create_launch_template(
        LaunchTemplateName="tagged",
        LaunchTemplateData={"ImageId": "ami-12345678"},
        TagSpecifications=[own],
    )
    assert made["LaunchTemplate"]["Tags"] == own["Tags"]
    [version] = world.ec2.describe_launch_template_versions(LaunchTemplateName="tagged")[
        "LaunchTemplateVersions"
    ]
    assert "launch-template" not in json.dumps(version["LaunchTemplateData"])


@pytest.mark.behaviour("launch-templates")
def test_launch_template_shows_tags_that_it_got_later(world: Ec2World) -> None:
    made = world.ec2.create_launch_template(
        LaunchTemplateName="tagged", LaunchTemplateData={"InstanceType": "t3.micro"}
    )["LaunchTemplate"]
    team = {"Key": "Team", "Value": "voice"}
    world.ec2.create_tags(Resources=[made["LaunchTemplateId"]], Tags=[team])
    [shown] = world.ec2.describe_launch_templates(LaunchTemplateNames=["tagged"])["LaunchTemplates"]
    assert shown["Tags"] == [team]
