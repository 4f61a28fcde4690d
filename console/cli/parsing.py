"""argparse as this command line speaks: refusals are `UsageFault`, help leads with examples."""

from __future__ import annotations

import argparse
from typing import NoReturn

from console.cli.streams import out
from console.places import tidy
from store.errors import UsageFault


class HelpShown(Exception):
    """The help was asked for and has been printed."""


class Parser(argparse.ArgumentParser):
    """The parser of one verb."""

    def __init__(self, verb: str, about: str, examples: str) -> None:
        super().__init__(
            prog=f"rte {verb}",
            description=f"{about[0].upper()}{about[1:]}.\n\n{examples}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog="Also for every verb: --store PATH, --as-of MOMENT, --by WHO, --json.",
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Refuse with one sentence instead of printing the usage and exiting."""
        raise UsageFault(f"{tidy(message)}. See: {self.prog} --help")

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - argparse's signature
        """Help that was asked for is data."""
        out(self.format_help().rstrip())

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:  # noqa: ARG002
        """argparse ends here after printing help; the caller decides about the process."""
        raise HelpShown
