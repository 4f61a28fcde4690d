"""`rte import FILE`: a train file becomes a store."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from console.cli.files import file_bytes
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.domain.kinds import BY_NAME
from store.domain.words import plural
from store.exchange.train_file import MAX_BYTES, read_train
from store.journal.files import JOURNAL
from store.ledger.bringing import bring_in

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte import tideway.json                        into the default store
  rte --store ~/trains/tide import tideway.json  into another one
  rte import - < tideway.json

The format is described in docs/import-format.md. The store is made if there is none; one that
holds a train already is left as it is. Either the whole file is brought in, or nothing."""


def run(asked: Asked, words: list[str]) -> int:
    """Read, check and store a train file; say what came in."""
    parser = Parser("import", "bring a train in from a file", EXAMPLES)
    parser.add_argument("file", metavar="FILE", help="a train file in JSON, or - for stdin")
    parser.add_argument(
        "--shared", action="store_true", help="let the folder's group use the store"
    )
    told = parser.parse_args(words)
    train = read_train(file_bytes(told.file, MAX_BYTES, "a train file"))
    missing = not os.path.lexists(os.path.join(asked.folder, JOURNAL))
    with ledger_of(asked, create=missing, shared=told.shared) as ledger:
        bring_in(ledger, train)
    for note in train.notes:
        say(f"rte: {note}")
    counts = Counter(kind for kind, _ in train.docs)
    if asked.json:
        facts = {"train": train.name, "store": tidy(asked.folder), "records": dict(counts)}
        print_json("rte.imported.1", {**facts, "notes": list(train.notes)})
        return 0
    counted = [
        plural(n, k, BY_NAME[k].plural) for k, n in counts.items() if k not in ("train", "pi")
    ]
    out(f"{train.name}: {', '.join(counted)}.")
    say("next: rte")
    return 0
