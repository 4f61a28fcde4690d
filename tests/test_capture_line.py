"""The one-line console's parts: keys from bytes, a line of characters, rows that cost few bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.width import cells
from console.mini.block import PLAIN, STRONG, Block, Row
from console.mini.keys import Decoder
from console.mini.line import Line, clusters
from console.mini.recall import Recall
from console.mini.rows import folded
from console.plainly import Voice, is_seven_bit

FAMILY = "👩‍👩‍👧"
FLAG = "🇵🇹"

# -- keys


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"ab", [("text", "ab")]),
        ("né漢".encode(), [("text", "né漢")]),
        (b"a\rb", [("text", "a"), ("key", "enter"), ("text", "b")]),
        (b"\r\n", [("key", "enter")]),
        (b"\n\n", [("key", "enter"), ("key", "enter")]),
        (b"\x1b[D\x1b[1;5C\x1bOH\x1b[4~\x1b[3~", [
            ("key", "left"), ("key", "word right"), ("key", "home"), ("key", "end"),
            ("key", "delete"),
        ]),
        (b"\x1bb\x17\x15\x0b", [
            ("key", "word left"), ("key", "cut word"), ("key", "cut to start"),
            ("key", "cut to end"),
        ]),
        (b"\x03\x04\x1a\x7f", [
            ("key", "interrupt"), ("key", "end of input"), ("key", "undo"), ("key", "backspace"),
        ]),
        (b"x\x1b[99;7uy", [("text", "x"), ("text", "y")]),
        (b"\x1b[200~one\r\ntwo\x1b[2J\x1b[201~z", [
            ("paste", "one\r\ntwo\x1b[2J"), ("text", "z"),
        ]),
        (b"caf\xe9 open", [("text", "caf\ufffd open")]),
    ],
)  # fmt: skip
def test_keys_are_the_same_however_their_bytes_arrive(
    data: bytes, keys: list[tuple[str, str]]
) -> None:
    assert Decoder().feed(data) == keys
    slow = Decoder()
    found = [key for byte in data for key in slow.feed(bytes([byte]))]
    assert not slow.waits
    assert _joined(found) == _joined(keys)


def _joined(keys: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Runs of text as one."""
    found: list[tuple[str, str]] = []
    for sort, value in keys:
        if found and sort == "text" == found[-1][0]:
            found[-1] = (sort, found[-1][1] + value)
        else:
            found.append((sort, value))
    return found


def test_a_lone_escape_is_one_when_nothing_follows() -> None:
    keys = Decoder()
    assert keys.feed(b"\x1b") == []
    assert keys.waits
    assert keys.rest() == [("key", "escape")]
    assert not keys.waits


def test_a_paste_without_its_end_is_not_lost() -> None:
    keys = Decoder()
    assert keys.feed(b"\x1b[200~half a wor\x1b[20") == []
    assert keys.in_paste
    assert keys.rest() == [("paste", "half a wor\x1b[20")]
    assert keys.feed(b"\x03") == [("key", "interrupt")]


@given(st.binary(max_size=60), st.integers(0, 60))
def test_no_bytes_break_the_decoder(data: bytes, at: int) -> None:
    keys = Decoder()
    found = [*keys.feed(data[:at]), *keys.feed(data[at:]), *keys.rest()]
    assert not keys.waits
    for sort, value in found:
        assert sort in ("text", "key", "paste")
        assert sort != "text" or not any(ch < " " or "\x7f" <= ch < "\xa0" for ch in value)


# -- the line


@pytest.mark.parametrize("one", [FAMILY, FLAG, "e\u0301", "👍🏽", "漢", "1\ufe0f\u20e3", "각", "a"])
def test_what_looks_like_one_character_is_one(one: str) -> None:
    assert clusters(f"x{one}{one}y") == ["x", one, one, "y"]
    line = Line()
    line.put(f"x{one}{one}")
    line.act("backspace")
    assert line.text == f"x{one}"
    line.act("left")
    line.act("delete")
    assert line.text == "x"


def test_a_mark_that_comes_later_joins_its_letter() -> None:
    line = Line()
    line.insert("e")
    line.insert("\u0301")
    assert line.text == "é"
    line.act("backspace")
    assert line.text == ""


def test_a_line_is_edited_as_in_a_shell() -> None:
    line = Line()
    line.insert("rig is late")
    line.act("word left")
    line.insert("very ")
    line.act("cut to end")
    assert line.text == "rig is very "
    line.act("cut word")
    line.act("cut word")
    assert line.text == "rig "
    line.act("home")
    line.insert("the ")
    line.act("end")
    line.insert("is old")
    assert line.text == "the rig is old"
    line.act("word left")
    line.act("cut to start")
    assert line.text == "old"
    assert not line.act("enter")


def test_what_a_terminal_would_obey_does_not_come_in() -> None:
    line = Line()
    line.insert("a\x1b]0;x\x07b \u202ec")
    assert line.text == "ab c"
    assert line.insert("x" * 10_000) == len("ab c")


