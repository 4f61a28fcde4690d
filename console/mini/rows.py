"""The rows of the one-line console: what runs, the line itself, and words folded to its width."""

from __future__ import annotations

from console.cli.status import left_words
from console.cli.width import cells
from console.mini.block import FAINT, PLAIN, STRONG, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from console.mini.line import Line
    from console.mini.source import Source
    from console.plainly import Voice

HINT = "Enter saves · Esc leaves · ctrl+z takes back"
"""Stands below an empty line."""


def confidential() -> str:
    """What a capture without a name is."""
    from store.domain.births import CONFIDENTIAL  # here: with it comes how captures are read

    return CONFIDENTIAL


def status_row(source: Source, voice: Voice) -> Row:
    """The clock first, so that it is seen in a narrow terminal too; then step, event and train."""
    here = source.running()
    if here is None:
        return Row((voice(f"no event is running · {source.train}"), FAINT))
    paused = "paused · " if here.paused else ""
    left = left_words(here.left_ms) if here.index >= 0 else ""
    where = f"{here.index + 1}/{here.count} {here.step} · {here.title} {here.ref} · {source.train}"
    return Row((voice(f"{paused}{left}"), STRONG), (voice(f" · {where}"), PLAIN))


def line_row(
    line: Line, first: int, width: int, kind: str | None, anonymous: bool, voice: Voice
) -> tuple[Row, int, int]:
    """Prompt and text, the cell of the cursor, and the character at which the text begins now."""
    prompt = f"{kind or 'capture'}{' without a name' if anonymous else ''}> "
    if cells(prompt) > width // 2:
        prompt = "> " if width > 4 else ""
    first, text, at = line.window(max(1, width - cells(prompt) - 1), first)
    return Row((prompt, FAINT), (voice.typed(text), PLAIN)), cells(prompt) + at, first


def folded(text: str, width: int) -> list[str]:
    """`text` in rows of at most `width` cells, divided at spaces; a longer word is cut there."""
    rows: list[str] = [""]
    for word in text.split(" "):
        joined = f"{rows[-1]} {word}" if rows[-1] else word
        if rows[-1] and cells(joined) > width:
            rows.append(word)
        else:
            rows[-1] = joined
    return rows
