"""Bringing a train in from a file: one entry of the log, all of it or nothing."""

from __future__ import annotations

from store.errors import RuleBroken
from store.exchange.train_file import TrainFile
from store.ledger.ledger import Ledger


def bring_in(ledger: Ledger, found: TrainFile) -> int:
    """Store a train file in an empty store; the number of records. Refuses a store with a train."""
    with ledger.change("import") as change:
        train = ledger.train
        if train is not None:
            raise RuleBroken(
                f"This store already holds {train.name}. Import into another one: "
                "rte --store FOLDER import FILE."
            )
        for kind, doc in found.docs:
            change.new(kind, dict(doc))
    return len(found.docs)
