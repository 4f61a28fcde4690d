"""No list, figure or report sorts or totals by person, and none ranks teams: held structurally.

The same train is told twice, the second time with everybody's names exchanged. Whatever is ordered
or totalled by a person then comes out differently.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from store.domain.records import TYPES, Record
from store.insight.snapshot import Snapshot
from store.insight.summaries import OF, Listing, Summary, summary
from store.insight.surfaces import SURFACES, surface
from store.ledger import running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, now_of, sample_ledger

PEOPLE = ("PM", "SA", "RTE", "BO-OPS", "SM-DRE", "SM-GAN", "Ines", "Tomé")
PERSONAL = ("owner", "by", "closed_by")
"""Fields that name a person or a role."""
FORBIDDEN = {"owner", "owners", "who", "person", "people", "team", "teams", "author", "worst"}
"""What no order of a list may be called, or be told as."""


def big_train() -> Ledger:
    """The sample and 240 records more, whose teams, owners and days are drawn by a fixed die."""
    die = random.Random(7)
    hands = Hands()
    ledger = sample_ledger(hands)
    teams = [team.short for team in ledger.teams]
    running.start(ledger, "art-sync")
    for number in range(240):
        hands.on(seconds=die.randint(1, 90))
        kind = die.choice(("risk", "impediment", "decision", "action", "topic", "dependency"))
        words = [f"thing {number}", f"owner:{die.choice(PEOPLE)}"]
        one, other = die.sample(teams, 2)
        words.append(f"{one}>{other}" if kind == "dependency" else f"@{one}")
        if die.random() < 0.5:
            words.append(f"due:2026-11-{die.randint(10, 28)}")
        capture(ledger, " ".join(words), kind)
    return ledger


@pytest.fixture(scope="module", params=["sample", "big"])
def snap(request: pytest.FixtureRequest) -> Snapshot:
    ledger = sample_ledger(Hands()) if request.param == "sample" else big_train()
    return now_of(ledger)


def owners(snap: Snapshot) -> list[str]:
    """Everybody who owns something; some things are owned by a team or by the train.

    The facilitator is told how much their own role holds, and nobody else is: that one is left out.
    """
    every = {o for kind in TYPES for r in snap.records[kind] if (o := getattr(r, "owner", None))}
    every -= {team.short for team in snap.teams} | {"ART", "RTE"}
    assert len(every) > 3
    return sorted(every)


def exchanged(snap: Snapshot) -> tuple[Snapshot, dict[str, str]]:
    """The train with everybody's name given to somebody else."""
    names = owners(snap)
    others = dict(zip(names, [*names[1:], names[0]], strict=True))
    records = {kind: [_exchanged(r, others) for r in snap.records[kind]] for kind in TYPES}
    return replace(snap, records=records, memo={}), others


def _exchanged(record: Record, others: Mapping[str, str]) -> Record:
    named = {
        f: others.get(v, v) for f in PERSONAL if isinstance(v := getattr(record, f, None), str)
    }
    return replace(record, **named)  # type: ignore[arg-type]  # fields differ by kind


def refs(rows: Sequence[Any]) -> list[str]:
    return [row.ref or row.id for row in rows]


@pytest.mark.parametrize("name", [*SURFACES])
def test_the_order_of_a_surface_knows_nobody(snap: Snapshot, name: str) -> None:
    other, _ = exchanged(snap)
    one, two = surface(snap, name), surface(other, name)
    assert [len(s.rows) for s in one.sections] == [len(s.rows) for s in two.sections]
    for here, there in zip(one.sections, two.sections, strict=True):
        assert refs(here.rows) == refs(there.rows)
        assert here.title == there.title
    if one.board is not None and two.board is not None:
        for mine, theirs in zip(one.board.columns, two.board.columns, strict=True):
            assert refs([c.row for c in mine.cards]) == refs([c.row for c in theirs.cards])


@pytest.mark.parametrize("name", [*SURFACES])
def test_no_title_of_a_surface_is_a_person(snap: Snapshot, name: str) -> None:
    seen = surface(snap, name)
    titles = {section.title for section in seen.sections} | {seen.title}
    if seen.grid is not None:
        titles |= {*seen.grid.columns, *(line.title for line in seen.grid.lines)}
    assert not titles & set(owners(snap))


@pytest.mark.parametrize("name", [*SURFACES])
def test_teams_stand_in_the_trains_order(snap: Snapshot, name: str) -> None:
    order = [team.short for team in snap.teams]
    names = {team.name: team.short for team in snap.teams}
    seen = surface(snap, name)
    for section in seen.sections:
        teams = [row.ref for row in section.rows if row.kind == "team"]
        assert teams == [short for short in order if short in teams]
    if seen.grid is not None:
        lines = [names.get(line.title, line.title) for line in seen.grid.lines]
        teams = list(dict.fromkeys(short for short in lines if short in order))
        assert teams == [short for short in order if short in teams]
    titles = [names.get(section.title, section.title) for section in seen.sections]
    teams = [short for short in titles if short in order]
    assert teams == [short for short in order if short in teams]


def told(snap: Snapshot, kind: str) -> Summary:
    records = [r for r in snap.records[kind] if r.archived is None]
    return summary(kind, Listing(snap, records, records, [pi.short for pi in snap.intervals]))


def nested(value: object) -> Iterator[tuple[object, object]]:
    """Every key of every mapping in `value`, with what it holds."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key, inner
            yield from nested(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from nested(inner)


@pytest.mark.parametrize("kind", [*OF])
def test_a_summary_totals_nobody_and_no_team(snap: Snapshot, kind: str) -> None:
    found = told(snap, kind)
    teams = {name for team in snap.teams for name in (team.short, team.name)}
    people = set(owners(snap))
    assert not {key for key, _ in nested(found.figures)} & (people | teams)
    assert not {key for key, _ in nested(found.figures)} & {"owner", "owners", "who", "by"}
    words = {word.strip(",;:()·") for line in found.lines for word in line.split()}
    assert not words & people
    other, _ = exchanged(snap)
    assert told(other, kind) == found


def test_no_order_of_a_register_is_by_person_or_team() -> None:
    orders = pytest.importorskip("store.insight.register_orders").ORDERS
    names = {order.name for kind in orders for order in orders[kind]}
    said = {word for kind in orders for order in orders[kind] for word in order.says.split()}
    assert len(names) > 3
    assert not (names | said) & FORBIDDEN
