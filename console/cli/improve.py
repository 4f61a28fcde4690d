"""`rte improve ...`: improvement items, their way, and their verdict."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.verbs import nearest
from console.places import tidy
from store.domain import improving
from store.domain.improving import DEEDS, Said
from store.errors import UsageFault
from store.insight.improvements import hypothesis, improvement_row, success
from store.ledger import improving as use
from store.ledger.improving import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.records import Improvement
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte improve                                  which worked, by planning interval
  rte improve add script the rebuild owner:SM-GAN measure:"hours to rebuild" base:16 goal:2
  rte improve add no string without both names nature:"working agreement" owner:RTE
  rte improve M4                               where it stands, and what can be done
  rte improve M4 measure:pair:DRE>FAT goal:0   say it again; the console computes this measure
  rte improve M4 accept owner:SM-DRE
  rte improve M4 plan I2
  rte improve M4 start
  rte improve M4 done
  rte improve M4 verify moved present:1 rebuilt twice in an hour
  rte improve M4 carry PI-27.1 because the rig came late
  rte improve M4 drop because the team that needs it is gone
  rte improve M4 now 12                        what its measure says, where nothing computes it

Measures that the console computes: rte measures."""

KEYS = ("owner", "nature", "measure", "base", "goal", "due", "size", "backlog", "for", "team",
        "problem", "cause")  # fmt: skip
"""Words with a colon that say what an item is."""
FIELDS = {"measure": "metric", "for": "meant_for"}
NOW = "now"
INTERVAL = re.compile(r"[A-Za-z]{1,8}[- ]?[0-9]")
"""How the name of a planning interval begins: what stands first behind carry may be a reason."""


def run(asked: Asked, words: list[str]) -> int:
    """Do it, and read back the hypothesis and where the item stands."""
    parser = Parser("improve", "improvement items and their verdict", EXAMPLES)
    parser.add_argument("ref", metavar="REF", nargs="?", help="an improvement, like M4; or add")
    parser.add_argument("words", metavar="WHAT WORDS", nargs="*", help=", ".join(DEEDS))
    told = parser.parse_args(words)
    ref, rest = tidy(told.ref or ""), [tidy(word) for word in told.words]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if not ref:
            return _overview(asked, ledger.snapshot())
        found = _do(ledger, ref, rest)
        snap = ledger.snapshot()
    if asked.json:
        print_json("rte.improve.1", facts(found, snap))
    else:
        row = improvement_row(found, snap)
        out(" · ".join(part for part in (f"{row.ref} {row.state}", row.who, row.note) if part))
        out(hypothesis(found, snap))
    now = ", ".join(deed.name for deed in improving.choices(found))
    say(f"what can be done: {now}" if not rest else "undo: rte undo")
    return 0


def facts(found: Improvement, snap: Snapshot) -> dict[str, object]:
    """An improvement for scripts, its way among it."""
    names = ("ref", "id", "text", "state", "effect", "owner", "nature", "problem", "cause",
             "metric", "gauge", "base", "goal", "due", "size", "backlog", "raised_in", "meant_for",
             "planned", "done", "times_carried", "note")  # fmt: skip
    told: dict[str, object] = {name: getattr(found, name) for name in names}
    row = improvement_row(found, snap)
    way = [
        {"state": s.state, "before": s.before, "on": s.on, "event": s.event, "why": s.why,
         "value": s.value, "effect": s.effect, "left": s.left, "meant_for": s.meant_for}
        for s in found.steps_taken
    ]  # fmt: skip
    keys = ("now", "owes_verdict", "suggested", "hypothesis")
    return {**told, **{key: row.computed[key] for key in keys}, "way": way}


def _overview(asked: Asked, snap: Snapshot) -> int:
    found = success(snap)
    if asked.json:
        rows = [
            {"pi": s.pi, "moved": s.moved, "partly": s.partly, "no_effect": s.no_effect,
             "dropped": s.dropped, "carried": s.carried, "waiting": s.waiting}
            for s in found
        ]  # fmt: skip
        print_json("rte.improvements.1", {"intervals": rows})
        return 0
    for one in found:
        out(f"{one.pi}: {one.words}")
    if not found:
        out("no improvement yet")
    say("each of them: rte list improvement --all")
    return 0


def _do(ledger: Ledger, ref: str, words: Sequence[str]) -> Improvement:
    if ref.lower() == "add":
        return use.propose(ledger, _item(words))
    found = use.the_improvement(ledger, ref)
    if not words:
        return found
    first = words[0].lower()
    if first in DEEDS:
        return use.do(ledger, ref, DEEDS[first], _said(first, words[1:]), found.rev)
    if first == NOW:
        if len(words) != 2:
            raise UsageFault(f"Say one number: rte improve {found.ref} now 12")
        return use.measured(ledger, ref, words[1], found.rev)
    if ":" not in first:
        known = [*DEEDS, NOW]
        raise UsageFault(
            f"An improvement knows no {first[:30]!r}.{nearest(first, known)} "
            f"Type one of: {', '.join(known)}; or a field like goal:2."
        )
    return use.say(ledger, ref, _item(words), found.rev)


def split(words: Sequence[str], known: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Words with a known key and what stands behind it, and all the other words."""
    keyed: dict[str, str] = {}
    plain = []
    for word in words:
        key, colon, value = word.partition(":")
        if colon and key.lower() in known:
            keyed[key.lower()] = value
        else:
            plain.append(word)
    return keyed, plain


def _item(words: Sequence[str]) -> Item:
    keyed, plain = split(words, KEYS)
    item = Item(" ".join(plain))
    return replace(item, **{FIELDS.get(key, key): value for key, value in keyed.items()})


SAID = ("owner", "measure", "base", "goal", "present", "iteration", "to", "why", "effect")


def _said(deed: str, words: Sequence[str]) -> Said:
    """What is said with a deed: keys, and what stands first where it is clear what it is."""
    keyed, plain = split(words, SAID)
    fields = {FIELDS.get(key, key): value for key, value in keyed.items()}
    if deed == "plan" and plain and "iteration" not in fields:
        fields["iteration"] = plain.pop(0)
    if deed == "verify" and plain and "effect" not in fields:
        two = " ".join(plain[:2]).lower()
        effect = two if two in improving.EFFECTS else plain[0]
        plain = plain[len(effect.split()) :]
        fields["effect"] = effect
    if deed == "carry" and plain and "to" not in fields and INTERVAL.match(plain[0]):
        fields["to"] = plain.pop(0)
    if plain:
        fields["why"] = " ".join(plain)
    return Said(**fields)
