"""What stands on the terminal before the app draws, and giving the terminal back as it was found.

Loading Textual takes a few hundred milliseconds. Before that `console.splash` draws a first frame
with `put_up`; the driver takes over with `hand_over`, on the same screen, so that the first real
frame replaces it in its place; whoever does not get so far gives the terminal back with
`take_down`. Keys wait in the terminal meanwhile.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

IN, OUT = 0, 2
"""Keys come from standard input; Textual draws on standard error, and so does this."""
ENTER = "\x1b[?1049h"
"""Another screen, so that what stood on the terminal comes back when the console leaves."""
_LEAVE = "\x1b[m\x1b[?25h\x1b[?1049l"
_HIDDEN = "\x1b[?25l"


class Standing:
    """A first frame that stands on the terminal, and how the terminal was found."""

    __slots__ = ("attributes", "handed_over")

    def __init__(self, attributes: list[Any]) -> None:
        self.attributes = attributes
        self.handed_over = False


_standing: Standing | None = None


def stands() -> bool:
    """Whether a first frame was put up in this process and not taken down since."""
    return _standing is not None


def put_up(frame: str) -> None:
    """Take the terminal and draw this on a screen of its own; OSError if it cannot be taken."""
    global _standing
    _watch_signals()
    _standing = Standing(_quiet_keys())
    _write(f"{ENTER}{_HIDDEN}{frame}")


def hand_over() -> list[Any] | None:
    """The terminal's attributes as they were found, to whoever draws from now on on this screen.

    None where no first frame stands there.
    """
    if _standing is None or _standing.handed_over:
        return None
    _standing.handed_over = True
    return _standing.attributes


def take_down() -> None:
    """Give the terminal back as it was found; what was typed is left for the shell."""
    global _standing
    if _standing is None:
        return
    import termios

    was, _standing = _standing, None
    if not was.handed_over:
        _write(_LEAVE)
    try:
        termios.tcsetattr(IN, termios.TCSANOW, was.attributes)
    except (termios.error, OSError):
        return


def _quiet_keys() -> list[Any]:
    """Let keys wait unseen and unchanged; only the interrupt still interrupts.

    Returns how the terminal was. Nothing that was typed before is thrown away.
    """
    import termios

    found = termios.tcgetattr(IN)
    quiet: list[Any] = [*found[:6], list(found[6])]
    quiet[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    quiet[6][termios.VMIN], quiet[6][termios.VTIME] = 1, 0
    # Stopped now, the shell would be left with this drawing.
    quiet[6][termios.VSUSP] = b"\x00"
    try:
        termios.tcsetattr(IN, termios.TCSANOW, quiet)
    except termios.error as fault:
        raise OSError(*fault.args) from fault
    return found


def _watch_signals() -> None:
    """Until the app has handlers of its own, a signal that ends us leaves in good order too."""
    # The module `signal` would load the tables of its enumerations first. This is what it wraps.
    import _signal as signals  # type: ignore[import-not-found]  # has no types

    def end(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    for number in (signals.SIGHUP, signals.SIGTERM):
        if signals.getsignal(number) == signals.SIG_DFL:
            signals.signal(number, end)


def _write(text: str) -> None:
    data = memoryview(text.encode("utf-8", "replace"))
    try:
        while data:
            data = data[os.write(OUT, data) :]
    except OSError:
        return  # a terminal that is gone is noticed soon enough
