"""Carry or close, by key: one record or all of a kind with one reason, then the interval itself."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.screens.dependency_acts import DEPENDENCY_ACTS
from console.screens.impediment_acts import IMPEDIMENT_ACTS
from console.screens.promise_acts import ANSWER
from console.screens.risk_acts import RISK_KIND_ACTS
from console.widgets.notice import say
from store.domain.carrying import KINDS, lacks_day, latest
from store.domain.kinds import BY_NAME
from store.domain.records import Record
from store.domain.words import plural
from store.insight import carrying as insight
from store.insight.rows import Row
from store.ledger import sweeping

NOTHING = "Nothing is open here any more."
ONE, KIND, ALL = "one", "kind", "all"
BY_KIND = {
    "risk": RISK_KIND_ACTS[0],
    "impediment": IMPEDIMENT_ACTS[0],
    "dependency": DEPENDENCY_ACTS[0],
    "action": ANSWER,
}
"""How a record of each kind is closed: by the first act of its own register."""


def _open_here(screen: ConsoleScreen) -> dict[str, list[Record]]:
    snap = screen.session.snapshot
    return insight.still_open(snap, insight.swept(snap))


def _record(screen: ConsoleScreen, row: Row | None) -> Record | None:
    found = screen.session.ledger.views.get(row.kind, row.id) if row else None
    if row is not None and row.kind in KINDS and found is not None and insight.is_open(found):
        return found
    say(screen.app, "Nothing to carry", NOTHING if not _open_here(screen) else "Put the cursor on "
        "a risk, an impediment, a dependency or an action that is open.")  # fmt: skip
    return None


def _choices(row: Row, left: Mapping[str, list[Record]]) -> tuple[tuple[str, str], ...]:
    """One of them, all of its kind, or all; only what is more than the one before."""
    mine, every = left.get(row.kind, []), sum(len(found) for found in left.values())
    found = [(ONE, f"{row.ref} alone")]
    if len(mine) > 1:
        found.append((KIND, f"all {plural(len(mine), row.kind, BY_NAME[row.kind].plural)}"))
    if every > len(mine):
        found.append((ALL, f"all {every}"))
    return tuple(found)


def carry(screen: ConsoleScreen, row: Row | None) -> None:
    """Carry the record under the cursor, or all of its kind with it, and say why."""
    record = _record(screen, row)
    if record is None or row is None:
        return
    session, left = screen.session, _open_here(screen)

    def chosen(which: str) -> list[str]:
        if which == ALL:
            return [one.ref for found in left.values() for one in found]
        return [one.ref for one in left.get(row.kind, [])] if which == KIND else [record.ref]

    def save(typed: Mapping[str, str]) -> None:
        refs = chosen(typed.get("which", ONE))
        session.do(sweeping.carry, session.ledger, refs, typed["why"], typed["day"])
        say(screen.app, "Carried", f"{plural(len(refs), 'record')} · u takes it back",
            "information")  # fmt: skip

    target = screen.attempt(lambda: sweeping.target_of(session.ledger, _from(screen, record)))
    if target is None:
        return
    choices = _choices(row, left)
    asked = [Field("which", "carry", choices=choices)] if len(choices) > 1 else []
    lack = lacks_day(record, session.snapshot.today)
    hint = {"review": "its review is over: the next one", "due": "its date is over: another one"}
    day = "for those whose review or date is over: fri, 12 jan"
    fields = (
        *asked,
        Field("why", "because", "", f"why it goes on in {target.short}"),
        Field("day", "day", "", f"{hint.get(lack or '', day)}, like fri or 12 jan"),
    )
    about = f"{record.text}\nIt goes on in {target.short}."
    if row.kind == "dependency":
        about += " A new one is proposed there, and its provider is asked again."
    screen.app.push_screen(
        AnswerScreen(f"{record.ref} Carry it over?", about, fields, save),
        lambda _: screen.reload(),
    )


def _from(screen: ConsoleScreen, record: Record) -> str:
    return latest(record, screen.session.snapshot.pi_name)


def close_it(screen: ConsoleScreen, row: Row | None) -> None:
    """Close the record under the cursor by the rules of its own kind."""
    if _record(screen, row) is not None and row is not None:
        BY_KIND[row.kind].run(screen, row)


def close_interval(screen: ConsoleScreen, row: Row | None) -> None:  # noqa: ARG001 - all of it
    """Ask, then close the planning interval; refuses while anything is open in it."""
    session, snap = screen.session, screen.session.snapshot
    name = insight.swept(snap)
    left = insight.still_open(snap, name)
    if left:
        said = f"{name} still holds {insight.counts_in_words(left)}. Carry or close each first."
        say(screen.app, "Not yet", said)
        return

    def save(typed: Mapping[str, str]) -> None:
        if typed["it"] == "close":
            session.do(sweeping.close, session.ledger, name, typed["note"])

    gone = plural(len(insight.carried_from(snap, name)), "record")
    about = f"Nothing is open in it; {gone} carried on. u takes the closing back."
    fields = (
        Field("it", name, choices=(("wait", "not yet"), ("close", "close it"))),
        Field("note", "note", "", "what this interval was, in a line; may stay empty"),
    )
    screen.app.push_screen(
        AnswerScreen(f"Close {name}?", about, fields, save), lambda _: screen.reload()
    )


CARRYING_ACTS: tuple[Act, ...] = (
    Act("v", "carry", carry),
    Act("o", "close it", close_it),
    Act("w", "close the interval", close_interval),
)
"""Acts of the sweep."""

CARRYING_SURFACES: dict[str, tuple[Act, ...]] = {"carrying": CARRYING_ACTS}
"""Acts by the name of the surface."""
