"""Minutes as one HTML page, made from the lines of their Markdown.

Only what the minutes themselves write is read: headings, paragraphs, items, tables and bold
references. What people typed comes with a backslash before each sign, and loses it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from store.domain.records import Event
from store.exchange.html import anchor, heading, page, table, tag, words
from store.exchange.minutes import event_minutes
from store.insight.snapshot import Snapshot

PLAIN = re.compile(r"\\([!-/:-@\[-`{-~])")
BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
CELLS = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


def minutes_html(snap: Snapshot, event: Event) -> str:
    """The minutes of `event` as a page that needs nothing else."""
    return page_of(event_minutes(snap, event))


def page_of(markdown: str) -> str:
    """The page of minutes that were written as Markdown."""
    lines = markdown.splitlines()
    title = next((plain(line[2:]) for line in lines if line.startswith("# ")), "Minutes")
    body = "\n".join(_body(line for line in lines if not line.startswith("# ")))
    return page(title, (), (), body)


def plain(text: str) -> str:
    """Words as they were typed."""
    return PLAIN.sub(r"\1", text)


def _kind(line: str) -> str:
    if line.startswith("|"):
        return "table"
    if line.lstrip().startswith("- "):
        return "list"
    return "other"


def _body(lines: Iterator[str]) -> Iterator[str]:
    for kind, group in groupby(lines, key=_kind):
        if kind == "table":
            yield _table(list(group))
        elif kind == "list":
            yield tag("ul", "".join(tag("li", _said(i.lstrip()[2:]), dir="auto") for i in group))
        else:
            yield from map(_line, filter(None, group))


def _line(line: str) -> str:
    marks, _, rest = line.partition(" ")
    if marks and set(marks) == {"#"} and len(marks) <= 6:
        return heading(len(marks), plain(rest), anchor(plain(rest)) if len(marks) == 2 else "")
    return tag("p", _said(line), dir="auto")


def _said(text: str) -> str:
    """Words with their bold ones marked."""
    parts = BOLD.split(text)
    return "".join(
        tag("strong", words(plain(part))) if place % 2 else words(plain(part))
        for place, part in enumerate(parts)
    )


def _table(lines: list[str]) -> str:
    rows = [_cells(line) for line in lines if not RULE.fullmatch(line.strip())]
    return table(rows[0], rows[1:]) if rows else ""


def _cells(line: str) -> list[str]:
    return [plain(cell.strip()) for cell in CELLS.split(line.strip())[1:-1]]
