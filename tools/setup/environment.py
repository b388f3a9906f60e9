"""The environment in which everything of this project runs, as shell lines for ``tools/run``."""

import shlex

from tools.setup.places import Places

# Terraform and the AWS provider each hold some hundred megabytes of schemas and live for seconds:
# with Go's own choice, 100, they spend a fifth of their processor time collecting garbage.
GO_COLLECTS_AT_PERCENT = 400


def write(where: Places) -> None:
    """Writes ``.tools/env``, whole or not at all."""
    values = {
        "PYTHONPATH": f"{where.checkout}:{where.checkout / 'lambda_src'}",
        "TF_CLI_CONFIG_FILE": str(where.terraform_config),
        "TFLINT_PLUGIN_DIR": str(where.tflint_plugins),
        "CHECKPOINT_DISABLE": "1",
    }
    lines = [f"export {name}={shlex.quote(value)}" for name, value in values.items()]
    first = shlex.quote(f"{where.checkout / '.venv/bin'}:{where.bin}")
    lines.append(f'export PATH={first}:"$PATH"')
    lines.append(f'export GOGC="${{GOGC:-{GO_COLLECTS_AT_PERCENT}}}"')
    where.prepared.mkdir(parents=True, exist_ok=True)
    draft = where.env_file.with_suffix(".draft")
    draft.write_text("\n".join(["# Written by tools/setup.", *lines, ""]))
    draft.replace(where.env_file)
