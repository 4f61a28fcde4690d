"""Calling the module of a verb; only the verb that was asked for is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from console.cli.parsing import HelpShown

if TYPE_CHECKING:
    from console.cli.options import Asked


def call(module: str, asked: Asked, words: list[str]) -> int:
    """Run a verb's `run(asked, words)`; asking for its help is a success."""
    try:
        return int(import_module(f"console.cli.{module}").run(asked, words))
    except HelpShown:
        return 0
