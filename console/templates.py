"""Where an RTE's own templates of events are kept, and all that can be used."""

from __future__ import annotations

import os
from pathlib import Path

from console.config import config_folder
from store.exchange.templates import Catalog, catalog


def templates_folder() -> Path:
    """Where templates of the RTE's own are; it need not exist."""
    return config_folder(os.environ) / "templates"


def templates() -> Catalog:
    """The templates that ship and the RTE's own, as they are now."""
    return catalog(templates_folder())
