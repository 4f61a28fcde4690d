"""One command line: from words to an exit code. On the path of quick capture.

This is the only place that turns faults into exit codes. A traceback is never printed.
"""

from __future__ import annotations

import sys

from console.cli.options import take
from console.cli.streams import OutputLost, flush, out, prepare, say, silence
from console.cli.verbs import VERBS
from console.places import tidy
from store.errors import ConsoleError, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from console.cli.options import Asked

BROKEN_PIPE = 141
INTERRUPTED = 130
HELP = ("-h", "--help", "help")


def run(arguments: list[str]) -> int:
    """Run the command that `arguments` name and return its exit code."""
    prepare()
    return guarded(lambda: _dispatch(arguments))


def guarded(act: Callable[[], int]) -> int:
    """What `act` returns; a fault is told in one sentence and becomes its exit code."""
    try:
        code = act()
        flush()
    except ConsoleError as fault:
        code = _refused(fault)
    except BrokenPipeError:
        silence(sys.stdout, 1)
        code = BROKEN_PIPE
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as fault:  # the last resort: whatever it is, people's text stays private
        from console.cli.crash import report

        say(report(fault))
        code = 1
    return code


def _refused(fault: ConsoleError) -> int:
    if isinstance(fault, OutputLost):
        silence(sys.stdout, 1)
    else:
        try:
            flush()  # what was printed before the refusal comes before it
        except (OutputLost, BrokenPipeError):
            silence(sys.stdout, 1)
    say(f"rte: {fault.sentence}")
    return fault.exit_code


def _dispatch(arguments: list[str]) -> int:
    asked, rest = take(arguments)
    restrict(asked)
    if not rest:
        from console.cli.room import open_room

        return open_room(asked)
    if rest[0] == "--plain":
        if rest[1:]:
            raise UsageFault("Nothing stands behind rte --plain; what you want is typed into it.")
        from console.plain.loop import run_plain

        return run_plain(asked)
    verb, words = rest[0], rest[1:]
    _keep_private(verb, words)
    if verb in HELP:
        return _help(asked, words)
    if verb == "--version":
        from console.cli.version import version

        out(f"rte-console {version()}")
        return 0
    if verb not in VERBS:
        from console.cli.verbs import nearest

        shown = tidy(verb)[:40]
        raise UsageFault(f"There is no verb {shown!r}.{nearest(shown, [*VERBS])} See: rte --help")
    return call_verb(verb, asked, words)


def _keep_private(verb: str, words: list[str]) -> None:
    """Refuse what is private and was typed where others can see it; looking for it is no secret."""
    from store.domain.private import is_private_text

    if verb != "list" and any(is_private_text(word) for word in words):
        raise UsageFault(
            "The words of a command can be seen by other users of this machine, so what is private "
            "is typed or piped in: rte add KIND -"
        )


def restrict(asked: Asked) -> None:
    """Keep this process out of the store where that was asked for, before anything opens it."""
    files = "store.journal.files"
    if asked.read_only or files in sys.modules:
        from store.journal.files import keep_out

        keep_out(asked.folder if asked.read_only else None)


def _help(asked: Asked, words: list[str]) -> int:
    if words and words[0] in VERBS:
        return call_verb(words[0], asked, ["--help"])
    from console.cli.help import overview

    out(overview().rstrip())
    return 0


def call_verb(verb: str, asked: Asked, words: list[str]) -> int:
    """Run one verb of `VERBS`."""
    if verb == "add":
        from console.cli.add import run as add

        return add(asked, words)
    if verb == "now":
        from console.cli.now import run as now

        return now(asked, words)
    if verb == "capture":
        from console.cli.capture import run as capture

        return capture(asked, words)
    from console.cli.calling import call

    return call(VERBS[verb][0], asked, words)
