"""Options that every verb understands, before or after it.

--store, --as-of, --by, --json and --read-only.
"""

from __future__ import annotations

import os

from console.places import name_of, store_folder, tidy, who
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

VALUED = ("--store", "--as-of", "--by")


class Asked:
    """What a command line asked for apart from its verb.

    `store` is a path as typed (its bytes may be no UTF-8), `as_of` a moment as typed, `by` a role.
    With `read_only` nothing is written into the store.
    """

    __slots__ = ("as_of", "by", "json", "read_only", "store")

    def __init__(self) -> None:
        self.store: str | None = None
        self.as_of: str | None = None
        self.by: str | None = None
        self.json = False
        self.read_only = os.environ.get("RTE_READ_ONLY") == "1"

    @property
    def folder(self) -> str:
        """The folder of the store that is meant."""
        return store_folder(self.store)

    @property
    def who(self) -> str:
        """As whom changes are stamped."""
        return self.by or who()


def take(arguments: Sequence[str]) -> tuple[Asked, list[str]]:
    """Pick the common options out of `arguments`; the rest stays in its order.

    Nothing behind `--` is looked at; the mark itself stays, for the verb. Refuses an option
    without its value.
    """
    asked = Asked()
    rest: list[str] = []
    at = 0
    while at < len(arguments):
        word = arguments[at]
        if word == "--":
            rest += arguments[at:]
            break
        name, equals, value = word.partition("=")
        if word == "--json":
            asked.json = True
        elif word == "--read-only":
            asked.read_only = True
        elif name in VALUED:
            if not equals:
                at += 1
                value = arguments[at] if at < len(arguments) else ""
            _set(asked, name, value, bool(equals))
        else:
            rest.append(word)
        at += 1
    return asked, rest


def _set(asked: Asked, name: str, value: str, sure: bool) -> None:
    if not value or (value.startswith("--") and not sure):
        raise UsageFault(f"{name} needs a value behind it, like {EXAMPLES[name]}.")
    if name == "--store":
        asked.store = value
    elif name == "--as-of":
        asked.as_of = tidy(value)
    else:
        asked.by = name_of(value)
        if not asked.by:
            raise UsageFault(f"{name} needs a role or a name, like {EXAMPLES[name]}.")


EXAMPLES = {"--store": "--store ~/trains/tide", "--as-of": "--as-of 2026-11-18", "--by": "--by RTE"}
