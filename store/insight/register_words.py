"""What a register says of itself: how many there are, and what an empty place teaches."""

from __future__ import annotations

from store.domain.kinds import BY_NAME
from store.domain.words import plural
from store.insight.register import Register
from store.insight.register_filter import ALL, ARCHIVED, HERE, Filter
from store.insight.snapshot import Snapshot

MAX_SAID = 60
"""Characters of a filter that are said again."""

TEACHES = {
    "risk": "No risk is recorded yet. Press r and type one, for example: if the crane strike goes "
    "on then O3 slips @GAN owner:SM-GAN p:3 i:4. R O A M gives it its letter.",
    "impediment": "Nothing is stuck, or nobody has said so yet. Press i and type what stands in "
    "the way, for example: no access to the test rig @DRE owner:RTE due:fri.",
    "dependency": "No team needs anything of another yet, which is worth a question. Press x, for "
    "example: DRE>BEA position feed need:I5.",
    "decision": "Nothing is decided yet. Press d, for example: decided to split O3 because the "
    "rig comes late, by:PM.",
    "objective": "There are no PI objectives yet. Press c and begin with objective, for example: "
    "objective: pilots see live positions @BEA bv:8.",
    "action": "No action is open or done yet. Press a, for example: ask the port for rig hours "
    "owner:RTE due:fri.",
    "topic": "Nothing is parked yet. Press p when a discussion needs a place of its own, for "
    "example: who tests on the rig? owner:SM-DRE.",
    "milestone": "There is no milestone yet. Press c and begin with milestone, for example: "
    "milestone: port trial due:4 dec.",
    "improvement": "No improvement yet. The problem-solving workshop makes them; "
    "w adds one here: what is done, what it should move, from where to where, and by when.",
    "problem": "No group works on a problem yet. Press v and say what one would have seen, for "
    "example: deliveries arrive one iteration late. Where, when and the effect come next.",
}
"""Which key puts a record there, and what somebody types."""


def empty_words(kind: str, register: Register, text: str, wanted: Filter) -> str:
    """What the place of the rows says when there are none."""
    if not register.done:
        return "Still reading ..."
    if not len(register):  # there a filter has nothing to look through
        return TEACHES.get(kind, f"No {kind} is recorded yet. Press c to capture one.")
    if not text.strip():
        return "None of this planning interval, and no older one is open. / is:all shows all."
    said = " ".join(text.split())
    said = said if len(said) <= MAX_SAID else said[: MAX_SAID - 3] + "..."
    there = plural(len(register), kind, BY_NAME[kind].plural)
    looked = {
        ALL: "",
        ARCHIVED: " It looks in what was put away.",
        HERE: " It looks in this planning interval and what is still open: is:all looks in all.",
    }[wanted.scope]
    return f"None of {there} has: {said}.{looked} Esc clears the filter."


def facts_words(register: Register, snap: Snapshot, wanted: Filter, count: int) -> tuple[str, str]:
    """How many are shown of how many; and how far it has been read, "" when all is."""
    kind, there = register.kind, len(register)
    many = BY_NAME[kind].plural
    if count == there:
        said = f"{there:,} {kind if there == 1 else many}"
    else:
        said = f"{count:,} of {there:,} {many}"
    if wanted.scope == ALL:
        said += ", all of them" if count == there else ", of every planning interval"
    elif wanted.scope == ARCHIVED:
        said += ", put away"
    elif snap.pi is not None and count != there and not wanted.terms:
        said += f": {snap.pi_name} and older ones still open"
    if register.done:
        return said, ""
    if register.is_ordered:
        return said, f"searching {register.searched:,}"
    return said, f"reading {len(register.entries):,}"
