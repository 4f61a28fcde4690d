"""Improvements whole, and the train's own measures with their values, from a train file."""

from __future__ import annotations

from typing import Any

import pytest

from store.domain.records import Improvement, Reading
from store.errors import UsageFault
from store.exchange.train_file import read_train
from store.ledger.bringing import bring_in
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger
from tests.ledger_helpers import Hands, train_bytes

Train = dict[str, Any]


def brought(data: bytes) -> Ledger:
    ledger = memory_ledger(who="RTE", now=Hands())
    bring_in(ledger, read_train(data))
    return ledger


def test_improvements_come_with_all_that_they_say() -> None:
    item = {"id": "M1", "item": "try lanes", "nature": "policy", "problem": "Q1",
            "due": "2024-05-01", "gauge": "Late-Share", "size": "3", "backlog": "F-9",
            "team": "ORE", "carried": 2,
            "done": "2024-04-01", "note": "holds", "for": "24.1", "state": "done"}  # fmt: skip

    def change(train: Train) -> None:
        train["improvements"] = [item]

    found = brought(train_bytes(change)).find("M1")[1]
    assert isinstance(found, Improvement)
    assert (found.nature, found.problem, found.due, found.gauge) == (
        "policy", "Q1", "2024-05-01", "late-share",
    )  # fmt: skip
    assert (found.size, found.backlog, found.team, found.times_carried) == ("3", "F-9", "ORE", 2)
    assert (found.done, found.note, found.pi) == ("2024-04-01", "holds", "24.1")


def measures(*values: object, **fields: object) -> bytes:
    def change(train: Train) -> None:
        train["measures"] = [{"name": "quick bookings", "readings": list(values), **fields}]

    return train_bytes(change)


def test_measures_come_with_their_values() -> None:
    ledger = brought(measures(
        {"date": "2024-02-01", "value": 54}, {"date": "2024-02-08", "value": 57.5, "note": "dry"},
        unit="%", better="up", area="outcome",
    ))  # fmt: skip
    (own,), read = ledger.views.all("measure"), ledger.views.all("reading")
    assert [(r.measure, r.on, r.value, r.note) for r in read if isinstance(r, Reading)] == [
        (own.ref, "2024-02-01", 54, None),
        (own.ref, "2024-02-08", 57.5, "dry"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (measures({"date": "2024-02-01"}), "measures[0].readings[0]: 'value' is missing."),
        (measures({"value": 1}), "measures[0].readings[0]: 'date' is missing."),
        (measures({"date": "soon", "value": 1}), "measures[0].readings[0].date: 'soon' cannot"),
        (measures(*[{"date": "2024-02-01", "value": 1}] * 2),
         "measures[0].readings[1].date: '2024-02-01' cannot be used. Write one value a day."),
        (measures(better="left"), "measures[0].better: 'left' cannot be used."),
        (train_bytes(lambda t: t.update(measures=[{"name": "a", "readings": 3}])),
         "measures[0].readings: '3' cannot be used. Write a list in square brackets."),
        (train_bytes(lambda t: t.update(improvements=[{"id": "M1", "item": "x", "gauge": "age?"}])),
         "improvements[0].gauge: 'age?' cannot be used. Write a measure that is computed"),
    ],
)  # fmt: skip
def test_measures_that_cannot_be_used_name_their_place(data: bytes, said: str) -> None:
    with pytest.raises(UsageFault) as fault:
        read_train(data)
    assert fault.value.sentence.startswith(said)
