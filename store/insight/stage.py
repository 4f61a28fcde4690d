"""What the audience sees while an event runs: a pure function of the train and its clock.

The stage is the public face of an event, so it takes over little, and takes it field by field.
Public: names of train, event and steps, what a step must leave behind, the clock, and of each
record of the step's list its reference, date, state, text, and the owner or team that the list
names. Private, and never in a scene:

- whatever is only being typed: drafts are no records, and the stage does not open them;
- notes, both those of a record and the prompts that lists give the facilitator;
- who recorded something, who changed it, and whatever anonymous capture left out;
- every record whose text begins with `private:` or `(private)`, in whatever list it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from store.domain.clock import AgendaRow, Face, Level, Phase
from store.domain.records import Event
from store.domain.wall_clock import time_of_day
from store.insight.private import is_private, quotes_private
from store.insight.rows import Row, Section
from store.insight.snapshot import Snapshot
from store.insight.surfaces import surface
from store.insight.turns import Turn, current_turn, turns_of
from store.insight.workshop_stage import STAGED

LEVEL_WORDS = {Level.CALM: "left", Level.SOON: "left, soon", Level.LAST: "left, last minutes"}


@dataclass(frozen=True, slots=True)
class Scene:
    """The stage at one moment. Times of day are wall-clock times of the train, like `09:45`."""

    train: str
    at: str
    """The time of day."""
    event: str = ""
    """Title and reference, "" while no event is running."""
    step: str = "No event is running"
    place: str = ""
    """`4/7`."""
    leaves: str = ""
    """What the step must leave behind, in words."""
    face: Face | None = None
    level: str = ""
    """How the clock stands, in words: "left", "left, soon", "OVER", "paused", ..."""
    elsewhere: tuple[str, ...] = ()
    """The time of day in other zones, like `04:31 New York`."""
    turns: tuple[Turn, ...] = ()
    """The turns of the step while somebody has the floor."""
    ahead: str = ""
    """Title of the next step; "" on the last one."""
    ahead_at: str = ""
    """When the next step begins, or when the event ends if there is none."""
    sections: tuple[Section, ...] = ()
    reads: bool = False
    """Whether the list is what the room works on, so that it needs more of the place."""


def level_words(face: Face | None) -> str:
    """How a clock stands, in words, and for how long, so that nobody talks on without noticing.

    Whole minutes: a clock that stands has nothing to send every second.
    """
    if face is None or face.phase is Phase.READY or face.step is None:
        return "closed" if face is not None and face.phase is Phase.CLOSED else "not running"
    if face.phase is Phase.CLOSED:
        return "closed"
    over = face.level is Level.OVER
    if face.phase is Phase.PAUSED:
        return _standing(face)
    return "OVER" if over else LEVEL_WORDS[face.level]


def _standing(face: Face) -> str:
    if face.opens_at is not None:
        return "adjourned"
    over = ", OVER" if face.level is Level.OVER else ""
    stood = face.stood_ms // 60_000
    return f"paused{over}, {stood} min" if stood else f"paused{over}"


def scene(snap: Snapshot, face: Face | None, zones: Sequence[ZoneInfo] = ()) -> Scene:
    """The stage for the running event of `snap`, whose clock is `face` at this very moment.

    `zones` are those in which the time of day is told besides the train's.
    """
    nobody = Scene(
        train=snap.train.name if snap.train else "No train",
        at=snap.clock_time(snap.now),
        elsewhere=tuple(f"{time_of_day(snap.now, zone)} {city(zone)}" for zone in zones),
    )
    event = snap.running
    if event is None or face is None or face.step is None:
        return nobody
    step, following = face.step, _following(face)
    return replace(
        nobody,
        event=" ".join((event.title, event.ref)),
        step=step.title,
        place=f"{face.index + 1}/{face.count}",
        leaves=step.leaves,
        face=face,
        level=level_words(face),
        ahead=following.title if following else "",
        ahead_at=snap.clock_time(following.starts_at if following else face.ends_at),
        turns=_turns(snap, event, face),
        sections=_list(snap, step.surface),
        reads=step.surface in STAGED,
    )


def _turns(snap: Snapshot, event: Event, face: Face) -> tuple[Turn, ...]:
    """Turns once somebody has the floor; one with private words goes by its reference."""
    found = turns_of(snap, event, face)
    if current_turn(found) is None:
        return ()
    return tuple(
        replace(turn, label=turn.key) if quotes_private(turn.label) else turn for turn in found
    )


def city(zone: ZoneInfo) -> str:
    """What people call a zone: `New York` for America/New_York."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def _following(face: Face) -> AgendaRow | None:
    rows = face.rows[face.index + 1 :]
    return rows[0] if rows else None


def _list(snap: Snapshot, name: str) -> tuple[Section, ...]:
    """The public rows of a surface, worked out once for each state of the train."""
    if not name:
        return ()
    key = f"stage {name}"
    if key not in snap.memo:
        sections = STAGED[name](snap) if name in STAGED else surface(snap, name).sections
        private = _private_ids(snap, {row.kind for part in sections for row in part.rows})
        parts = [part for part in sections if not quotes_private(part.title)]
        snap.memo[key] = tuple(_public(part, private) for part in parts)
    found: tuple[Section, ...] = snap.memo[key]
    return found


def _private_ids(snap: Snapshot, kinds: set[str]) -> set[str]:
    return {r.id for kind in kinds for r in snap.records.get(kind, ()) if is_private(r)}


def _public(section: Section, private: set[str]) -> Section:
    """The rows that are for everybody; what is told beside one that is not goes with it."""
    kept = [row for row in section.rows if row.id not in private and not quotes_private(row.text)]
    whole = len(kept) == len(section.rows)
    told = tuple(one for one in section.told if whole and not quotes_private(one.words))
    rows = tuple(_public_row(row) for row in kept)
    return Section(section.title, rows, without_keys(section.empty), told)


def _public_row(row: Row) -> Row:
    """The fields that the audience sees, named one by one: a field to come is private at first."""
    return Row(
        kind=row.kind,
        id=row.id,
        ref=row.ref,
        when=row.when,
        state=row.state,
        text=row.text,
        who=row.who,
        urgency=row.urgency,
    )


def without_keys(empty: str) -> str:
    """What an empty list says, without the sentences on keys: the audience has none."""
    kept = [said for said in empty.split(". ") if not said.startswith("Press ")]
    text = ". ".join(kept)
    return text if not text or text.endswith(".") else f"{text}."
