"""Who may read and change a store: owners and modes of its files, and of every folder above it."""

from __future__ import annotations

import grp
import os
import pwd
import shlex
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from store.checkup.finding import Finding, note, ok, problem, some
from store.domain.words import plural
from store.journal.files import ARCHIVE, DRAFTS, JOURNAL, LOCK

AREA = "rights"
PRIVATE = (DRAFTS, "private")
"""Folders whose files are their owner's alone, also in a shared store."""
COMMON = (JOURNAL, LOCK, "quick.json", ARCHIVE)
"""What everybody who shares a store writes; other files are made for their owner alone."""
MAX_FILES = 5000
NOBODY = 65534
"""Owner of what belongs to no account that this process can see: a container's outside."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder as the system knows it."""

    path: str
    mode: int
    uid: int
    owner: str = "somebody"
    own_group: bool = False
    """Whether its group has no other member than the account that looks."""
    private: bool = False
    """Whether it is its owner's alone in a shared store too: a draft, a note."""
    common: bool = False
    """Whether everybody who shares the store must be able to write it."""

    @property
    def bits(self) -> int:
        """Rights and the three special bits."""
        return stat.S_IMODE(self.mode)

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return stat.S_ISDIR(self.mode)


@dataclass(frozen=True, slots=True)
class Rights:
    """All that the judgement needs: the folder, what is in it, what is above it, and who looks."""

    folder: Place
    inside: tuple[Place, ...]
    above: tuple[Place, ...]
    me: int
    may_write: bool
    """Whether this account may make and change files in the folder."""


# -- gathering


def gather_rights(folder: str) -> Rights:
    """Look at a folder, everything in it and everything above it. OSError if it is not there."""
    whole = os.path.abspath(folder)
    return Rights(
        folder=_place(whole),
        inside=tuple(_inside(whole)),
        above=tuple(_place(parent) for parent in _parents(whole)),
        me=os.geteuid(),
        may_write=os.access(whole, os.W_OK | os.X_OK),
    )


def _parents(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) != path:
        yield parent
        path = parent


def _inside(folder: str) -> Iterator[Place]:
    found = 0
    for top, folders, files in os.walk(folder):
        for name in (*folders, *files):
            found += 1
            if found > MAX_FILES:
                return
            path = os.path.join(top, name)
            first, *deeper = os.path.relpath(path, folder).split(os.sep)
            try:
                yield _place(path, first in PRIVATE and bool(deeper), first in COMMON)
            except OSError:
                continue  # gone meanwhile: a draft that was captured


def _place(path: str, private: bool = False, common: bool = False) -> Place:
    found = os.lstat(path)
    try:
        owner = pwd.getpwuid(found.st_uid).pw_name
    except KeyError:
        owner = f"user {found.st_uid}"
    return Place(
        path=path,
        mode=found.st_mode,
        uid=found.st_uid,
        owner=owner,
        own_group=_alone(found.st_gid),
        private=private,
        common=common,
    )


def _alone(gid: int) -> bool:
    """Whether a group is the personal one of the account that looks."""
    try:
        me = pwd.getpwuid(os.geteuid())
        members = grp.getgrgid(gid).gr_mem
    except KeyError:
        return False
    return gid == me.pw_gid and not [name for name in members if name != me.pw_name]


# -- judging


def judge_rights(found: Rights) -> list[Finding]:
    """What is wrong with owners and modes, and what to type about it."""
    shared = _is_shared(found.folder)
    wrong = [*_of_folder(found), *_of_files(found, shared), *_of_parents(found)]
    if wrong:
        return wrong
    how = "shared with its group" if shared else "yours alone"
    inside = plural(sum(not one.is_folder for one in found.inside), "file")
    return [ok(AREA, f"{found.folder.path} with {inside} is {how}, and nobody else can change it.")]


def _is_shared(folder: Place) -> bool:
    return bool(folder.mode & stat.S_ISGID and folder.mode & stat.S_IWGRP)


