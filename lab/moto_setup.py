"""How moto is set up for the lab. Imported before anything of moto.

Environment: what moto reads from the environment is set here and nowhere else.
Tuning: three moto internals that cost much or tell wall-clock time.
"""

from __future__ import annotations

import functools
import os
import sys
from datetime import UTC, datetime
from typing import Any

# With MOTO_ACCOUNT_ID unset, keys unknown to moto belong to 123456789012.
os.environ.pop("MOTO_ACCOUNT_ID", None)

import moto.core.errors
import moto.core.responses
import moto.core.utils
from moto.core.common_models import BaseModel

from lab import context
from lab.patching import replace


def load_catalogue(wanted: bool) -> None:
    """AWS's images and managed policies: Terraform needs them, a simulation does not.

    They cost moto about half a second at every reset. Takes effect with the next fresh world.
    """
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = str(wanted).lower()
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = str(wanted).lower()


def install() -> None:
    _cache_method_names()
    _stop_tracking_instances()
    _tell_lab_time()
    _accept_any_error_code()


def _cache_method_names() -> None:
    """moto walks the whole response class on every call: a quarter of the time of an EC2 call."""
    cached = functools.cache(moto.core.utils.method_names_from_class)
    replace(moto.core.responses, "method_names_from_class", cached)


def _stop_tracking_instances() -> None:
    """moto keeps every model object for its dashboard until reset: a leak in long runs."""

    def untracked(cls: type[BaseModel], *_: Any, **__: Any) -> BaseModel:
        return object.__new__(cls)

    replace(BaseModel, "__new__", untracked)


def _tell_lab_time() -> None:
    """Every timestamp moto makes is lab time: LaunchTime, AttachTime, log events, …"""
    original = moto.core.utils.utcnow

    def utcnow() -> datetime:
        active = context.active()
        if active is None:
            return original()
        return datetime.fromtimestamp(active.clock.now(), UTC).replace(tzinfo=None)

    # Modules that moto loads later import the replacement by themselves.
    for module in [m for name, m in sys.modules.items() if name.startswith("moto.")]:
        if getattr(module, "utcnow", None) is original:
            replace(module, "utcnow", utcnow)


def _accept_any_error_code() -> None:
    """moto warns of codes outside a service's model; AWS itself answers with plenty of them."""
    replace(moto.core.errors, "warn", lambda *_, **__: None)
