"""Appliances of the AWS Marketplace.

Made up after the real ones: name, product code, owner, architecture, root device, dates.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Listed:
    """One image of a listing. The ids of `OLDER` are the real ones, others made up."""

    ami_id: str
    name: str
    product_code: str
    created: str  # ISO 8601
    root_device_name: str = "/dev/xvda"
    architecture: str = "x86_64"


BYOL_SUFFIX = "42cb6e93-8d9d-490b-a73c-e3e56077ffd1"  # as in the name of the real listing
LISTED = [
    Listed(
        "ami-0c8000170400000a1",
        f"Cisco-C8K-17.06.02-{BYOL_SUFFIX}",
        "3ycwqehancx46bkpb3xkifiz5",
        "2022-03-01",
    ),
    Listed(
        "ami-0c8000171200000b2",
        f"Cisco-C8K-17.12.04-{BYOL_SUFFIX}",
        "3ycwqehancx46bkpb3xkifiz5",
        "2026-02-01",
    ),
    Listed(
        "ami-0c8000171500000c3",
        "Cisco-C8K-PAYG-ESS-17.15.01a-0973be0f-17dc-43c1-9677-13348bbfe587",
        "k585h9fyh5prlazwh3vb0yh3",
        "2026-05-01",
    ),
    Listed(
        "ami-0c51000170300000a",
        "cisco_CSR-17.03.07-BYOL-624f5bb1-7f8e-4f7c-ad2c-03ae1cd1c2d3",
        "5tiyrfb5tasxk9gmnab39b843",
        "2023-05-01",
    ),
    Listed(
        "ami-0c51000160900000b",
        "cisco_CSR-16.09.08-BYOL-624f5bb1-7f8e-4f7c-ad2c-03ae1cd1c2d3",
        "5tiyrfb5tasxk9gmnab39b843",
        "2024-01-01",
    ),
    Listed(
        "ami-0c51000170300000c",
        "cisco_CSR-17.03.08-SEC-dbfcb230-402e-49cc-857f-dacb4db08d34",
        "another1product1code1sec1",
        "2023-09-01",
    ),
    Listed(
        "ami-0a5d0000023400001",
        "junos-vsrx3-x86-64-23.4R2.13-consec4--prod",
        "juniper1vsrx1code1made1up",
        "2026-01-15",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-0a5d0000020300002",
        "junos-vsrx3-x86-64-20.3R2.9-consec4--prod",
        "juniper1vsrx1code1made1up",
        "2021-01-15",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-0fa000001110000a1",
        "PA-VM-AWS-11.1.4-f1260463-68e1-4bfb-bf2e-075c2664c1d7",
        "6njl1pau431dv1qxipg63mvah",
        "2026-03-01",
    ),
    Listed(
        "ami-0f07000007400000a",
        "FortiGate-VM64-AWSONDEMAND build2573 (7.4.4) GA-00000000-0000-4000-8000-000000000001",
        "2wqkpek696qhdeo7lbbjncqli",
        "2026-02-15",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-0f07000007400000b",
        "FortiGate-VM64-AWS build2573 (7.4.4) GA-00000000-0000-4000-8000-000000000002",
        "dlaioq277sglm5mw1y1dmeuqa",
        "2026-02-15",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-00e50000001400001",
        "VyOS 1.4.3-00000000-0000-4000-8000-000000000003",
        "8wqdkv3u2b9sa0y73xob2yl90",
        "2026-04-01",
    ),
]
OLDER = [
    Listed(
        "ami-086e1185f53016228",
        "cisco_CSR-.17.3.1a-BYOL-624f5bb1-7f8e-4f7c-ad2c-03ae1cd1c2d3",
        "5tiyrfb5tasxk9gmnab39b843",
        "2020-09-01",
    ),
    Listed(
        "ami-0b4796cd469da145a",
        "junos-vsrx3-x86-64-19.1R1.6-consec4--prod",
        "juniper1vsrx1code1made1up",
        "2019-06-01",
        root_device_name="/dev/sda1",
    ),
    Listed(
        "ami-0ad95096c95740994",
        "vmx-byol-19.1R1.6",
        "juniper1vmx11code1made1up",
        "2019-06-01",
        root_device_name="/dev/sda1",
    ),
]
OLDER_REGION = "eu-west-1"  # an image id exists in one region only; the lab's is this
