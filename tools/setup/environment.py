"""The environment in which everything of this project runs, as shell lines for ``tools/run``."""

import shlex

from tools.setup.places import Places
from tools.setup.providers import Decision


def write(where: Places, decision: Decision) -> None:
    """Writes ``.tools/env``, whole or not at all."""
    fixed = {
        "PYTHONPATH": f"{where.checkout}:{where.checkout / 'lambda_src'}",
        "TFLINT_PLUGIN_DIR": str(where.tflint_plugins),
        "CHECKPOINT_DISABLE": "1",
    }
    lines = [f"export {name}={shlex.quote(value)}" for name, value in fixed.items()]
    lines += [f"export {name}={shlex.quote(value)}" for name, value in terraform(decision).items()]
    first = shlex.quote(f"{where.checkout / '.venv/bin'}:{where.bin}")
    lines.append(f'export PATH={first}:"$PATH"')
    where.prepared.mkdir(parents=True, exist_ok=True)
    draft = where.env_file.with_suffix(".draft")
    draft.write_text("# Written by tools/setup.\n" + "\n".join(lines) + "\n")
    draft.replace(where.env_file)


def terraform(decision: Decision) -> dict[str, str]:
    """What Terraform reads from its environment."""
    named = {"TF_CLI_CONFIG_FILE": str(decision.config)}
    if decision.plugin_cache is not None:
        named["TF_PLUGIN_CACHE_DIR"] = str(decision.plugin_cache)
        # Set here too, as the configuration in use may be the person's own.
        named["TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE"] = "1"
    return named
