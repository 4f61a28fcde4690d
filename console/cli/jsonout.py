"""JSON on stdout: one object with a `schema`, UTF-8, harmless in a terminal."""

from __future__ import annotations

import json

from console.cli.streams import shown, write_raw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def print_json(schema: str, facts: Mapping[str, object]) -> None:
    """Print `facts` with their schema in front.

    Values stay as stored. If one of them would do something to a terminal (a store that was
    changed by other hands), everything beyond ASCII is written as an escape: the same JSON.
    """
    whole = {"schema": schema, **facts}
    text = json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False)
    if shown(text) != text:
        text = json.dumps(whole, indent=2, allow_nan=False)
    write_raw(text + "\n")
