"""Colours on the wire: fewer of them, and the same picture."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st

from console.pen import PLAIN, Pen, change, read

BLUE = "38;2;1;2;255;48;2;9;9;9"
PARAMETERS = st.sampled_from(
    [
        *("0", "", "1", "4;7", "3;9", "31", "97", "44", "107", "38;5;9", "48;5;20"),
        *(BLUE, f"1;{BLUE}", f"1;7;{BLUE}", "1;38;2;1;2;255", "48;2;9;9;9"),
    ]
)
SPANS = st.tuples(
    st.integers(1, 6), st.integers(1, 20), PARAMETERS, st.text("ab ▀█─漢", min_size=1, max_size=4)
)
FRAMES = st.lists(
    st.one_of(st.lists(SPANS, max_size=8), st.sampled_from(["lost", "erase", "plain"])),
    max_size=8,
)


def as_textual_writes(spans: list[tuple[int, int, str, str]]) -> str:
    """Place, colours, text and a reset for each piece, and the cursor parked at the end."""
    pieces = [f"\x1b[{y};{x}H\x1b[{colours}m{text}\x1b[0m" for y, x, colours, text in spans]
    return "".join(pieces) + "\x1b[1;1H"


def looks(screen: pyte.Screen) -> list[list[pyte.screens.Char]]:
    """Every cell with its colours and attributes."""
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


@given(FRAMES)
def test_the_picture_is_the_same(frames: list[list[tuple[int, int, str, str]] | str]) -> None:
    pen = Pen()
    plain, drawn = pyte.Screen(30, 8), pyte.Screen(30, 8)
    one, other = pyte.Stream(plain), pyte.Stream(drawn)
    for frame in frames:
        if frame == "lost":
            pen.lost()
            other.feed("\x1b[1;3;31;44m")
            continue
        if isinstance(frame, str):
            text = "\x1b[3;3H\x1b[K" if frame == "erase" else "\x1b[2;2Hab"
        else:
            text = as_textual_writes(frame)
        one.feed(text)
        other.feed(pen.draw(text))
    assert looks(drawn) == looks(plain)
    assert (drawn.cursor.x, drawn.cursor.y) == (plain.cursor.x, plain.cursor.y)


def test_the_second_digit_in_the_same_colours_is_a_place_and_a_digit() -> None:
    pen = Pen()
    pen.draw(as_textual_writes([(3, 3, BLUE, "4")]))
    assert pen.draw(as_textual_writes([(3, 3, BLUE, "3")])) == "\x1b[3;3H3\x1b[1;1H"


def test_only_what_differs_is_said() -> None:
    old, new = read(f"1;{BLUE}"), read("1;4;38;2;7;7;7;48;2;9;9;9")
    assert change(old, new) == "\x1b[4;38;2;7;7;7m"
    assert change(new, old) == f"\x1b[0;1;{BLUE}m", "an attribute is taken away by beginning anew"
    assert change(read(BLUE), read("48;2;9;9;9")) == "\x1b[39m"
    assert change(read(BLUE), PLAIN) == "\x1b[0m"
    assert change(None, read("31")) == "\x1b[0;31m", "nobody knows what it draws with"


def test_other_sequences_find_the_terminals_own_colours() -> None:
    pen = Pen()
    pen.draw(as_textual_writes([(1, 1, "31", "a")]))
    assert pen.draw("\x1b[?1049l").startswith("\x1b[0m\x1b[?1049l")
