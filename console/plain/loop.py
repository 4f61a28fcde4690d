"""Plain mode: the program line by line, for terminals that cannot draw and for screen readers.

No cursor is moved, no colour is sent and nothing is written while a line is typed. What happened
meanwhile is told before the next prompt.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import NoReturn

from console.cli.add import capture
from console.cli.options import Asked, take
from console.cli.run import BROKEN_PIPE, INTERRUPTED, call_verb, guarded, restrict
from console.cli.session import ledger_of
from console.cli.streams import MAX_STDIN, flush, is_terminal, out, say
from console.mini.kept import Kept
from console.moment import clock_for, real_ms, stated, store_shift, uptime
from console.plain.help import HELP
from console.plain.look import head, look
from console.plain.news import News
from console.plain.spoken import spoken_plainly
from console.plain.waiting import Waiting
from console.plain.words import DRAWING, Command, Said, meaning
from store.domain.grammar import preview
from store.domain.text import decode
from store.errors import ConsoleError, UsageFault

LONGEST = 4095
"""Bytes of a line that a terminal takes before Enter; it drops what is typed behind them."""
LEAVING = (signal.SIGHUP, signal.SIGTERM)


def run_plain(asked: Asked) -> int:
    """Open plain mode and stay until the person leaves; returns the exit code."""
    if sys.stdin is None:
        raise UsageFault("Standard input is closed, so nothing can be typed.", title="No terminal")
    before = {number: signal.signal(number, _leave) for number in LEAVING}
    try:
        with spoken_plainly():
            return Plain(asked).run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: object) -> NoReturn:  # noqa: ARG001 - the handler's signature
    raise SystemExit(128 + number)


class Plain:
    """One visit. What waits for its kind is on disk, so that it comes back after a dropped line."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._typed = is_terminal()
        self._code = 0
        self._leaving = False
        folder = asked.store = asked.folder  # this train, also if another becomes the current one
        moment = stated(asked.as_of)
        self._clock = clock_for(folder, moment) if moment else None
        with ledger_of(asked) as ledger:
            self._train = ledger.require_train().name
            self._begin = head(ledger)
        self._news = News(folder, asked.who, self._now)
        kept = Kept(folder, None, on_disk=not asked.read_only, session="plain")
        self._waiting = Waiting(kept)

    def run(self) -> int:
        """Lines until the end of the input; a pipe ends with the code of its first refusal."""
        if self._typed:
            out(f"{self._train}. Type what was said, like: risk: rig is late @GAN. Help: ?")
            out("\n".join(self._begin))
        if self._waiting.lines:
            out(self._waiting.told())
        try:
            while (line := self._line()) is not None:
                code = guarded(partial(self._take, line))
                self._code = self._code or code
                if code == BROKEN_PIPE:
                    return code
                if self._leaving:
                    break
        except KeyboardInterrupt:
            self._code = INTERRUPTED
            out("")
        if self._waiting.lines:
            say(self._waiting.told())
        return self._code if not self._typed or self._code == INTERRUPTED else 0

    def _now(self) -> tuple[int, tuple[str, int] | None]:
        """This moment in ms UTC, and the machine's counter."""
        if self._clock is not None:
            return round(self._clock().timestamp() * 1000), None
        return real_ms() + store_shift(self._asked.folder), uptime()

    # -- one line

    def _line(self) -> str | None:
        for told in self._news.told():
            out(told)
        flush()
        if self._typed and sys.stderr is not None:
            sys.stderr.write("which kind? > " if self._waiting.lines else "> ")
            sys.stderr.flush()
        raw = os.fsencode(sys.stdin.readline(MAX_STDIN))
        if not raw:
            return None
        if self._typed and len(raw) >= LONGEST:
            say(
                f"A terminal takes {LONGEST:,} bytes of a line; the end of this one may be missing."
            )
        return decode(raw)

    def _take(self, line: str) -> int:
        waits = self._waiting.answer(line)
        if waits is not None:
            return self._save(*waits)
        found = meaning(line)
        if found is None:
            self._tell_where()
        elif isinstance(found, Command):
            return self._command(list(found.words))
        elif not found.known:
            return self._wait(found)
        else:
            return self._capture(found)
        return 0

    def _tell_where(self) -> None:
        """Enter alone: where the event stands, and what waits."""
        if self._waiting.lines:
            out(self._waiting.told())
        self._verb("now", [])

    # -- captures

    def _capture(self, said: Said) -> int:
        try:
            self._store(said.text, said.kind)
        except ConsoleError:
            self._waiting.add(said.text, said.kind)
            say("It is kept and waits: + WORDS adds what it lacks, /drop gives it up.")
            raise
        return 0

    def _save(self, text: str, kind: str | None) -> int:
        """A line that waited, with what it waited for."""
        self._store(text, kind)
        self._waiting.done()
        return 0

    def _store(self, text: str, kind: str | None) -> None:
        (made,) = capture(self._stamped(), [text], kind, anonymous=False)
        out(f"saved {made.ref} {preview(made.capture)}")
        for note in made.capture.notes:
            say(f"  {note}")
        self._news.done()

    def _wait(self, said: Said) -> int:
        self._waiting.add(said.text, None)
        say(self._waiting.asked(said.hint))
        return 0 if self._typed else UsageFault.exit_code

    # -- commands

    def _command(self, words: list[str]) -> int:
        name, rest = words[0], words[1:]
        if name == "quit":
            self._leaving = True
        elif name == "help" and not rest:
            out(HELP)
        elif name == "drop":
            out(self._waiting.drop())
        elif name == "look":
            with ledger_of(self._stamped()) as ledger:
                said = look(ledger)
            out("\n".join(said))
        elif name in DRAWING and "--auto" not in rest:
            raise UsageFault(f"rte {name} draws on a terminal, and this is plain mode. See: ?")
        else:
            return self._verb(*((rest[0], ["--help"]) if name == "help" else (name, rest)))
        return 0

    def _verb(self, verb: str, words: list[str]) -> int:
        own, rest = take(words)
        asked = self._stamped()
        for name in ("store", "as_of", "by", "json", "read_only"):
            if getattr(own, name):
                setattr(asked, name, getattr(own, name))
        from console.cli.verbs import VERBS, nearest

        if verb not in VERBS:
            raise UsageFault(f"There is no verb {verb[:40]!r}.{nearest(verb, [*VERBS])} See: ?")
        restrict(asked)
        try:
            return call_verb(verb, asked, rest)
        finally:
            restrict(self._stamped())
            if self._news.done():
                with ledger_of(self._stamped()) as ledger:
                    said = head(ledger)
                # A move has told where the event stands.
                out("\n".join(said[1:] if verb == "event" and len(said) > 1 else said))

    def _stamped(self) -> Asked:
        """What was asked for at the start; a stated moment has gone on since."""
        asked = Asked()
        asked.store, asked.by, asked.as_of = self._asked.store, self._asked.by, self._asked.as_of
        asked.read_only = self._asked.read_only
        if self._clock is not None:
            asked.as_of = self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        return asked
