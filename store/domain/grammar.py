"""One captured line: free text with optional key words, and nothing of it is ever dropped.

    risk: tide tables late @DRE owner:SM-DRE due:fri #R12 p:4 i:5

Whatever is not understood stays in the text, in its place. The rules, for people, are in
docs/capture.md; its examples are tests.
"""

from __future__ import annotations

import re

from store.domain.deciding import proposes
from store.domain.demo import ASK_VERDICT
from store.domain.grammar_lines import split_lines
from store.domain.grammar_parts import Capture, CaptureContext, Understood
from store.domain.grammar_read import Reader
from store.domain.grammar_split import split_meaning
from store.domain.grammar_words import PUNCTUATION, words_of
from store.domain.kinds import BY_LABEL, BY_WORD
from store.domain.text import MAX_LINE, clean

__all__ = ["Capture", "CaptureContext", "Understood", "parse_capture", "preview", "split_lines"]

_FIRST = r"\s*([A-Za-z]+(?:-[A-Za-z]+)?)(:?)"
# Behind these a kind is part of the sentence: "risk of flooding", "decided to wait".
_RUNS_ON = (
    " about and are as at between by can for from has have if in is items may of on or that the"
    " this to was were what when will with "
)
_SHOWN = (
    ("team", "@{}"),
    ("between", "{}"),
    ("owner", "owner {}"),
    ("by", "by {}"),
    ("verdict", "{}"),
    ("item", "about {}"),
    ("objective", "for {}"),
    ("takes", "takes {}"),
    ("due", "due {}"),
    ("review", "look again {}"),
    ("level", "level {}"),
    ("like", "same cause as {}"),
    ("option", "option {}"),
    ("need", "needed in {}"),
    ("plan", "planned in {}"),
    ("probability", "probability {}"),
    ("impact", "impact {}"),
    ("needs", "needs {}"),
    ("link", "links {}"),
)


def parse_capture(line: str, *, kind: str | None, context: CaptureContext) -> Capture:
    """What `line` says, as a record of `kind`; with None its first word may tell the kind.

    Never raises for any text. A line of more than 10,000 characters is not read at all: its
    `overflow` says by how many, and the caller tells the person.
    """
    cleaned = clean(line, limit=4 * len(line))
    # Spans should count in what was typed; spaces are all that may differ.
    capture = Capture(
        line if " ".join(line.split(" ")).split() == cleaned.split() else cleaned, kind
    )
    if len(cleaned) > MAX_LINE:
        capture.text = cleaned
        capture.overflow = len(cleaned) - MAX_LINE
        return capture
    start = _read_kind(capture) if kind is None else 0
    pieces = _read_words(capture, context, start)
    capture.text = " ".join(" ".join(pieces).split())
    split_meaning(capture)
    if capture.kind == "feedback" and capture.verdict is None:
        capture.notes.append(ASK_VERDICT)
    return capture


def preview(capture: Capture) -> str:
    """One line of plain words: `risk · @DRE Dredger · owner SM-DRE · due Fri 20 Nov 2026`."""
    proposed = capture.kind == "decision" and proposes(capture.text)
    said = ["decision, proposed" if proposed else capture.kind or "which kind?"]
    for label, form in _SHOWN:
        readings = [part.reading for part in capture.understood if part.label == label]
        if label == "link" and readings:
            readings = [", ".join(dict.fromkeys(readings))]
        said += [form.format(reading) for reading in dict.fromkeys(readings)]
    return " · ".join(said)


def _read_kind(capture: Capture) -> int:
    """Takes the kind from the first word, if it is one; where the rest of the line begins."""
    found = re.match(_FIRST, capture.line)
    if found is None:
        return 0
    word, colon, end = found[1].lower(), found[2], found.end()
    rest = capture.line[end:]
    apart = not rest or rest[0].isspace()
    kind = BY_WORD.get(word)
    if colon:
        if apart:
            kind = kind or BY_LABEL.get(word)
        elif not (rest[0].isalnum() or rest[0] in '"“@#([\\'):
            kind = None
    elif not apart or not rest.strip():
        kind = None
    if kind is None:
        return 0
    capture.kind = kind.name
    part = Understood(capture.line, found.start(1), end, "kind", kind.name)
    capture.understood.append(part)
    runs_on = not colon and f" {rest.split(maxsplit=1)[0].lower()} " in _RUNS_ON
    return found.start(1) if runs_on else end


def _read_words(capture: Capture, context: CaptureContext, start: int) -> list[str]:
    """Reads every word from `start`; the pieces that stay text."""
    words = list(words_of(capture.line, start))
    reader = Reader(words, capture, context)
    pieces: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word.text[0] == "\\" and reader.literal(at):
            capture.understood.append(
                Understood(capture.line, word.start, word.start + 1, "as typed", word.text[1:])
            )
            pieces.append(word.text[1:])
            at += 1
            continue
        used = reader.read(at)
        if used is None:
            pieces.append(word.text)
            at += 1
            continue
        at += used[0]
        rest = capture.line[used[1] : words[at - 1].end]
        if rest:
            _keep_punctuation(capture, pieces, rest)
    return pieces


def _keep_punctuation(capture: Capture, pieces: list[str], rest: str) -> None:
    """A comma behind a key closes the text before it; where it cannot, it goes with the key."""
    if pieces and pieces[-1][-1] not in PUNCTUATION:
        pieces[-1] += rest
    else:
        part = capture.understood[-1]
        part.end += len(rest)
        part.token += rest
