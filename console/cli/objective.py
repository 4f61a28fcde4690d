"""`rte objective REF ...`: business value and commitment of a PI objective, and the frozen plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.verbs import nearest
from console.places import tidy
from store.domain.baseline import read_actual, read_value
from store.domain.words import plural
from store.errors import UsageFault
from store.insight.mixed import row_of
from store.ledger import objectives

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.records import Objective
    from store.insight.rows import Row
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte objective O401 bv 8                planned business value, 1 to 10
  rte objective O401 actual 7            actual business value, 0 to 10
  rte objective O401 uncommit "vote 2.7" once the plan is frozen, with a why
  rte objective O401 commit
  rte objective freeze                   closing PI planning does it too

Objectives are captured with rte add objective. What changes after the plan was frozen is kept
beside it, with its why."""

DEEDS = ("bv", "actual", "commit", "uncommit")


def run(asked: Asked, words: list[str]) -> int:
    """Do it, and read back how the objective stands."""
    parser = Parser("objective", "value and commitment of an objective", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="an objective, like O401; or freeze")
    parser.add_argument("words", metavar="WHAT WORDS", nargs="*", help=", ".join(DEEDS))
    told = parser.parse_args(words)
    ref, rest = tidy(told.ref), [tidy(word) for word in told.words]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        changed = _freeze(ledger, rest) if ref.lower() == "freeze" else [_do(ledger, ref, rest)]
        snap = ledger.snapshot()
        rows = [row_of("objective", objective, snap) for objective in changed]
    if asked.json:
        facts = [_facts(*pair) for pair in zip(changed, rows, strict=True)]
        print_json("rte.objective.1", {"objectives": facts})
    elif ref.lower() == "freeze":
        out(f"The plan is frozen: {plural(len(changed), 'objective')}.")
    else:
        row = rows[0]
        parts = [part for part in (row.when, row.state, row.note) if part]
        out(f"{row.ref} {' · '.join(parts)}: {row.text}")
    say("undo: rte undo")
    return 0


def _freeze(ledger: Ledger, rest: Sequence[str]) -> list[Objective]:
    if rest:
        raise UsageFault(f"rte objective freeze takes nothing behind it, not {rest[0][:40]!r}.")
    return objectives.freeze(ledger)


def _do(ledger: Ledger, ref: str, words: Sequence[str]) -> Objective:
    deed = words[0].lower() if words else ""
    if deed not in DEEDS:
        hint = nearest(deed, list(DEEDS)) if deed else ""
        raise UsageFault(f"Say what changes: {', '.join(DEEDS)}.{hint}")
    if deed in ("commit", "uncommit"):
        why = " ".join(words[1:])
        return objectives.set_committed(ledger, ref, deed == "commit", why)
    if len(words) < 2:
        raise UsageFault(f"Say which value: rte objective {ref} {deed} 8")
    if deed == "bv":
        return objectives.set_value(ledger, ref, read_value(words[1]), " ".join(words[2:]))
    if len(words) > 2:
        raise UsageFault("An actual value takes no words behind it. Capture feedback for them.")
    return objectives.set_actual(ledger, ref, read_actual(words[1]))


def _facts(objective: Objective, row: Row) -> dict[str, object]:
    names = ("ref", "id", "text", "team", "committed", "bv", "actual", "baselined")
    facts: dict[str, object] = {name: getattr(objective, name) for name in names}
    facts |= {"base_committed": objective.base_committed, "base_bv": objective.base_bv}
    moves = [
        {"field": m.field, "before": m.before, "after": m.after, "on": m.on, "why": m.why,
         "event": m.event}
        for m in objective.moves
    ]  # fmt: skip
    return facts | {"moves": moves, "attention": row.note}