@given(st.text(alphabet="ab é漢👍\u0301", max_size=30), st.integers(2, 12), st.data())
def test_the_cursor_is_always_in_the_window(text: str, width: int, data: st.DataObject) -> None:
    line = Line()
    line.put(text)
    first = 0
    for act in data.draw(st.lists(st.sampled_from(["left", "right", "home", "end"]), max_size=8)):
        line.act(act)
        first, shown, at = line.window(width, first)
        assert 0 <= at < width
        assert cells(shown) <= width
        assert shown in line.text


def test_words_are_folded_at_spaces() -> None:
    assert folded("one two three", 7) == ["one two", "three"]
    assert folded("", 7) == [""]


# -- what is sent


class Screen:
    """A block on an emulated terminal."""

    def __init__(self, columns: int = 40, rows: int = 6) -> None:
        self.shown = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.shown)
        self.sent = ""
        self.block = Block(self.write)
        self.write("before\r\n")

    def write(self, text: str) -> None:
        self.sent = text
        self.stream.feed(text)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.shown.display]


def test_a_second_costs_a_few_bytes_and_silence_nothing() -> None:
    screen = Screen()
    rows = [Row(("6:42 left", STRONG), (" · 4/8 Risks", PLAIN)), Row(("> rig", PLAIN))]
    screen.block.draw(rows, 39, (1, 5))
    assert screen.lines[1:3] == ["6:42 left · 4/8 Risks", "> rig"]
    rows[0] = Row(("6:41 left", STRONG), (" · 4/8 Risks", PLAIN))
    screen.block.draw(rows, 39, (1, 5))
    assert screen.lines[1] == "6:41 left · 4/8 Risks"
    assert len(screen.sent) <= 30
    assert (screen.shown.cursor.y, screen.shown.cursor.x) == (2, 5)
    screen.sent = ""
    screen.block.draw(rows, 39, (1, 5))
    assert screen.sent == ""


def test_rows_come_and_go_and_what_stands_above_stays() -> None:
    screen = Screen(rows=5)
    for count in (1, 3, 2, 4, 1):
        rows = [Row((f"row {n} of {count}", PLAIN)) for n in range(count)]
        screen.block.draw(rows, 39, (0, 2))
        shown = [line for line in screen.lines if line.startswith("row")]
        assert shown == [f"row {n} of {count}" for n in range(count)]
    screen.block.above("saved \x1b[2JR1")
    screen.block.draw([Row(("> ", PLAIN))], 39, (0, 2))
    assert [line for line in screen.lines if line] == ["before", "saved [2JR1", ">"]


@given(st.lists(st.text(alphabet="ab 漢👍é", max_size=12), min_size=2, max_size=6))
def test_what_is_shown_is_what_was_drawn_whatever_stood_there(texts: list[str]) -> None:
    screen = Screen(columns=20)
    for text in texts:
        screen.block.draw([Row((text, PLAIN)), Row(("end", PLAIN))], 19, (0, 0))
        # The emulator keeps an empty cell behind a wide character.
        assert screen.lines[1].replace("\0", "") == text.rstrip() or cells(text) > 19
        assert screen.lines[2] == "end"


def test_half_of_a_wide_character_is_never_drawn() -> None:
    assert [piece for piece, _ in Row(("a漢字", PLAIN)).cells(4)] == ["a", "漢", ""]


# -- terminals that show ASCII only


@pytest.mark.parametrize(
    ("environ", "started_plain", "seven"),
    [
        ({"LANG": "C"}, True, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False, False),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, True, True),
        ({"LANG": "de_DE.ISO-8859-1"}, True, True),
        ({"LANG": "pt_PT.UTF-8"}, False, False),
        ({}, True, False),
        ({"TERM": "vt100", "LANG": "C.UTF-8"}, False, True),
    ],
)
def test_ascii_is_for_whom_it_was_asked_for(
    environ: dict[str, str], started_plain: bool, seven: bool
) -> None:
    assert is_seven_bit(environ, started_plain) is seven


def test_what_has_no_letter_near_it_is_a_question_mark_and_nothing_is_left_out() -> None:
    voice = Voice({"LC_ALL": "C"})
    assert voice("6:42 left · naïve → 漢字 …") == "6:42 left - naive -> ?? ..."
    assert voice.typed("漢é") == "???"
    assert Voice({"LANG": "C.UTF-8", "RTE_PLAIN": "1"})("é · x") == "é - x"
    assert Voice({"LANG": "C.UTF-8"})("é · x") == "é · x"


def test_looking_at_earlier_lines_loses_nothing() -> None:
    recall = Recall()
    assert recall.step(-1, "now") is None
    assert recall.saved("one") == ""
    assert recall.saved("two") == ""
    assert recall.step(-1, "half") == "two"
    assert recall.aside == "half"
    assert recall.step(-1, "two") == "one"
    assert recall.step(1, "one, changed") is None, "a changed one is saved or emptied first"
    assert recall.saved("one, changed") == "half", "and what was being typed comes back"
    assert recall.aside == ""
    assert recall.step(-1, "half") == "one, changed"
    assert recall.step(1, "one, changed") == "half"
    assert recall.aside == ""
