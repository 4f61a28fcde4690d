"""What somebody typed into one field: words, a day, a name; cleaned, read, and never cut."""

from __future__ import annotations

from store.domain.dates import parse_due
from store.domain.grammar_words import normal
from store.domain.text import clean
from store.errors import UsageFault
from store.ledger.capturing import context
from store.ledger.ledger import Ledger

MAX_WORDS = 2_000
"""Characters of one answer; longer text belongs in a document of its own."""

MAX_NAME = 64
BECAUSE = "because "


def words(text: str, what: str, most: int = MAX_WORDS) -> str:
    """What was typed, cleaned. UsageFault for more than fits; `what` names it in the sentence."""
    said = clean(text, limit=len(text) + 1)
    if len(said) > most:
        raise UsageFault(f"{what} has at most {most:,} characters; this one has {len(said):,}.")
    return said


def reason(text: str) -> str:
    """A reason, cleaned. Lists put `because` before it; typed as well, it is not said twice."""
    said = words(text, "The reason")
    return said[len(BECAUSE) :] if said.casefold().startswith(BECAUSE) else said


def day_of(ledger: Ledger, text: str) -> str | None:
    """A day as people type it; None for nothing. UsageFault for one that cannot be read."""
    said = clean(text)
    if not said:
        return None
    here = context(ledger)
    return parse_due(said, here.today(), here.iterations()).date.isoformat()


def role_of(ledger: Ledger, text: str) -> str:
    """A role as the train writes it, or any other name; "" for nothing."""
    said = words(text.removeprefix("owner:"), "A name", MAX_NAME)
    roles = ledger.train.roles if ledger.train else ()
    return next((role for role in roles if normal(role) == normal(said)), said)
