"""`rte link REF REF...`: what belongs together, seen from both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.insight.links import links_of
from store.ledger.linking import link, unlink

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.insight.links import Linked

EXAMPLES = """\
  rte link R12 I7 D3         R12 with both of them
  rte link R12 I7 --off      takes that link away, from whichever side

Both sides show a link. What a letter, an answer or a merge tied together stays, and so does what
the words of a record name."""


def run(asked: Asked, words: list[str]) -> int:
    """Link, and tell everything that the record is tied to now."""
    parser = Parser("link", "link records with each other, or take links away", EXAMPLES)
    parser.add_argument("refs", metavar="REF", nargs="+",
                        help="a record, then what it is linked with")  # fmt: skip
    parser.add_argument("--off", action="store_true", help="take the links away")
    told = parser.parse_intermixed_args(words)
    ref, *others = [tidy(word) for word in told.refs]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        kind, record = (unlink if told.off else link)(ledger, ref, others)
        ties = links_of(ledger.snapshot(), record, ledger.references)
    if asked.json:
        print_json(
            "rte.linked.1",
            {"ref": record.ref, "kind": kind, "links": [facts_of(tie) for tie in ties]},
        )
    else:
        out("\n".join([f"{record.ref} {record.text}", *(f"  {said(tie)}" for tie in ties)]))
    say("undo: rte undo")
    return 0


def said(tie: Linked) -> str:
    """`links to I7 no rig`."""
    return f"{tie.how} {tie.words}"


def facts_of(tie: Linked) -> dict[str, object]:
    """A tie for scripts; `id` is null where there is nothing any more."""
    return {
        "how": tie.how,
        "ref": tie.ref,
        "kind": tie.kind or None,
        "id": tie.id or None,
        "archived": tie.archived,
    }
