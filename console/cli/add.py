"""`rte add`: capture lines. On the path of quick capture, so no argparse and nothing heavy.

rte add KIND TEXT...     one record; words are joined by spaces
rte add KIND -           one record for every line of stdin, all of them or none
rte add -                the same, with the kind as the first word of each line
"""

from __future__ import annotations

from console.cli.streams import is_terminal, out, prompted, read_stdin, say
from console.moment import real_ms, stated, store_shift, uptime
from console.places import tidy
from store.domain.births import CONFIDENTIAL
from store.domain.grammar import preview
from store.domain.kinds import CAPTURED, find_kind
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from console.cli.options import Asked
    from store.domain.grammar import Capture

HELP = """\
usage: rte add KIND TEXT...      rte add KIND -      rte add -

Capture a line, or every line of stdin; prints the reference of each record.

  rte add risk "test rig is late @GAN owner:SM-GAN due:fri p:4 i:3"
  rte add dependency DRE>BEA wait feed need:I4
  rte add decision "wait feed for gate A only, because of the peak, by PM"
  rte add feedback "numbers too small #S3 v:change by:PM"
  rte add demo "live queue time @BEA #O403 for:5m"
  pbpaste | rte add action -

KIND is risk, impediment, decision, dependency, action, topic, objective, feedback, demo or
milestone, or its first letter (x for a dependency, p for a parked topic, s for a demo item, l for a
milestone). Words like @TEAM owner: due: #R12 p: i: like: level: option: v: are read; whatever is
not understood stays in the text. In a running event the
record is stamped with its step and minute. `-` reads at most 1 MB; either all lines are stored, or
none.

  --anonymous   store nobody's name, no minute, and lines in an order by chance; only
                together with `-`, because other users of this machine can see the words
                of a command. Confidential, not anonymous to an administrator of this machine
  --            what follows is text, also when it begins with a dash

Also for every verb: --store PATH, --as-of MOMENT, --by WHO, --json."""


class Line:
    """One record that was captured, from whichever door."""

    __slots__ = ("capture", "id", "kind", "ref")

    def __init__(self, key: str, ref: str, kind: str, capture: Capture) -> None:
        self.id = key
        self.ref = ref
        self.kind = kind
        self.capture = capture


class Wanted:
    """What the words behind `add` ask for. `kind` None: the first word of each line tells it."""

    __slots__ = ("anonymous", "help", "kind", "lines")

    def __init__(self) -> None:
        self.kind: str | None = None
        self.lines: list[str] = []
        self.anonymous = False
        self.help = False


def run(asked: Asked, words: Sequence[str]) -> int:
    """Capture, and print what came of it."""
    wanted = understand(words)
    if wanted.help:
        out(HELP)
        return 0
    found = capture(asked, wanted.lines, wanted.kind, anonymous=wanted.anonymous)
    _tell(found, asked.json, wanted.anonymous)
    return 0


def understand(words: Sequence[str]) -> Wanted:
    """Read the words behind `add`; stdin is read here if `-` asks for it."""
    wanted = Wanted()
    text: list[str] = []
    for at, word in enumerate(words):
        if word == "--":
            text += words[at + 1 :]
            break
        if word in ("-h", "--help"):
            wanted.help = True
            return wanted
        if word == "--anonymous":
            wanted.anonymous = True
        elif word.startswith("--") and " " not in word:
            raise UsageFault(
                f"There is no option {tidy(word)[:40]!r}. If it is text, write -- before it."
            )
        else:
            text.append(word)
    _fill(wanted, text)
    return wanted


def _fill(wanted: Wanted, text: list[str]) -> None:
    if not text:
        raise UsageFault('Say what to capture: rte add risk "test rig is late @GAN". See: --help')
    piped = text == ["-"] or text[1:] == ["-"]
    if text[0] != "-":
        wanted.kind = kind_named(text[0])
    if wanted.anonymous and not piped:
        raise UsageFault(
            "The words of a command can be seen by other users of this machine, so an anonymous "
            "capture is typed at a prompt or piped in: rte add KIND - --anonymous"
        )
    if piped:
        wanted.lines = _piped(wanted.anonymous)
        return
    line = tidy(" ".join(text[1:]))
    if not line:
        raise UsageFault(f"The {wanted.kind} has no text. Type: rte add {wanted.kind} TEXT...")
    wanted.lines = [line]


def kind_named(word: str) -> str:
    """The kind that is meant by a word or a letter; refuses one that is none."""
    shown = tidy(word).rstrip(":")[:40]
    kind = find_kind(shown)
    if kind is None:
        from console.cli.verbs import nearest

        names = [k.name for k in CAPTURED]
        raise UsageFault(
            f"There is no kind {shown!r}.{nearest(shown, names)} Kinds: {', '.join(names)}."
        )
    return kind.name


def _piped(anonymous: bool) -> list[str]:
    from store.domain.grammar_lines import split_lines
    from store.domain.text import clean, decode

    head = CONFIDENTIAL if anonymous else "Type what was said"
    text = prompted(head) if is_terminal() else decode(read_stdin())
    lines = [line for line in split_lines(text) if clean(line, limit=len(line) * 4)]
    if not lines:
        raise UsageFault("No line with text came in on standard input; nothing was saved.")
    return lines


def capture(asked: Asked, lines: Sequence[str], kind: str | None, *, anonymous: bool) -> list[Line]:
    """Capture `lines`, all or none: through the quick door, or with the store open.

    Refuses as `store.ledger.capturing.capture_lines` does; after it returns all is on disk.
    """
    found = _quick(asked, lines, kind, anonymous)
    return _slow(asked, lines, kind, anonymous) if found is None else found


def _quick(
    asked: Asked, lines: Sequence[str], kind: str | None, anonymous: bool
) -> list[Line] | None:
    """Through the quick door; None if it is shut, and nothing was written then."""
    if stated(asked.as_of):
        return None
    from store.ledger.quick import quick_add

    folder = asked.folder
    who = None if anonymous else asked.who
    now = real_ms() + store_shift(folder)
    made = quick_add(folder, lines, kind, who, now, uptime())
    return None if made is None else [Line(q.id, q.ref, q.kind, q.capture) for q in made]


def _slow(asked: Asked, lines: Sequence[str], kind: str | None, anonymous: bool) -> list[Line]:
    from console.cli.session import ledger_of
    from store.ledger.capturing import capture_lines

    with ledger_of(asked) as ledger:
        made = capture_lines(ledger, lines, kind, anonymous=anonymous)
    return [Line(c.record.id, c.record.ref, c.kind, c.capture) for c in made]


def _tell(found: list[Line], as_json: bool, anonymous: bool) -> None:
    """The talk first: if stdout turns out to be broken, the person still knows what is saved."""
    for line in found:
        # The grammar has cleaned the line; doing it again would load Unicode's tables for nothing.
        say(f"{line.ref} {preview(line.capture)}", clean_already=True)
        for note in line.capture.notes:
            say(f"  {note}")
    if anonymous:
        say(f"no name is stored, so nobody can take it back; {CONFIDENTIAL}", clean_already=True)
    else:
        say("undo: rte undo")
    if as_json:
        from console.cli.jsonout import print_json

        print_json("rte.captured.1", {"captured": [_facts(line) for line in found]})
    else:
        out("\n".join(line.ref for line in found))


def _facts(line: Line) -> dict[str, Any]:
    return {
        "ref": line.ref,
        "kind": line.kind,
        "id": line.id,
        "text": line.capture.text,
        "reading": preview(line.capture),
        "notes": list(line.capture.notes),
    }
