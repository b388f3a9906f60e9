"""Where the checkout is."""

from __future__ import annotations

from tools.setup.places import checkout_root

PROJECT = checkout_root()
