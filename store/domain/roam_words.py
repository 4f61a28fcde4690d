"""What people say behind a letter, as one line: `owner:SM-DRE review:fri because ...`.

owner:, due:, review: and until: are read as in a capture; everything else is the reason, and for
a mitigation the action, with the reason behind a "because".
"""

from __future__ import annotations

import re

from store.domain.grammar_parts import Capture, CaptureContext
from store.domain.grammar_read import Reader
from store.domain.grammar_words import Word, words_of
from store.domain.roam import Said
from store.domain.text import clean
from store.errors import UsageFault

_KEYS = {"owner": "owner", "due": "due", "review": "review", "until": "review"}
_READ_AS = {"owner": "owner", "due": "due", "review": "due"}
"""The key of a capture that reads each field."""


def read_said(line: str, letter: str, context: CaptureContext) -> Said:
    """What `line` says of the duties of `letter`.

    `due:` is the review date, as when a risk is captured, but for a mitigation, whose action is
    due. UsageFault for a key that cannot be read or is given twice: none of it may get lost.
    """
    words = list(words_of(clean(line)))
    found: dict[str, str] = {}
    text: list[str] = []
    at = 0
    while at < len(words):
        field = _field(words[at].text, letter)
        if field is None:
            text.append(words[at].text)
            at += 1
            continue
        if field in found:
            raise UsageFault(f"The {field} is given twice. Say it once.")
        used, found[field] = _value(words, at, field, context)
        at += used
    return _said(letter, " ".join(text), found)


def _field(word: str, letter: str) -> str | None:
    key, colon, _ = word.partition(":")
    field = _KEYS.get(key.lower()) if colon else None
    return "review" if field == "due" and letter != "M" else field


def _value(words: list[Word], at: int, field: str, context: CaptureContext) -> tuple[int, str]:
    """How many words a value takes, and the value, read by the grammar of captures."""
    raw = words[at].text.partition(":")[2]
    asked = list(words)
    asked[at] = Word(words[at].start, f"{_READ_AS[field]}:{raw}")
    capture = Capture(" ".join(word.text for word in words), "action")
    used = Reader(asked, capture, context).read(at)
    value = capture.owner if field == "owner" else capture.due
    if used is None or value is None:
        raise UsageFault(capture.notes[0])
    return used[0], value


def _said(letter: str, text: str, found: dict[str, str]) -> Said:
    action: str | None = None
    reason = text
    if letter == "M":
        action, *because = re.split(r",?\s*\bbecause\s", text, maxsplit=1, flags=re.IGNORECASE)
        reason = because[0] if because else ""
    reason = re.sub(r"^because\s", "", reason, flags=re.IGNORECASE).strip(" ,")
    return Said(
        owner=found.get("owner"),
        review=found.get("review"),
        due=found.get("due"),
        action=action.strip(" ,") or None if action else None,
        note=reason or None,
    )
