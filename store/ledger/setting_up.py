"""Setting a train up and changing what it is: each a use-case of one entry, each undoable.

`expect_rev` is the `rev` of the record as the person saw it; a change by somebody else since then
is refused instead of overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from store.domain.cadence import checked, usual
from store.domain.calendar_records import Holiday, Offset
from store.domain.intervals import interval_from
from store.domain.records import PlanningInterval, Train
from store.domain.setup_words import made_short, read_name
from store.errors import RuleBroken, UsageFault
from store.exchange.zones import read_zone
from store.ledger.ledger import Change, Ledger
from store.ledger.questions import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


def init(ledger: Ledger, plan: Plan) -> None:
    """Set a train up in a store that holds none: train, teams, interval and cadence in one entry.

    Refuses a store that holds a train, and a plan without a name or a team.
    """
    with ledger.change("train.init") as change:
        refuse_second(ledger)
        if not plan.name or not plan.teams:
            lacks = "a name" if not plan.name else "a team"
            raise UsageFault(f"The train still needs {lacks}.")
        interval = interval_from(plan.pi, plan.start, plan.shape)
        stamp: Doc = _stamped(change)
        train: Doc = {
            "short": made_short(plan.name, ()),
            "name": plan.name,
            "text": plan.name,
            "zone": read_zone(plan.zone),
            "roles": list(plan.roles),
            "cadence": offset_docs(checked(usual(plan.shape, plan.sync))),
            **stamp,
        }
        change.new("train", train)
        for order, team in enumerate(plan.teams):
            doc: Doc = {"short": team.short, "name": team.name, "text": team.name, "order": order}
            if team.people is not None:
                doc["people"] = team.people
            change.new("team", doc | stamp)
        change.new("pi", interval_doc(interval, ledger.today) | stamp)


def refuse_second(ledger: Ledger) -> None:
    """Refuse a store that holds a train already."""
    train = ledger.train
    if train is not None:
        raise RuleBroken(
            f"This store already holds {train.name}. Set another train up beside it: "
            "rte init --train NAME"
        )


def rename(ledger: Ledger, name: str, expect_rev: int | None = None) -> None:
    """Give the train another name."""
    new = read_name(name, "A train")
    _amend(ledger, "train.rename", {"name": new, "text": new}, expect_rev)


def set_zone(ledger: Ledger, zone: str, expect_rev: int | None = None) -> None:
    """Put the train into another time zone: its events keep their wall-clock times there."""
    _amend(ledger, "train.zone", {"zone": read_zone(zone)}, expect_rev)


def set_roles(ledger: Ledger, roles: Sequence[str], expect_rev: int | None = None) -> None:
    """Say which roles own things; what others own already stays theirs."""
    _amend(ledger, "train.roles", {"roles": list(roles)}, expect_rev)


def set_cadence(ledger: Ledger, offsets: Sequence[Offset], expect_rev: int | None = None) -> None:
    """Say which events the planning intervals have, as offsets."""
    docs = offset_docs(checked(offsets))
    _amend(ledger, "train.cadence", {"cadence": docs}, expect_rev)


def set_holidays(
    ledger: Ledger, holidays: Sequence[Holiday], expect_rev: int | None = None
) -> None:
    """Say on which days the train does not work."""
    docs = [{k: v for k, v in asdict(holiday).items() if v} for holiday in holidays]
    _amend(ledger, "train.holidays", {"holidays": docs or None}, expect_rev)


def _amend(ledger: Ledger, do: str, fields: Doc, expect_rev: int | None) -> None:
    ledger.require_train()
    with ledger.change(do) as change:
        train = ledger.require_train()
        assert isinstance(train, Train)
        change.amend("train", train.id, fields, expect_rev)


def offset_docs(offsets: Sequence[Offset]) -> list[Doc]:
    """Offsets as they are stored: an empty title is left out."""
    return [{k: v for k, v in asdict(offset).items() if v != ""} for offset in offsets]


def interval_doc(interval: PlanningInterval, today: date) -> Doc:
    """An interval as it is stored; one that contains `today` is running."""
    running = interval.start <= today.isoformat() <= interval.end
    return {
        "short": interval.short,
        "text": interval.short,
        "start": interval.start,
        "end": interval.end,
        "state": "running" if running else "planned",
        "iterations": [asdict(iteration) for iteration in interval.iterations],
    }


def _stamped(change: Change) -> Doc:
    fields: Doc = {"at": change.stamp.at, "by": change.stamp.by}
    return {k: v for k, v in fields.items() if v is not None}
