"""Capture: one line becomes one record, stamped with the event, step and minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import SystemRandom

from store.domain.births import Stamp, birth, changes
from store.domain.grammar import Capture, CaptureContext, parse_capture
from store.domain.records import Record
from store.errors import RuleBroken
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


@dataclass(frozen=True, slots=True)
class Captured:
    """A record that is on disk, and how its line was read."""

    record: Record
    kind: str
    capture: Capture


def iterations(ledger: Ledger) -> list[tuple[str, date, date]]:
    """Iterations of the current interval as a date may name them: name, first and last day."""
    pi = ledger.pi
    return [
        (i.name, date.fromisoformat(i.start), date.fromisoformat(i.end))
        for i in (pi.iterations if pi else ())
    ]


def context(ledger: Ledger) -> CaptureContext:
    """What the capture grammar must know of this train today."""
    train = ledger.train
    return CaptureContext(
        ledger.today,
        teams=[(team.short, team.name) for team in ledger.teams],
        roles=train.roles if train else (),
        iterations=iterations(ledger),
        letters=ledger.letters,
        called=ledger.called,
    )


def understand(ledger: Ledger, line: str, kind: str | None = None) -> Capture:
    """How `line` would be captured now; for the live preview. Changes nothing."""
    return parse_capture(line, kind=kind, context=context(ledger))


def about(ledger: Ledger, found: Capture) -> str | None:
    """The item that feedback without one would be about, because it has the floor now."""
    if found.kind != "feedback" or found.item is not None:
        return None
    return ledger.stamp(None).item


def capture_lines(
    ledger: Ledger, lines: Sequence[str], kind: str | None = None, *, anonymous: bool = False
) -> list[Captured]:
    """Capture several lines as one use-case: all of them are stored, or none is.

    Refuses with `RuleBroken` (kind missing, no words); the sentence names the line if there are
    several. After it returns, every record is on disk. Anonymous lines are stored, and given back,
    in an order by chance: which was said first would tell who said it.
    """
    ledger.catch_up()
    ledger.require_train()
    here = context(ledger)
    found = [parse_capture(line, kind=kind, context=here) for line in lines]
    with ledger.change("capture", anonymous=anonymous) as change:
        born = _born(found, change.stamp)
        if anonymous:
            SystemRandom().shuffle(born)
        made = [(change.new(str(c.kind), doc), str(c.kind), c) for c, doc in born]
    return [
        Captured(record, kind, capture)
        for key, kind, capture in made
        if (record := ledger.views.get(kind, key)) is not None
    ]


def _born(found: Sequence[Capture], stamp: Stamp) -> list[tuple[Capture, Doc]]:
    born: list[tuple[Capture, Doc]] = []
    for number, capture in enumerate(found, start=1):
        try:
            born.append((capture, birth(capture, stamp)))
        except RuleBroken as fault:
            if len(found) == 1:
                raise
            raise RuleBroken(f"Line {number}: {fault.sentence} Nothing was saved.") from fault
    return born


def capture(
    ledger: Ledger, line: str, kind: str | None = None, *, anonymous: bool = False
) -> Captured:
    """Capture one line; see `capture_lines`."""
    return capture_lines(ledger, [line], kind, anonymous=anonymous)[0]


def amend(ledger: Ledger, ref: str, line: str) -> Captured:
    """Set what a record lacks from words like `owner:SM-DRE due:fri #R12`.

    Refuses anything that is not understood, and a record that somebody changed meanwhile.
    """
    kind, record = ledger.find(ref)
    found = parse_capture(line, kind=kind, context=context(ledger))
    fields = changes(found, kind, record.links)
    if not fields:
        raise RuleBroken("Nothing to change. Type words like owner:SM-DRE due:fri.")
    with ledger.change("amend") as change:
        if kind == "action" and record.event != change.stamp.event:
            fields["answered"] = change.stamp.at
        change.amend(kind, record.id, fields, expect_rev=record.rev)
    after = ledger.views.get(kind, record.id)
    assert after is not None  # amended under the lock just now
    return Captured(after, kind, found)