def _of_folder(found: Rights) -> Iterator[Finding]:
    folder = found.folder
    path = shlex.quote(folder.path)
    if stat.S_ISLNK(folder.mode):
        yield note(AREA, f"{folder.path} is a symbolic link: the store lies elsewhere.")
        return
    if not found.may_write:
        yield problem(
            AREA,
            f"This account may not change {folder.path}, which belongs to {folder.owner}.",
            "look with `rte stage`, or ask the owner to share it",
        )
    if _is_shared(folder):
        if folder.bits & 0o007:
            yield problem(
                AREA,
                f"{folder.path} is open to everybody on this machine.",
                f"chmod 2770 {path}",
            )
        return
    if folder.uid not in (found.me, NOBODY) and found.me != 0:
        yield problem(
            AREA,
            f"{folder.path} belongs to {folder.owner} and is not shared.",
            f"{folder.owner} types: chmod 2770 {path}",
        )
    if folder.mode & stat.S_IWGRP and not folder.own_group:
        yield problem(
            AREA,
            f"{folder.path} can be changed by its group, but does not hand its group on: files of "
            "one are closed to the others.",
            f"chmod 2770 {path} to share it, chmod 700 {path} to keep it",
        )
    elif folder.bits & 0o077:
        yield problem(
            AREA,
            f"Others on this machine can look into {folder.path}.",
            f"chmod 700 {path}",
        )


def _of_files(found: Rights, shared: bool) -> Iterator[Finding]:
    odd = [one.path for one in found.inside if not (one.is_folder or stat.S_ISREG(one.mode))]
    if odd:
        yield problem(
            AREA,
            f"{plural(len(odd), 'entry', 'entries')} can be no file of a store: {some(odd)}.",
            "remove it; rte never makes links or pipes there",
        )
    foreign = [one for one in found.inside if one.uid != found.folder.uid and not shared]
    if foreign:
        yield problem(
            AREA,
            f"{plural(len(foreign), 'file')} in the store of {found.folder.owner} belong to others:"
            f" {_names(foreign)}.",
            f"as an administrator: chown -R {found.folder.owner} {shlex.quote(found.folder.path)}",
        )
    yield from _modes(found, shared)


def _modes(found: Rights, shared: bool) -> Iterator[Finding]:
    files = [one for one in found.inside if stat.S_ISREG(one.mode)]
    open_ones = [one for one in files if one.bits & 0o077 and (one.private or not shared)]
    if open_ones and (shared or found.folder.bits & 0o077):
        yield problem(
            AREA,
            f"{plural(len(open_ones), 'file')} can be read by others: {_names(open_ones)}.",
            f"chmod 600 {_quoted(open_ones)}",
        )
    if not shared:
        return
    shut = [one for one in found.inside if one.common and one.bits & 0o060 != 0o060]
    if shut:
        yield problem(
            AREA,
            f"{plural(len(shut), 'file')} of the shared store are closed to colleagues: "
            f"{_names(shut)}.",
            f"chmod g+rwX {_quoted(shut)}",
        )


def _names(places: list[Place]) -> str:
    return some([one.path for one in places])


def _quoted(places: list[Place]) -> str:
    return " ".join(shlex.quote(one.path) for one in places[:3])


def _of_parents(found: Rights) -> Iterator[Finding]:
    for one in found.above:
        path = shlex.quote(one.path)
        if one.uid not in (0, found.me, NOBODY, found.folder.uid):
            yield problem(
                AREA,
                f"{one.path}, above the store, belongs to {one.owner}, who could put another store "
                "in its place.",
                "keep the store in a folder of your own, with --store or RTE_HOME",
            )
        sticky = one.mode & stat.S_ISVTX
        if one.mode & stat.S_IWOTH and not sticky:
            yield problem(
                AREA,
                f"Everybody on this machine can change {one.path}, and with it what lies below.",
                f"chmod o-w {path}",
            )
        elif one.mode & stat.S_IWOTH:
            yield note(
                AREA,
                f"{one.path} is open to everybody; enough for a demo, not for a train.",
                "keep a train in a folder of your own, with --store or RTE_HOME",
            )
        elif one.mode & stat.S_IWGRP and not sticky and not one.own_group and one.uid != 0:
            yield problem(
                AREA,
                f"The group of {one.path} can put another store in the place of this one.",
                f"chmod g-w {path}",
            )
