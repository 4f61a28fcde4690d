"""Cutting, filling and wrapping by what a terminal shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from console.widgets import digits
from console.widgets.cells import cut, fits, pad, wrap
from console.widgets.glyphs import ASCII, UNICODE, choose

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
PIECES = [*"abc de", "漢", "字", "é", "e\u0301", FAMILY, "❤\ufe0f", "\n", "\t"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def _whole(text: str) -> set[str]:
    return {text[start:end] for start, end, _ in split_graphemes(text)[0]}


@given(TEXTS, st.integers(0, 40))
def test_a_cut_text_fits_and_splits_nothing(text: str, width: int) -> None:
    flat = text.replace("\n", " ").replace("\t", " ")
    shown = cut(text, width)
    assert cell_len(shown) <= width
    if fits(flat, width):
        assert shown == flat
    else:
        kept = shown.removesuffix("…")
        assert flat.startswith(kept)
        assert _whole(kept) <= _whole(flat)


@given(TEXTS, st.integers(0, 40), st.booleans())
def test_a_padded_text_takes_exactly_its_cells(text: str, width: int, right: bool) -> None:
    assert cell_len(pad(text, width, right)) == width


@given(TEXTS, st.integers(2, 40))
def test_wrapping_keeps_every_word(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Vendor contract for the chips", 22, "Vendor contract for…"),
        ("Unbreakablelongword", 8, "Unbreak…"),
        ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 4, "漢…"),
        (FAMILY + FAMILY, 3, FAMILY + "…"),
        ("anything", 0, ""),
        ("anything", 1, "…"),
    ],
)
def test_where_texts_are_cut(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


def test_a_very_long_text_is_cut_like_a_short_one() -> None:
    assert cut("word " * 100_000, 9) == cut("word " * 3, 9) == "word wor…"


def test_every_sign_has_an_ascii_twin_of_the_same_width() -> None:
    for name in UNICODE.__slots__:
        sign, twin = getattr(UNICODE, name), getattr(ASCII, name)
        if isinstance(sign, str):
            assert twin.isascii()
            assert cell_len(sign) == cell_len(twin), name


def test_plain_terminals_get_the_twins() -> None:
    assert choose({"TERM": "linux"}) is ASCII
    assert choose({"TERM": "xterm-256color", "RTE_PLAIN": "1"}) is ASCII
    assert choose({"TERM": "xterm-256color", "RTE_PLAIN": "0"}) is UNICODE


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_digits_are_as_large_as_they_say(scale: int) -> None:
    width, height = digits.size("1:05:00", scale)
    rows = digits.draw("1:05:00", scale)
    assert len(rows) == height
    assert {len(row) for row in rows} == {width}
    assert digits.largest("1:05:00", width, height) == scale
    assert digits.largest("1:05:00", width - 1, height) == scale - 1


def test_all_digits_look_different() -> None:
    drawn = {tuple(digits.draw(digit)) for digit in "0123456789"}
    assert len(drawn) == 10
