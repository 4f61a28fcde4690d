"""Two risks that say the same become one: the other keeps its record and stands for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store.domain import roam
from store.domain.naming import REFERENCE
from store.domain.records import Risk
from store.domain.refs import normal_ref
from store.errors import RuleBroken
from store.ledger.ledger import Ledger
from store.ledger.roaming import after, the_risk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


def merge(ledger: Ledger, into: str, others: Sequence[str]) -> Risk:
    """Let the risk `into` stand for `others` too.

    Each double keeps its record and says into which it is merged. What it was linked to, what its
    words name and whom it concerns passes over, and its exposure where the one that stays has
    none. Doubles of a double follow. Refuses, and changes nothing: a risk that is resolved, has
    happened or is merged already, a merge into itself, and one in which a letter would be lost or
    the train would lose sight of a risk.
    """
    with ledger.change("merge") as change:
        stays = the_risk(ledger, into)
        doubles = _doubles(ledger, stays, others)
        links = list(stays.links)
        teams = [name for name in (stays.team, *stays.teams) if name]
        fields: Doc = {}
        for double in doubles:
            links += [*double.links, *_named(ledger, double), double.ref]
            teams += [name for name in (double.team, *double.teams) if name]
            if None in (stays.p, stays.i) and not fields and None not in (double.p, double.i):
                fields = {"p": double.p, "i": double.i}
            where = {"merged": stays.ref, "settled_in": change.stamp.event}
            change.amend("risk", double.id, where)
            for follower in _merged_into(ledger, double):
                change.amend("risk", follower.id, {"merged": stays.ref})
        own = {normal_ref(stays.ref)}
        teams = list(dict.fromkeys(teams))
        fields |= {
            "links": [ref for ref in _once(links) if normal_ref(ref) not in own],
            "team": teams[0] if teams else None,
            "teams": teams[1:] or None,
        }
        change.amend("risk", stays.id, fields)
    return after(ledger, stays)


def _doubles(ledger: Ledger, stays: Risk, others: Sequence[str]) -> list[Risk]:
    """The doubles, each once, or the refusal of the first that cannot be merged."""
    found = list({risk.id: risk for risk in (the_risk(ledger, ref) for ref in others)}.values())
    for risk in found:
        refuse_merge(stays, risk)
    return found


def refuse_merge(stays: Risk, risk: Risk) -> None:
    """Refuse to merge `risk` into `stays`, where `merge` would."""
    roam.refuse_closed(stays)
    if risk.id == stays.id:
        raise RuleBroken(f"{risk.ref} cannot be merged into itself. Name another risk.")
    roam.refuse_closed(risk)
    if stays.roam == "U" and risk.roam != "U":
        raise RuleBroken(
            f"{risk.ref} is {roam.WORDS[risk.roam]} and {stays.ref} has no letter yet. Let "
            f"{risk.ref} stay: merge {stays.ref} into it."
        )
    if stays.level == "team" and risk.level != "team":
        raise RuleBroken(
            f"{stays.ref} is with {stays.team} and no longer the train's. Let {risk.ref} stay: "
            f"merge {stays.ref} into it."
        )


def _named(ledger: Ledger, risk: Risk) -> list[str]:
    """Records that a risk names in its words: an objective in danger is not lost in a merge."""
    return [ref for found in REFERENCE.findall(risk.text) if (ref := ledger.called(found))]


def _merged_into(ledger: Ledger, double: Risk) -> list[Risk]:
    every = (r for r in ledger.views.all("risk") if isinstance(r, Risk))
    return [risk for risk in every if risk.merged == double.ref]


def _once(refs: Iterable[str]) -> list[str]:
    """References without repeats, in their order; R4 and R04 are one."""
    found: dict[str, str] = {}
    for ref in refs:
        found.setdefault(normal_ref(ref) or ref, ref)
    return list(found.values())
