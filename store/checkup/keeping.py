"""What is kept of a train: its journal, copies of it, and what processes left behind."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Iterator
from dataclasses import dataclass

from store.checkup.backups import REPLACED, TIDIED, Backup, Held, backups_of, look_into
from store.checkup.examining import Examined, examine
from store.checkup.finding import Finding, note, ok, problem
from store.domain.words import plural
from store.errors import ConsoleError
from store.journal.drafts import left_behind
from store.journal.files import DAMAGED, STALE_TEMP_S

DAY_S = 86_400
OLD_S = 7 * DAY_S
"""A backup older than this no longer counts, if something was written since."""
AT_REST = 1 << 20
"""Bytes that a tidying would free before it is worth telling."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the judgement needs. `journal` is None where it cannot be read: `refused` says why.

    `tested` are copies in their order, each with what is in it, up to the newest that is whole.
    """

    folder: str
    journal: Examined | None
    refused: str
    tested: tuple[tuple[Backup, Held], ...]
    now_s: float
    temps: int
    """Temporary files of killed processes."""
    set_aside: int
    """Files with bytes that did not verify."""
    drafts: tuple[float, ...]
    """When drafts of dead sessions were last written, seconds since 1970."""

    @property
    def newest(self) -> tuple[Backup, Held] | None:
        """The newest copy that can be restored."""
        return next((one for one in self.tested if one[1].whole), None)


# -- gathering


def gather_kept(folder: str) -> Kept:
    """Read the journal and its newest copies; nothing is changed and no lock is taken."""
    journal, refused = None, ""
    try:
        journal = examine(folder)
    except ConsoleError as fault:
        refused = fault.sentence
    return Kept(
        folder=folder,
        journal=journal,
        refused=refused,
        tested=tuple(_tested(folder)),
        now_s=time.time(),
        temps=_count_temps(folder),
        set_aside=_count(os.path.join(folder, DAMAGED)),
        drafts=tuple(left_behind(folder)),
    )


def _tested(folder: str) -> Iterator[tuple[Backup, Held]]:
    for one in backups_of(folder):
        if one.kind in (REPLACED, TIDIED):
            continue  # no copies: what a restore put aside, damaged or not, and the history
        content = look_into(one.path)
        yield one, content
        if content.whole:
            return


def _count(folder: str) -> int:
    try:
        return len(os.listdir(folder))
    except OSError:
        return 0


def _count_temps(folder: str) -> int:
    oldest = time.time() - STALE_TEMP_S
    count = 0
    for place in (folder, os.path.join(folder, "backups")):
        try:
            names = os.listdir(place)
        except OSError:
            continue
        for name in names:
            if name.startswith(".rte-") and name.endswith(".tmp"):
                try:
                    count += os.lstat(os.path.join(place, name)).st_mtime < oldest
                except OSError:
                    continue  # it was somebody's after all, and is gone
    return count


# -- judging


def judge_kept(found: Kept) -> list[Finding]:
    """Whether the journal is whole, whether there is a way back, and what was left behind."""
    return [*_of_journal(found), *_of_backups(found), *_of_rests(found)]


def _of_journal(found: Kept) -> Iterator[Finding]:
    seen = found.journal
    newest = found.newest
    back = (
        f"rte restore {shlex.quote(newest[0].path)}"
        if newest is not None
        else "rte restore FILE, with a backup from elsewhere"
    )
    if seen is None:
        yield problem("journal", found.refused, back)
        return
    if seen.faults:
        first = seen.faults[0]
        where = f", byte {first.byte}" if first.byte is not None else ""
        more = f", and {len(seen.faults) - 1} more" if len(seen.faults) > 1 else ""
        yield problem(
            "journal",
            f"{first.file}{where}: {first.what}{more}. Whatever verifies is used.",
            f"rte check tells all; a way back: {back}",
        )
        return
    entries = plural(seen.found.entries, "entry", "entries")
    yield ok(
        "journal",
        f"{entries} up to number {seen.found.n}, {plural(seen.records, 'record')}: all whole.",
    )
    if seen.notes:
        yield note(
            "journal",
            f"{plural(len(seen.notes), 'link')} lead nowhere; an undo may have taken the other "
            "side back.",
            "rte check names them",
        )
    if seen.found.garbage > max(AT_REST, seen.found.size // 2):
        yield note(
            "journal",
            "More than half of it is history that was overtaken.",
            "it is tidied when a console is left; the history stays in the archive",
        )


def _of_backups(found: Kept) -> Iterator[Finding]:
    broken = [one for one, content in found.tested if not content.whole]
    for one in broken[:3]:
        yield problem(
            "backup",
            f"{one.path} cannot be restored.",
            "rte backup makes a new one; keep the bad one until you know why",
        )
    newest = found.newest
    seen = found.journal
    n = seen.found.n if seen is not None else None
    if newest is None:
        if n == 0:
            yield ok("backup", "There is nothing to back up yet.")
            return
        young = seen is not None and found.now_s - seen.born / 1000 < DAY_S
        yield (note if young else problem)(
            "backup", "There is no backup of this train.", "rte backup"
        )
        return
    one, content = newest
    age = max(0.0, found.now_s - one.at / 1000)
    since = None if n is None else n - content.n
    same = seen is not None and content.journal == seen.identity
    behind = f", {plural(since, 'entry', 'entries')} since" if since and same and since > 0 else ""
    said = f"The newest is {age_words(age)} old{behind}: {one.path}"
    if age > OLD_S and behind:
        yield problem("backup", f"{said}.", "rte backup, best to another disk")
        return
    yield ok("backup", f"{said}; read to its end, whole.")
    yield note(
        "backup",
        "It lies on the disk of the store, and goes with it.",
        "now and then: rte backup /mnt/elsewhere/",
    )


def _of_rests(found: Kept) -> Iterator[Finding]:
    if found.temps:
        yield note(
            "rests",
            f"{plural(found.temps, 'temporary file')} of killed processes.",
            "nothing: the next start takes them away",
        )
    if found.set_aside:
        yield note(
            "rests",
            f"{plural(found.set_aside, 'file')} with bytes that did not verify, kept in "
            f"{os.path.join(found.folder, DAMAGED)}.",
            "rte check tells what is missing; delete them when nobody needs them",
        )
    if found.drafts:
        ago = age_words(max(0.0, found.now_s - found.drafts[-1]))
        yield note(
            "drafts",
            f"{plural(len(found.drafts), 'draft')} of terminals that died, the latest {ago} old.",
            "open the console: the latest is in the capture line again",
        )


def age_words(seconds: float) -> str:
    """`5 min`, `3 h`, `12 d`."""
    minutes = int(seconds // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"
