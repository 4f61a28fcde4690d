"""One deed for several kinds: it is no longer a concern, or it is one again."""

from __future__ import annotations

from store.domain.records import Action, Impediment, Record, Risk, Topic
from store.domain.roam import Said
from store.errors import UsageFault
from store.ledger import impeding, promising, roaming
from store.ledger.ledger import Ledger


def resolve(ledger: Ledger, ref: str, said: str, cause: str = "") -> tuple[str, Record]:
    """Kind and record of what is no longer a concern.

    An impediment by what fixed it, a risk by the reason (its letter is R then), an action or a
    parked topic is done. `cause` is the root cause of an impediment.
    """
    kind, found = ledger.find(ref)
    if cause and not isinstance(found, Impediment):
        raise UsageFault(f"{found.ref} is no impediment: only one has a root cause.")
    match found:
        case Impediment():
            return kind, impeding.resolve(ledger, ref, said, cause)
        case Risk():
            note = roaming.understand(ledger, {"note": said})
            return kind, roaming.give_letter(ledger, ref, "R", note, found.rev)
        case Action() | Topic():
            return kind, promising.close(ledger, ref, said)
    raise UsageFault(f"{found.ref} ({kind}) cannot be resolved. Name one like I7, R12 or A3.")


def reopen(ledger: Ledger, ref: str, why: str) -> tuple[str, Record]:
    """Kind and record of what is a concern again: an impediment, a resolved risk, a closed promise.

    Refuses without the reason.
    """
    kind, found = ledger.find(ref)
    match found:
        case Impediment():
            return kind, impeding.reopen(ledger, ref, why)
        case Risk():
            said = Said(note=roaming.understand(ledger, {"note": why}).note)
            return kind, roaming.give_letter(ledger, ref, "U", said, found.rev)
        case Action() | Topic():
            return kind, promising.reopen(ledger, ref, why)
    raise UsageFault(f"{found.ref} ({kind}) cannot be reopened. Name one like I7, R12 or A3.")
