"""`rte doctor`: whether the store, this machine and this terminal are well, and what to do."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from console.cli.doctor_here import (
    gather_locale,
    gather_terminal,
    gather_versions,
    judge_home,
    judge_locale,
    judge_logs,
    judge_settings,
    judge_terminal,
    judge_versions,
    machine,
    python_here,
)
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.streams import out
from console.cli.version import version
from console.config import load
from console.moment import real_ms, store_shift, uptime
from console.places import data_home, log_folder, network_allowed, tidy
from store.checkup.disk import gather_disk, judge_disk
from store.checkup.examining import Examined
from store.checkup.finding import Finding, State, note, problem
from store.checkup.keeping import gather_kept, judge_kept
from store.checkup.locking import gather_lock, judge_lock
from store.checkup.rights import gather_rights, judge_rights
from store.checkup.timing import Times, has_database, judge_times, noted_in, zone_known
from store.domain.words import plural
from store.errors import ConsoleError, Damaged
from store.journal.files import JOURNAL

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte doctor                  one line for each thing that was looked at: ok, note or problem
  rte doctor --json           the same as data
  rte --store PATH doctor     of the store in PATH

Exit code 0: no problem; 1: at least one. Changes nothing: a tiny temporary file is written and
taken away, to see whether the disk takes it. Tells nothing that anybody typed."""

PROBLEMS = 1
LEFT = 19
"""Columns of the word and the topic."""
WIDEST = 110


def run(asked: Asked, words: list[str]) -> int:
    """Look at everything, say what was found, and end with 1 if there is a problem."""
    Parser("doctor", "look whether store, machine and terminal are well", EXAMPLES).parse_args(
        words
    )
    folder, home = _places(asked)
    findings = [*home, *(_of_store(folder, asked.as_of) if folder else ()), *_of_machine()]
    findings.sort(key=lambda one: one.state is State.OK)  # what matters first, else in order
    findings.sort(key=lambda one: one.state is not State.PROBLEM)
    problems = sum(one.state is State.PROBLEM for one in findings)
    if asked.json:
        print_json("rte.doctor.1", _facts(folder, findings, problems))
    else:
        _tell(folder, findings)
    return PROBLEMS if problems else 0


def _places(asked: Asked) -> tuple[str, list[Finding]]:
    """The folder of the store ("" if there can be none), and what is to be said of the home."""
    home = os.environ.get("HOME", "")
    try:
        data = data_home()
    except ConsoleError as fault:
        return (
            asked.store or os.environ.get("RTE_STORE") or "",
            [problem("home", fault.sentence, "export RTE_HOME=/a/folder/of/yours")],
        )
    return asked.folder, judge_home(home, os.path.isdir(home), data, os.path.isdir(data))


def _safely(area: str, look: Callable[[], list[Finding]]) -> list[Finding]:
    """A topic that cannot be looked at is a finding itself, and the others go on."""
    try:
        return look()
    except ConsoleError as fault:
        return [problem(area, fault.sentence, "see the other lines")]
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        return [
            problem(
                area,
                f"It could not be looked at: {tidy(str(fault.filename or area))}: {why}.",
                "ask the owner of the folder, or an administrator",
            )
        ]


def _of_store(folder: str, as_of: str | None) -> Iterator[Finding]:
    if not os.path.lexists(os.path.join(folder, JOURNAL)):
        yield note(
            "store",
            f"There is no train in {tidy(folder)}.",
            "rte init sets one up; rte demo shows a sample; --store names another folder",
        )
        if os.path.isdir(folder):
            yield from _safely("rights", lambda: judge_rights(gather_rights(folder)))
            yield from _safely("disk", lambda: judge_disk(gather_disk(folder, network_allowed())))
        yield from _safely("clock", partial(_of_times, folder, None, as_of))
        return
    yield from _safely("rights", lambda: judge_rights(gather_rights(folder)))
    yield from _safely("disk", lambda: judge_disk(gather_disk(folder, network_allowed())))
    yield from _safely("lock", lambda: judge_lock(gather_lock(folder, lambda: datetime.now(UTC))))
    seen: list[Examined] = []

    def kept() -> list[Finding]:
        found = gather_kept(folder)
        if found.journal is not None:
            seen.append(found.journal)
        return judge_kept(found)

    yield from _safely("journal", kept)
    yield from _safely("clock", partial(_of_times, folder, seen[0] if seen else None, as_of))


def _of_times(folder: str, seen: Examined | None, as_of: str | None) -> list[Finding]:
    boot, up = uptime() or ("", None)
    tz = os.environ.get("TZ", "").lstrip(":")
    times = Times(
        now=real_ms(),
        boot=boot,
        up=up,
        stated=as_of or os.environ.get("RTE_NOW", ""),
        tz=tidy(tz),
        tz_known=not tz or zone_known(tz) or _is_rule(tz),
        database=has_database(),
    )
    try:
        times = replace(times, shift_ms=store_shift(folder))
    except Damaged as fault:
        times = replace(times, shift_fault=fault.sentence)
    if seen is not None:
        trains = seen.state.tables.get("train", {}).values()
        zone = next((str(doc.get("zone") or "") for doc in trains), "")
        times = replace(
            times,
            noted=noted_in(seen.state, boot),
            latest=seen.last_at,
            zone=tidy(zone),
            zone_known=not zone or zone_known(zone),
        )
    return judge_times(times)


def _is_rule(tz: str) -> bool:
    """Whether TZ is a rule of its own, like `EST5EDT`, and no name."""
    return any(character.isdigit() for character in tz) and "/" not in tz.partition(",")[0]


def _of_machine() -> Iterator[Finding]:
    environ = dict(os.environ)
    yield from _safely("terminal", lambda: judge_terminal(gather_terminal(environ)))
    yield from _safely("locale", lambda: judge_locale(gather_locale(environ)))
    yield from judge_versions(gather_versions(), python_here(), version())
    yield from judge_settings(load())
    try:
        logs = log_folder()
        count = len([name for name in os.listdir(logs) if name.endswith(".log")])
    except (OSError, ConsoleError):
        return
    yield from judge_logs(count, logs)


def _tell(folder: str, findings: list[Finding]) -> None:
    out(f"Check-up of {tidy(folder)}" if folder else "Check-up")
    width = max(40, min(shutil.get_terminal_size().columns, WIDEST) - LEFT)
    for one in findings:
        lines = _wrapped(one.what, width) + (_wrapped(f"do: {one.do}", width) if one.do else [])
        out(f"{one.state.value:<8} {one.area:<9} {lines[0]}")
        for line in lines[1:]:
            out(f"{'':<{LEFT - 1}} {line}")
    counts = {state: sum(one.state is state for one in findings) for state in State}
    out(
        f"{plural(counts[State.PROBLEM], 'problem')}, {plural(counts[State.NOTE], 'note')}, "
        f"{counts[State.OK]} ok. {machine()}."
    )


def _wrapped(text: str, width: int) -> list[str]:
    """In lines; a path or an option is never broken, so that it can be copied."""
    return textwrap.wrap(tidy(text), width, break_long_words=False, break_on_hyphens=False)


def _facts(folder: str, findings: list[Finding], problems: int) -> dict[str, object]:
    return {
        "store": tidy(folder) if folder else None,
        "machine": machine(),
        "problems": problems,
        "findings": [
            {"state": one.state.value, "area": one.area, "what": one.what, "do": one.do or None}
            for one in findings
        ],
    }
