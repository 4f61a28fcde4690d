"""`rte event ...`: drive the room from outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.cli import status
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.verbs import nearest
from console.places import tidy
from store.domain.agenda import AGENDAS
from store.domain.durations import parse_duration
from store.errors import UsageFault
from store.insight.events import captured_in, counts_in_words, left_behind
from store.insight.promises import missing
from store.ledger import running

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.records import Event
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = f"""\
  rte event start art-sync     kinds: {", ".join(AGENDAS)}
  rte event next               to the next step; back goes to the one before
  rte event add 5m             more time for this step; -5m takes some
  rte event pause              the clock stands; resume lets it go on
  rte event close              ends it, and says what still lacks an owner or a date
  rte event status             where it stands"""

MOVES: dict[str, Callable[[Ledger], Event]] = {
    "next": running.go_next,
    "back": running.go_back,
    "pause": running.pause,
    "resume": running.resume,
    "close": running.close,
}
DEEDS = ("start", *MOVES, "add", "status")


def run(asked: Asked, words: list[str]) -> int:
    """Do one thing to the room's event and say where it stands then."""
    deed, rest = _read(words)
    change = _change(deed, rest)
    with ledger_of(asked) as ledger:
        event = change(ledger) if change else ledger.running
        snap = ledger.snapshot()
    _tell(asked, snap, event)
    if deed == "close" and event:
        _closing(snap, event)
    return 0


def _read(words: list[str]) -> tuple[str, list[str]]:
    parser = Parser("event", "run an event of the train", EXAMPLES)
    parser.add_argument("deed", metavar="WHAT", help=", ".join(DEEDS))
    parser.add_argument("rest", metavar="...", nargs="*", help="what it needs: a kind, a length")
    # A length to take away begins with a dash; argparse would look for an option of that name.
    told = parser.parse_args(
        ["--", *words] if words[:1] == ["add"] and "--help" not in words else words
    )
    deed = tidy(told.deed).lower()
    if deed not in DEEDS:
        raise UsageFault(
            f"An event knows no {deed[:40]!r}.{nearest(deed, list(DEEDS))} "
            f"Type one of: {', '.join(DEEDS)}."
        )
    return deed, [tidy(word) for word in told.rest]


def _change(deed: str, rest: list[str]) -> Callable[[Ledger], Event] | None:
    """The use-case that is asked for, with what it needs; None only looks."""
    if deed == "start":
        if not rest:
            raise UsageFault(f"Say which: rte event start {next(iter(AGENDAS))}")
        kind = running.kind_named(" ".join(rest))
        return lambda ledger: running.start(ledger, kind)
    if deed == "add":
        if len(rest) != 1:
            raise UsageFault("Say how much time: rte event add 5m")
        seconds = _signed(rest[0])
        return lambda ledger: running.add_time(ledger, seconds)
    if rest:
        raise UsageFault(f"rte event {deed} takes nothing behind it, not {rest[0][:40]!r}.")
    return MOVES.get(deed)


def _signed(text: str) -> int:
    """Seconds to add, or to take when a dash stands before them."""
    return -parse_duration(text[1:]) if text.startswith("-") else parse_duration(text)


def _tell(asked: Asked, snap: Snapshot, event: Event | None) -> None:
    if asked.json:
        print_json("rte.event.1", status.facts(snap, event) if event else {"running": False})
    elif event:
        out(status.line(snap, event))
    else:
        out("No event is running. Start one: rte event start art-sync")


def _closing(snap: Snapshot, event: Event) -> None:
    """What the event leaves behind, and what is asked for; never forced."""
    outcome = counts_in_words(left_behind(snap, event))
    say(f"left behind: {outcome}" if outcome else "left nothing behind")
    for kind, record in captured_in(snap, event.ref):
        lacks = missing(record, kind)
        if lacks:
            say(f"  {record.ref} has no {' and no '.join(lacks)}: {record.text}")
    say(f"minutes: rte minutes {event.ref}")
