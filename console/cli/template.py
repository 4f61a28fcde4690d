"""`rte template ...`: the agendas of events, as files that an RTE can copy and change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.agendas import agenda_lines, rows_json
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.verbs import nearest
from console.config import zones_named
from console.places import tidy
from console.templates import templates, templates_folder
from store.domain.agenda import Template, day_minutes, fixed_starts
from store.domain.clock import face
from store.domain.wall_clock import wall_moment
from store.domain.words import clock
from store.errors import NoRights, UsageFault
from store.exchange.templates import Fault, read_file, shipped_text

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte template list                       the agendas there are
  rte template show pi-planning           clock times, if it began at 08:00 today
  rte template show art-sync --at 10:30 --zone America/New_York
  rte template copy art-sync my-sync      a copy of your own, to edit
  rte template check                      one line for each fault of your own templates
  rte template check my-sync.toml         of one file, wherever it is"""

DEEDS = ("list", "show", "copy", "check")


def run(asked: Asked, words: list[str]) -> int:
    """Do what is asked; `check` ends with 1 if anything is wrong."""
    parser = Parser("template", "the agendas of events, as files", EXAMPLES)
    parser.add_argument("deed", metavar="WHAT", nargs="?", default="list", help=", ".join(DEEDS))
    parser.add_argument("names", metavar="NAME", nargs="*", help="which template, or which file")
    parser.add_argument("--at", metavar="TIME", default=None, help="start of the first day, 08:00")
    parser.add_argument("--zone", metavar="ZONE", action="append", default=[], help="other zones")
    told = parser.parse_args(words)
    deed, names = tidy(told.deed).lower(), [tidy(name) for name in told.names]
    if deed == "list":
        return _list(asked)
    if deed == "show":
        return _show(asked, " ".join(names), told.at, [tidy(zone) for zone in told.zone])
    if deed == "copy":
        return _copy(names)
    if deed == "check":
        return _check(asked, [Path(name) for name in told.names])
    raise UsageFault(
        f"A template knows no {deed[:40]!r}.{nearest(deed, list(DEEDS))} "
        f"Type one of: {', '.join(DEEDS)}."
    )


def _list(asked: Asked) -> int:
    known = templates()
    if asked.json:
        found = [
            {"name": t.name, "kind": t.kind, "title": t.title, "minutes": t.minutes, "days": t.days}
            for t in known.templates.values()
        ]
        print_json("rte.templates.1", {"templates": found})
    else:
        for template in known.templates.values():
            own = " · your own" if template.file else ""
            out(f"{template.name:<24}{template.title}{own}")
            if template.about:
                out(f"{'':<24}{template.about}")
    for fault in known.faults:
        say(f"rte: {fault.told}")
    return 0


def _show(asked: Asked, name: str, at: str | None, zones: list[str]) -> int:
    if not name:
        raise UsageFault("Say which: rte template show art-sync")
    template, others = templates().named(name), zones_named(zones)
    with ledger_of(asked) as ledger:
        zone, today = ledger.zone, ledger.today
    try:
        begins = wall_moment(today, at or "08:00", zone)
    except ValueError:
        raise UsageFault(f"{tidy(at or '')[:20]!r} is no time of day. Type 08:00.") from None
    seen = face(template.steps, (), begins, begins, fixed=fixed_starts(template.steps, today, zone))
    if asked.json:
        print_json("rte.agenda.1", {"template": template.name, "steps": rows_json(seen.rows)})
        return 0
    out(f"{template.title} ({template.name}) · {_lengths(template)}")
    for line in agenda_lines(seen.rows, [zone, *others]):
        out(line)
    for row in seen.conflicts:
        say(f"{row.title} has a fixed start, and the agenda reaches it {clock(row.late_ms)} late.")
    return 0


def _lengths(template: Template) -> str:
    days = day_minutes(template.steps)
    if len(days) == 1:
        return f"{template.minutes} min"
    return ", ".join(f"day {day} {length} min" for day, length in days.items())


def _copy(names: list[str]) -> int:
    if not 1 <= len(names) <= 2:
        raise UsageFault("Say which, and what to call the copy: rte template copy art-sync my-sync")
    name = names[-1].removesuffix(".toml")
    if not all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in name) or not name.strip("-"):
        raise UsageFault("Call the copy by small letters, digits and dashes, like my-sync.")
    text, folder = shipped_text(names[0]), templates_folder()
    file = folder / f"{name[:40]}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise UsageFault(f"{file} is there already. Edit it, or copy to another name.") from None
    except OSError as fault:
        raise NoRights(f"{folder} cannot be written: {os.strerror(fault.errno or 0)}.") from None
    out(str(file))
    say(f"edit it, then: rte template check; start it with: rte event start {name[:40]}")
    return 0


def _check(asked: Asked, named: list[Path]) -> int:
    folder = templates_folder()
    own = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    faults: list[Fault] = []
    for file in named or own:
        if not file.exists() and (folder / f"{file.name.removesuffix('.toml')}.toml").exists():
            file = folder / f"{file.name.removesuffix('.toml')}.toml"
        faults += read_file(file)[1]
    if asked.json:
        told = [{"file": f.file, "line": f.line, "write": f.sentence} for f in faults]
        print_json("rte.templatefaults.1", {"faults": told})
    else:
        for fault in faults:
            out(fault.told)
    if not faults:
        checked = len(named or own)
        say(
            f"{checked} checked, nothing wrong" if checked else f"no template of your own: {folder}"
        )
    return 1 if faults else 0
