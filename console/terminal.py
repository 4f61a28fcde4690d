"""Running the console in a terminal: what must be true before, during and after.

`prepare` belongs before the first import of Textual, whose constants read the environment then.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from console.kinds import KIND, kind_of
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from textual.app import App

    from console.containment import Containment

OnLeave = Callable[[str], None]
"""Called once with the reason, a value of `LEAVING`, before the app leaves: keep the draft."""

LEAVING = {
    signal.SIGHUP: "hang-up",
    signal.SIGINT: "interrupted",
    signal.SIGQUIT: "quit",
    signal.SIGTERM: "terminated",
}
FAILED = 1
ESCAPE_DELAY_MS = "25"
_SANE = (
    "\x1b[<u\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1004l"  # keys, pastes, mouse, focus
    "\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[m"  # line wrap, first screen, cursor, colours
)


def prepare(environ: Mapping[str, str] | None = None) -> None:
    """Refuse what is no terminal, and set what Textual reads when it is imported.

    Raises `UsageFault` with the sentence to print; the exit code is 2.
    """
    env = os.environ if environ is None else environ
    for name, stream in (("input", sys.__stdin__), ("error output", sys.__stderr__)):
        if stream is None or stream.closed or not stream.isatty():
            raise UsageFault(
                f"The console needs a terminal, and standard {name} is none. "
                "In scripts use `rte now`, `rte list` or `rte add`.",
                title="No terminal",
            )
    if env.get("TERM", "") == "dumb":
        raise UsageFault(
            "The console cannot draw on TERM=dumb. "
            "Work line by line there with `rte --plain`, or set TERM to what your terminal is.",
            title="No terminal",
        )
    os.environ.setdefault("ESCDELAY", ESCAPE_DELAY_MS)
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    kind = kind_of(env)
    os.environ["TEXTUAL_COLOR_SYSTEM"] = kind.colours.system
    if not kind.modern:
        os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    for output in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        reconfigure = getattr(output, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def install_signals(app: App[Any], on_leave: OnLeave | None = None) -> Callable[[str, int], None]:
    """Make the signals of `LEAVING` leave in good order, with 128 + number as the code.

    To be called in the running loop.
    Returns the way out, `leave(reason, code)`, for whatever else notices that it is time to go.
    Only the first call counts.
    """
    left: list[str] = []
    going: list[asyncio.Task[None]] = []  # the loop itself would forget it

    def leave(reason: str, code: int) -> None:
        if left:
            return
        left.append(reason)
        try:
            if on_leave is not None:
                on_leave(reason)
        finally:
            going.append(loop.create_task(_leave(app, code)))

    loop = asyncio.get_running_loop()
    for number, reason in LEAVING.items():
        loop.add_signal_handler(number, leave, reason, 128 + number)
    return leave


async def _leave(app: App[Any], code: int) -> None:
    """Leave, once what was typed before has had its effect."""
    from console.driver import RoomDriver

    if isinstance(app._driver, RoomDriver):
        await app._driver.let_go()
    app.exit(return_code=code)


def run_app(app: App[Any], log_folder: Path, on_leave: OnLeave | None = None) -> int:
    """Run the app to its end and give the exit code.

    The app's own return code; 128 + its number after a signal of `LEAVING`; 1 when it crashed or
    ended without saying why. A crash prints one sentence, without a traceback.
    """
    from console import few_colours, guard, wire
    from console.containment import Containment

    guard.install(app)
    few_colours.install(app, KIND)
    wire.install()
    app.animation_level = "none"
    contained = Containment(app, log_folder)
    attributes = _attributes()
    try:
        asyncio.run(_main(app, contained, on_leave))
    # The last resort: whatever it is, the room gets a sentence and its terminal back.
    except Exception as error:
        contained.escaped(error)
    finally:
        _restore(attributes)
    code = app.return_code
    if code is None:
        contained.unexplained()
    if contained.sentence:
        _say(contained.sentence, contained.left_drawing)
    return FAILED if contained.crashed and not code else code or 0


async def _main(app: App[Any], contained: Containment, on_leave: OnLeave | None) -> None:
    from console.driver import RoomDriver

    leave = install_signals(app, on_leave)

    def gone() -> None:
        leave("hang-up", 128 + signal.SIGHUP)

    app.driver_class = type("Driver", (RoomDriver,), {"on_gone": staticmethod(gone)})
    asyncio.get_running_loop().set_exception_handler(contained.in_background)
    await app.run_async()


def _attributes() -> list[Any] | None:
    import termios

    try:
        return termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ else None
    except (termios.error, ValueError):
        return None


def _restore(attributes: list[Any] | None) -> None:
    import termios

    if attributes is None or sys.__stdin__ is None:
        return
    try:
        termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, attributes)
    except (termios.error, ValueError):
        return


def _say(sentence: str, left_drawing: bool) -> None:
    """Print on a terminal that may have been left as the drawing had it, or be gone."""
    try:
        os.write(2, f"{_SANE if left_drawing else ''}{sentence}\n".encode())
    except OSError:
        return
