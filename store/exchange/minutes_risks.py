"""What an event did with risks, for its minutes: letters with their duties, and who left the board.

Told from what was said in that event, so that it stays true when a risk gets another letter later.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.records import Event, Lettered, Risk
from store.domain.roam import in_words
from store.domain.text import md
from store.insight.events import letters_given
from store.insight.risks import LETTERS, gone
from store.insight.snapshot import Snapshot

DUTIES = ("owner", "review", "action", "due", "note", "team")


def roam_section(snap: Snapshot, event: Event) -> Iterator[str]:
    """The lines of the section, heading first; none where nothing was done with a risk."""
    given = letters_given(snap, event.ref)
    left = [risk for risk in snap.risks if risk.settled_in == event.ref and gone(risk)]
    if not given and not left:
        return
    yield from ("", "## ROAM", "")
    for risk, letter in given:
        yield _letter(snap, risk, letter)
    for risk in left:
        yield f"- **{md(risk.ref)}** {md(risk.text)}: {md(gone(risk))}"


def _letter(snap: Snapshot, risk: Risk, letter: Lettered) -> str:
    """`- **R12** words: ? not yet → O Owned · owner PM · review Fri 20 Nov 2026 (09:31)`."""
    said = md(in_words(letter.letter, {name: getattr(letter, name) for name in DUTIES}))
    if letter.before != letter.letter:
        said = f"{md(LETTERS.get(letter.before, letter.before))} → {said}"
    elif not letter.team:
        said = f"reviewed, still {said}"
    at = f" ({snap.clock_time(letter.at)})" if letter.at is not None else ""
    return f"- **{md(risk.ref)}** {md(risk.text)}: {said}{at}"
