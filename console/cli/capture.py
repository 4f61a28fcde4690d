"""`rte capture`: one line at the bottom of the terminal to capture into. Light, as `rte add` is.

rte capture            the first word of each line names its kind
rte capture KIND       every line is of this kind
"""

from __future__ import annotations

import os

from console.cli.streams import is_terminal, out
from console.places import tidy
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked

HELP = """\
usage: rte capture [KIND] [--once] [--anonymous]

One line to capture into, at the bottom of the terminal: what is running above it, how the line is
understood below it. Enter saves and stays, Esc leaves.

  rte capture                     risk: rig is late @GAN, then Enter
  rte capture action --once       one action, and gone
  bind-key c display-popup -h 8 -E "rte capture"       in tmux.conf

  Enter            saves; on the empty line it leaves
  Esc, ctrl+d      leaves; what is typed is kept and comes back at the next start
  ctrl+c           the same, and ends with 130
  ctrl+z           takes the last capture of this visit back
  up, down         earlier lines of this visit
  home end ctrl+a ctrl+e ctrl+left ctrl+right ctrl+w ctrl+u ctrl+k      as in a shell

  --once           leaves after the first one
  --anonymous      stores nobody's name, no step and no minute, and keeps no draft on disk.
                   Confidential, not anonymous to an administrator of this machine

Also for every verb: --store PATH, --as-of MOMENT, --by WHO."""


class Wanted:
    """What the words behind `capture` ask for; `kind` None: the first word of each line tells."""

    __slots__ = ("anonymous", "help", "kind", "once")

    def __init__(self) -> None:
        self.kind: str | None = None
        self.once = False
        self.anonymous = False
        self.help = False


def run(asked: Asked, words: Sequence[str]) -> int:
    """Open the line and stay until the person leaves."""
    wanted = understand(words)
    if wanted.help:
        out(HELP)
        return 0
    _require_terminal(asked, wanted)
    if asked.read_only:
        from store.journal.files import refuse_write

        refuse_write(asked.folder)
    from console.mini.app import Mini
    from console.mini.terminal import Terminal

    visit = Mini(
        asked, wanted.kind, anonymous=wanted.anonymous, once=wanted.once, terminal=Terminal()
    )
    return visit.run()


def understand(words: Sequence[str]) -> Wanted:
    """Read the words behind `capture`."""
    wanted = Wanted()
    rest: list[str] = []
    for word in words:
        if word in ("-h", "--help"):
            wanted.help = True
            return wanted
        if word == "--once":
            wanted.once = True
        elif word == "--anonymous":
            wanted.anonymous = True
        elif word.startswith("--") and word != "--":
            raise UsageFault(f"There is no option {tidy(word)[:40]!r}. See: rte capture --help")
        else:
            rest.append(word)
    if len(rest) > 1:
        raise UsageFault(
            "The text of a capture is typed into its line. In one command: rte add KIND TEXT..."
        )
    if rest:
        from console.cli.add import kind_named

        wanted.kind = kind_named(rest[0])
    return wanted


def _require_terminal(asked: Asked, wanted: Wanted) -> None:
    kind = wanted.kind or "KIND"
    if not (is_terminal() and os.isatty(1)):
        raise UsageFault(
            "rte capture is typed into, and there is no terminal. Pipe lines in with: "
            f"rte add {kind} -",
            title="No terminal",
        )
    if os.environ.get("TERM", "") == "dumb":
        raise UsageFault(
            "rte capture needs a terminal that can move its cursor, and TERM is dumb. Type lines "
            "with: rte --plain",
            title="No terminal",
        )
    if asked.json:
        raise UsageFault(f"rte capture has no --json. For scripts: rte add {kind} - --json")
