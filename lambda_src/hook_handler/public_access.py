"""Elastic IPs that VPC Block Public Access cuts off. Pure.

The VIP is held nevertheless, and reached from inside the VPC: so it is told, and nothing else.
Whether an IPv6 address is meant to meet the internet, the configuration does not say.
"""

from __future__ import annotations

from hook_handler.config import Config
from hook_handler.world import NOT_BLOCKED, World


def blocked(world: World, config: Config) -> tuple[str, ...]:
    """A sentence for each subnet of a VIP with an Elastic IP whose internet traffic is blocked."""
    return tuple(
        f"VPC Block Public Access is {subnet.block_mode} in {subnet.subnet_id}, the subnet of the "
        f"VIP {vip.key}: its Elastic IP is cut off from the internet, both ways. Exclude the VPC, "
        "and not the subnet, which a heal makes anew (`aws ec2 "
        f"create-vpc-block-public-access-exclusion --vpc-id {config.vpc_id} "
        "--internet-gateway-exclusion-mode allow-bidirectional`), or switch the block off."
        for vip in config.vips
        if vip.elastic_ips
        for subnet in world.of(vip.key).subnets
        if subnet.block_mode != NOT_BLOCKED
    )
