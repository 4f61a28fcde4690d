"""The few signs the console draws, one meaning each, with an ASCII twin for plain terminals."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from console.kinds import Signs, kind_of


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One sign per meaning; each is one cell wide."""

    running: str
    done: str
    coming: str
    skipped: str
    paused: str
    needs_you: str
    escalated: str
    arrow: str
    decision: str
    not_yet: str
    half: str
    full: str
    high: str
    middle: str
    low: str
    """Bands of an exposure: three strokes, two, one."""
    chosen: str
    """Selected, together with others."""
    rule: str
    bar: str
    """Left edge of what has the focus."""
    ellipsis: str
    rope: str
    """A piece of a string between two ends."""
    to_right: str
    """Where a string is needed; it comes from the left."""
    to_left: str
    now_line: str
    """The column of now, where nothing else stands."""
    twin: str
    """The other end of what is under the cursor."""
    bars: str
    """Heights of a small chart, from lowest to highest."""
    blocks: bool
    """Whether half blocks can be drawn, for large digits."""


UNICODE = Glyphs(
    running="▶",
    done="✓",
    coming="·",
    skipped="–",
    paused="⏸",
    needs_you="!",
    escalated="↑",
    arrow="→",
    decision="◆",
    not_yet="○",
    half="◐",
    full="●",
    high="≡",
    middle="=",
    low="-",
    chosen="■",
    rule="─",
    bar="▌",
    ellipsis="…",
    rope="━",
    to_right="►",
    to_left="◄",
    now_line="┊",
    twin="▸",
    bars="▁▂▃▄▅▆▇█",
    blocks=True,
)

ASCII = Glyphs(
    running=">",
    done="x",
    coming=".",
    skipped="-",
    paused="=",
    needs_you="!",
    escalated="^",
    arrow=">",
    decision="*",
    not_yet="o",
    half="%",
    full="@",
    high="#",
    middle="=",
    low="_",
    chosen="#",
    rule="-",
    bar="|",
    ellipsis="~",
    rope="=",
    to_right=">",
    to_left="<",
    now_line=":",
    twin="+",
    bars="_.-=+*#%",
    blocks=False,
)


def choose(environ: Mapping[str, str]) -> Glyphs:
    """The set for a terminal: ASCII where it draws no other signs, and where `RTE_PLAIN` is set."""
    return UNICODE if kind_of(environ).signs is Signs.ALL else ASCII


GLYPHS = choose(os.environ)
"""The set for this process's terminal."""
