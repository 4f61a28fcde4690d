"""`rte now`: one line about the running event, for a status bar. Light: bars ask every second.

The store is opened only where what quick capture knows of it is not enough.
"""

from __future__ import annotations

from console.cli import status
from console.cli.streams import out
from console.moment import real_ms, stated, store_shift, uptime
from console.places import tidy
from store.errors import UsageFault
from store.ledger.quick_clock import brief, clocks
from store.ledger.quick_view import QuickView

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from console.cli.status import Clocks
    from store.domain.records import Event

IN_TMUX = "{title} {number}/{count} {step} {left}"
"""What --tmux shows when no --format is given."""
HELP = """\
usage: rte now [--format FORM] [--tmux]

One line about the running event.

  rte now
  rte now --format "{step} {left}"
  set -g status-right '#(rte now --tmux)'        in tmux.conf

Without a running event it says so (with --format or --tmux: an empty line), and that is no failure.

  --format FORM  text with places: {title} {ref} {step} {number} {count} {left} {behind} {ends}
                 {phase}
  --tmux         what tmux would act on is shown as text; without --format it is
                 {title} {number}/{count} {step} {left}

Also for every verb: --store PATH, --as-of MOMENT, --by WHO, --json."""


class Wanted:
    """What the words behind `now` ask for; `form` None is the whole line."""

    __slots__ = ("form", "help", "tmux")

    def __init__(self) -> None:
        self.form: str | None = None
        self.tmux = False
        self.help = False


def run(asked: Asked, words: Sequence[str]) -> int:
    """Print the line."""
    wanted = _read(words)
    if wanted.help:
        out(HELP)
        return 0
    if wanted.tmux and wanted.form is None:
        wanted.form = IN_TMUX
    if not _quick(asked, wanted):
        _slow(asked, wanted)
    return 0


def _read(words: Sequence[str]) -> Wanted:
    wanted = Wanted()
    left = list(words)
    unknown: list[str] = []
    while left:
        name, equals, value = left.pop(0).partition("=")
        if name in ("-h", "--help"):
            wanted.help = True
        elif name == "--tmux" and not equals:
            wanted.tmux = True
        elif name == "--format":
            if not equals and not left:
                raise UsageFault('--format needs a text behind it, like "{step} {left}".')
            wanted.form = status.check_format(tidy(value if equals else left.pop(0)))
        else:
            unknown.append(name)
    if unknown and not wanted.help:
        raise UsageFault(f"rte now takes no {tidy(' '.join(unknown))[:40]!r}. See: rte now --help")
    return wanted


def _quick(asked: Asked, wanted: Wanted) -> bool:
    """From what quick capture knows; False if it is not enough, and nothing was printed then."""
    if stated(asked.as_of):
        return False
    folder = asked.folder
    view = QuickView(folder)
    view.refresh()
    context = view.context
    if context is None:
        return False
    if not context["event"]:
        _tell(asked, wanted, None, None)
        return True
    now, up = real_ms() + store_shift(folder), uptime()
    if wanted.form is not None and not asked.json and _is_brief(wanted.form):
        seen = brief(context, now, up)
        if seen is None or seen.index < 0:
            return False
        out(_filled(wanted, status.brief_words(seen)))
        return True
    found = clocks(context, now, up)
    if found is None:
        return False
    _tell(asked, wanted, found, found.event)
    return True


def _is_brief(form: str) -> bool:
    return status.BRIEF.issuperset(status.places_of(form))


def _slow(asked: Asked, wanted: Wanted) -> None:
    from console.cli.session import ledger_of

    with ledger_of(asked) as ledger:
        snap = ledger.snapshot()
    _tell(asked, wanted, snap, snap.running)


def _tell(asked: Asked, wanted: Wanted, seen: Clocks | None, event: Event | None) -> None:
    if asked.json:
        from console.cli.jsonout import print_json

        facts = status.facts(seen, event) if seen and event else {"running": False}
        print_json("rte.now.1", facts)
    elif wanted.form is not None:
        out(_filled(wanted, status.words(seen, event)) if seen and event else "")
    else:
        out(status.line(seen, event) if seen and event else "no event is running")


def _filled(wanted: Wanted, said: dict[str, str]) -> str:
    if wanted.tmux:
        said = {name: as_tmux(value) for name, value in said.items()}
    return status.fill(wanted.form or "", said)


def as_tmux(text: str) -> str:
    """`text` such that tmux shows it: no command and no style in it acts."""
    return text.replace("#", "##")
