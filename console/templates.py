"""Where an RTE's own templates of events are kept, and all that can be used."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from console.places import data_home
from store.exchange.templates import Catalog, catalog


def config_home() -> Path:
    """The config folder: $RTE_HOME, else the platform's own (XDG on Linux)."""
    if os.environ.get("RTE_HOME"):
        return Path(data_home())
    if not sys.platform.startswith("linux"):
        from platformdirs import user_config_dir

        return Path(user_config_dir("rte-console", appauthor=False))
    base = os.environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):
        base = os.path.expanduser("~/.config")
    return Path(base) / "rte-console"


def templates_folder() -> Path:
    """Where templates of the RTE's own are; it need not exist."""
    return config_home() / "templates"


def templates() -> Catalog:
    """The templates that ship and the RTE's own, as they are now."""
    return catalog(templates_folder())
