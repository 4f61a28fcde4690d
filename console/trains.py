"""The trains of this machine: each in a folder of its own, one of them the current one."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from console import places
from store.errors import ConsoleError, UsageFault
from store.journal.files import JOURNAL, discard, told, write_all
from store.ledger.opening import open_ledger


@dataclass(frozen=True, slots=True)
class KnownTrain:
    """A train of this machine: `name` is that of its folder, `title` what the train is called."""

    name: str
    folder: Path
    title: str
    current: bool
    fault: str = ""
    """Why it cannot be read, in a sentence; "" if it can."""


def known_trains() -> list[KnownTrain]:
    """Every train under the data folder, by name. One that cannot be read says so."""
    home = Path(places.data_home()) / places.TRAINS
    current = places.current_train()
    try:
        names = sorted(entry.name for entry in home.iterdir() if (entry / JOURNAL).is_file())
    except OSError:
        return []
    return [_known(home / name, current) for name in names if _is_name(name)]


def _is_name(name: str) -> bool:
    try:
        return places.train_name(name) == name
    except UsageFault:
        return False


def _known(folder: Path, current: str) -> KnownTrain:
    is_current = folder.name == current
    try:
        ledger = open_ledger(folder, who=None, allow_network_fs=places.network_allowed())
    except ConsoleError as fault:
        return KnownTrain(folder.name, folder, "", is_current, fault.sentence)
    try:
        train = ledger.train
        return KnownTrain(folder.name, folder, train.name if train else "", is_current)
    finally:
        ledger.db.close()


def use(name: str) -> KnownTrain:
    """Make a train the current one. `UsageFault` names those there are."""
    wanted = places.train_name(name)
    every = known_trains()
    found = next((one for one in every if one.name == wanted), None)
    if found is None:
        there = ", ".join(one.name for one in every) or "none yet"
        raise UsageFault(
            f"There is no train {wanted!r} on this machine. There is: {there}. "
            f"Set one up: rte init --train {wanted}"
        )
    make_current(wanted)
    return found


def remember(folder: Path | None) -> None:
    """Make the train in this folder the current one, if that can be written; else it stays."""
    if folder is not None and folder.parent == Path(places.data_home()) / places.TRAINS:
        with suppress(ConsoleError):
            make_current(folder.name)


def make_current(name: str) -> None:
    """Remember the current train: written beside and renamed, so that it is never half there."""
    home = places.data_home()
    path = os.path.join(home, places.CURRENT)
    temp = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(home, mode=0o700, exist_ok=True)
        fd = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        try:
            write_all(fd, f"{name}\n".encode())
        finally:
            os.close(fd)
        os.rename(temp, path)
    except OSError as fault:
        discard(temp)
        raise told(fault, f"Cannot remember the current train in {path}") from fault
