"""OpenTofu, for `make test-tofu`: built from its pinned module, with the providers Terraform got.

OpenTofu looks for `hashicorp/aws` under the name of its own registry's host.
"""

import shutil

from tools.setup import golang
from tools.setup.places import Places
from tools.setup.provider_trees import HOST
from tools.setup.report import Report
from tools.setup.shell import replace_link

TOFU = "tofu"
TOFU_HOST = "registry.opentofu.org"


def prepare(where: Places, platform: str, report: Report) -> None:
    """Links the program and gives its registry's host a tree of the same providers."""
    replace_link(where.bin / TOFU, golang.build(where, TOFU, platform, report))
    tree = where.provider_tree
    shutil.rmtree(tree / TOFU_HOST, ignore_errors=True)
    # Links stay links: real folders with a link at the leaf, as for Terraform.
    shutil.copytree(tree / HOST, tree / TOFU_HOST, symlinks=True)
