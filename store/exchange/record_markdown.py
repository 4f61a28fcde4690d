"""Records as Markdown: one whole, or several as a table.

What a person typed renders as typed and does nothing. A record that begins with `private:` goes
into no copy, and neither do the words of one that another is linked with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from store.domain.kinds import BY_NAME
from store.domain.records import Decision, Problem, Record
from store.domain.text import md
from store.errors import RuleBroken
from store.exchange.decision_md import decision_lines
from store.exchange.problem_md import problem_lines
from store.insight.facts import origin, told
from store.insight.figures import figures_in_words
from store.insight.links import Linked
from store.insight.mixed import row_of
from store.insight.private import is_private, is_private_text, quotes_private
from store.insight.rows import Row
from store.insight.snapshot import Snapshot

if TYPE_CHECKING:
    from store.domain.kinds import Kind

COLUMNS = ("Ref", "When", "State", "What", "Who", "Note")
WITHHELD = "private"


def record_markdown(
    snap: Snapshot,
    kind: str,
    record: Record,
    doc: Mapping[str, Any],
    *,
    links: Sequence[Linked] = (),
    history: Iterable[str] = (),
) -> str:
    """One record, whole: words, fields, figures, origin, links, and its history if given.

    `doc` are its stored fields, `history` lines in words. Refuses a private one.
    """
    if is_private(record):
        raise RuleBroken(f"{record.ref} is private: nothing of it goes into a copy.")
    return "\n".join(_lines(snap, kind, record, doc, links, history)) + "\n"


def _lines(
    snap: Snapshot,
    kind: str,
    record: Record,
    doc: Mapping[str, Any],
    links: Sequence[Linked],
    history: Iterable[str],
) -> Iterator[str]:
    if isinstance(record, Decision):
        said_of_it = decision_lines(record, snap)
        yield from (WITHHELD if quotes_private(line) else line for line in said_of_it)
    elif isinstance(record, Problem):
        yield from problem_lines(record, snap)
    else:
        yield from _facts(snap, kind, record, doc)
    if links:
        yield from ("", "## Links", "")
        for link in links:
            yield f"- {link.how} {_link(link)}"
    said = [md(line.strip()) for line in history if not quotes_private(line)]
    if said:
        yield from ("", "## History", "")
        yield from (f"- {line}" for line in said)


def _facts(snap: Snapshot, kind: str, record: Record, doc: Mapping[str, Any]) -> Iterator[str]:
    row = row_of(kind, record, snap)
    yield f"# {md(record.ref)} {_called(kind)}"
    yield ""
    yield md(record.text or str(getattr(record, "title", "")))
    yield ""
    if row.note:
        yield f"*{md(row.note)}*"
        yield ""
    facts = [*told(kind, doc), *figures_in_words(row.computed), ("came from", origin(snap, record))]
    for label, words in facts:
        yield f"- **{md(label)}:** {_public(words)}"


def _called(kind: str) -> str:
    known: Kind | None = BY_NAME.get(kind)
    return known.name if known else kind


def _public(words: str) -> str:
    return WITHHELD if quotes_private(words) else md(words)


def _link(link: Linked) -> str:
    return f"**{md(link.ref)}** {WITHHELD}" if is_private_text(link.text) else md(link.words)


def list_markdown(title: str, rows: Iterable[Row]) -> str:
    """Rows as a table under a title. Private ones are left out, and how many is said."""
    every = list(rows)
    public = [row for row in every if not quotes_private(f"{row.text} {row.note}")]
    lines = [f"# {md(title)}", ""]
    if public:
        lines += [f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
    for row in public:
        cells = (row.ref, row.when, row.state, row.text, row.who, row.note)
        lines.append(f"| {' | '.join(md(cell) for cell in cells)} |")
    if len(public) < len(every):
        left_out = len(every) - len(public)
        lines += [*([""] if public else []), f"{left_out} private, left out."]
    elif not every:
        lines.append("Nothing here.")
    return "\n".join(lines) + "\n"
