"""`rte event ...`: drive the room from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli import agendas, status
from console.cli.event_deeds import DEEDS, LOOKS, deed_of
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.verbs import nearest
from console.places import tidy
from store.errors import UsageFault
from store.insight.events import captured_in, counts_in_words, left_behind
from store.insight.promises import missing
from store.ledger import leaving, timing

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.records import Event
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte event start art-sync          which there are: rte template list
  rte event start art-sync at 09:00    it was planned for nine: the agenda is behind from there
  rte event next                    to the next step; back goes to the one before
  rte event jump 4                  to a step by its number, key or title
  rte event add 5m                  more time for this step; add -5m takes some
  rte event started-ago 4m          this step really began four minutes ago
  rte event park                    leave this step for later (park risks: another one)
  rte event turn                    the floor to the next team, item or risk; turn back, turn ANC
  rte event retime                  how the deficit would be spread; retime take does it
  rte event pause                   the clock stands; resume lets it go on
  rte event finish                  past everything else, to the last step
  rte event close                   ends it, and says what still lacks an owner or a date
  rte event status                  where it stands
  rte event agenda Europe/Berlin    its clock times, side by side in other zones"""


def run(asked: Asked, words: list[str]) -> int:
    """Do one thing to the room's event and say where it stands then."""
    deed, rest = _read(words)
    change = deed_of(deed, rest)
    with ledger_of(asked) as ledger:
        lacks = leaving.lacks(ledger) if deed == "next" else ""
        event = change(ledger) if change else ledger.running
        snap = ledger.snapshot()
        if event and change is None and deed in LOOKS:
            return _look(asked, deed, rest, ledger, event)
    _tell(asked, snap, event)
    if lacks:
        say(f"the step before: {lacks}. Back to it: rte event back")
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


def _look(asked: Asked, deed: str, rest: list[str], ledger: Ledger, event: Event) -> int:
    """Show the agenda, the proposal for it, or where the event stands."""
    snap = ledger.snapshot()
    if deed == "agenda":
        agendas.show_running(asked, snap, event, rest)
    elif deed == "retime":
        agendas.show_proposal(asked, timing.proposal(ledger))
    else:
        _tell(asked, snap, event)
    return 0


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
