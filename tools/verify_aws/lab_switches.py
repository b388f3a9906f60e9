"""The lab's guesses, read from the text of ``lab/switches.py``.

Read and not imported, as `tools.lab_table` does: tools do not depend on tests, and the fields of
that file are literals.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

SWITCHES = Path("lab/switches.py")


def defaults(checkout: Path) -> dict[str, Any]:
    """The default of every switch, by name."""
    module = ast.parse((checkout / SWITCHES).read_text())
    return {
        field.target.id: ast.literal_eval(field.value)
        for field in ast.walk(module)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and field.value is not None
    }
