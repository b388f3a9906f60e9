"""One name for one thing, from the variable over the function's environment to Python's field.

Read from the files: a setting that changes its name on the way works as well, and costs whoever
follows it a search.
"""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.project import PROJECT

FUNCTIONS = (PROJECT / "modules" / "lifecycle" / "functions.tf").read_text()
PROBER = (PROJECT / "modules" / "prober" / "function.tf").read_text()
FUNCTION = re.compile(r"^    (\w+) = {\n(.*?)^    }$", re.M | re.DOTALL)
ENVIRONMENT = re.compile(r"^      environment = {\n(.*?)^      }$", re.M | re.DOTALL)
SETTING = re.compile(r"^ +([A-Z]\w+) += (.+?)(?: +#.*)?$", re.M)
VARIABLE = re.compile(r"\bvar\.([\w.]+)")

# Where a function makes its fields of the variables.
READERS = {
    "hook_handler": "hook_handler/config.py",
    "warmup": "warmup/handler.py",
    "prober": "prober/config.py",
}

ENVIRONMENTS = {
    function: dict(SETTING.findall(ENVIRONMENT.findall(body)[0]))
    for function, body in FUNCTION.findall(FUNCTIONS)
    if "environment = {" in body
} | {"prober": dict(SETTING.findall(PROBER.partition("environment = {\n")[2].partition("}")[0]))}
SET = [(name, value) for each in ENVIRONMENTS.values() for name, value in each.items()]


def fields(function: str) -> dict[str, str]:
    """Each field of a function's configuration with the environment variable that it is read of."""
    tree = ast.parse((PROJECT / "lambda_src" / READERS[function]).read_text())
    return {
        keyword.arg: name.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Config"
        for keyword in call.keywords
        for name in ast.walk(keyword.value)
        if keyword.arg and isinstance(name, ast.Constant) and str(name.value).isupper()
    }


def test_the_environments_are_read() -> None:
    assert ENVIRONMENTS.keys() == READERS.keys()
    assert all(len(fields(function)) >= 4 for function in READERS)


@pytest.mark.parametrize(("name", "value"), SET)
def test_an_environment_variable_has_the_name_of_terraforms(name: str, value: str) -> None:
    """owner_tag.key is OWNER_TAG_KEY; what is made of no variable is called freely."""
    variables = VARIABLE.findall(value)
    assert not variables or [name] == [each.replace(".", "_").upper() for each in variables]


@pytest.mark.parametrize("function", READERS)
def test_a_field_has_the_name_of_its_environment_variable(function: str) -> None:
    assert fields(function) == {field: field.upper() for field in fields(function)}


@pytest.mark.parametrize("function", READERS)
def test_what_terraform_sets_is_what_python_reads(function: str) -> None:
    assert set(fields(function).values()) | {"LOG_LEVEL"} == ENVIRONMENTS[function].keys()
