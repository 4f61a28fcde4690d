"""The one door for people's text, and its escape for Markdown."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from store.domain.text import clean, decode, md

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
PIECES = [
    *(
        "\x1b",
        "\x1b[",
        "\x1b]",
        "\x1b]0;",
        "\x1bP",
        "\x1b\\",
        "\x07",
        "\x9b",
        "\x9d",
        "\x9c",
        "\x90",
    ),
    *(
        "[",
        "]",
        "0",
        ";",
        "m",
        "J",
        "\\",
        "\0",
        "\b",
        "\x7f",
        "\r",
        "\n",
        "\t",
        "\x0b",
        "\x85",
        "\u2028",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200c",
        "\u200d",
        "\ufeff",
        "\ud800",
        "\udfff",
        "\uffff",
        "\xad",
    ),
    *(
        "a",
        "e",
        "\u0301",
        "\u0344",
        "\u0316",
        "é",
        "漢",
        "한",
        "\u1112",
        "\u1161",
        "\u11ab",
        " ",
        "\u00a0",
    ),
    *(
        "👩",
        "🚀",
        "❤",
        "\ufe0f",
        "\ufe0e",
        "🏽",
        "🏴",
        "\U000e0067",
        "\U000e007f",
        "\U0001d15e",
        "\u20e3",
    ),
    *(
        "\u0915",
        "\u094d",
        "\u093c",
        "\u0958",
        "\u0628",
        "\u0643",
        "\U000e0101",
        "\u3164",
        "\U0001fffe",
    ),
]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
ANY = st.text(st.characters(), max_size=40) | HOSTILE


@given(ANY, st.booleans(), st.sampled_from([10_000, 5, 1]))
@example("😀\u200d\u200d😀", False, 10_000)
@example("\U0001d15e\u200d😀", False, 10_000)
@example("e\u200d\u0301", False, 10_000)
@example("\u0958\u093c\u093c\u093c\u094d\u200da", False, 10_000)
@example("👩\u200d👩", False, 2)
def test_the_laws(text: str, block: bool, limit: int) -> None:
    cleaned = clean(text, block=block, limit=limit)
    assert not FORBIDDEN.search(cleaned)
    assert len(cleaned) <= limit
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned, block=block, limit=limit) == cleaned
    cleaned.encode()
    marks = 0
    for ch in cleaned:
        marks = marks + 1 if unicodedata.category(ch) in ("Mn", "Me") else 0
        assert marks <= 4
    if not block:
        assert cleaned == " ".join(cleaned.split())


@pytest.mark.parametrize(
    "text",
    [
        *(
            "see [/] and [@click=app.quit]",
            "[red]",
            "x[0] [~jsmith] [ROAM: Owned]",
            "C:\\temp",
            "a\\n",
        ),
        *(
            "<b>&amp;</b>",
            "$HOME `id` ${x}",
            "it's 100 %",
            "=1+1",
            "naïve café Łódź",
            "漢字 한글 日本語",
        ),
        *("👩‍🚀 👨‍👩‍👧 🏳️‍🌈 ❤️ ☺︎ 1️⃣ 🇵🇹 👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "می‌خواهم"),
        *("क्‍ष", "葛󠄀", "שָׁלוֹם", "Tiếng Việt"),
    ],
)
def test_ordinary_text_is_kept_exactly(text: str) -> None:
    assert clean(text) == text
    assert clean(text, block=True) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x1b[31mb\x1b[0m", "ab"),
        ("a\x1b[2Jb", "ab"),
        ("a\x1b[?1049hb", "ab"),
        ("a\x1b[12;34", "a"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]52;c;UFdORUQ=\x1b\\b", "ab"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x1bPq#0;2\x1b\\b", "ab"),
        ("a\x1b_apc\x1b\\b", "ab"),
        ("a\x9b2Jb", "ab"),
        ("a\x9d0;t\x9cb", "ab"),
        ("a\x90dcs\x9cb", "ab"),
        ("a\x1b]never ended", "anever ended"),
        ("a\x1b]never\nended\x07b", "anever endedb"),
        ("a\x1b(Bb", "ab"),
        ("a\x1bcb", "ab"),
        ("a\x1b", "a"),
        ("a\x1b\x1b[31mb", "ab"),
        ("a\0b\x08c\x7fd", "abcd"),
        ("a\u202eb\u2066c\u200bd", "abcd"),
        ("caf\udce9", "caf"),
        ("a\u200db\u200cc", "abc"),
        ("👩\u200d b", "👩 b"),
        ("e\u0301", "é"),
        ("a" + "\u0316" * 9, "a" + "\u0316" * 4),
        ("\ufe0fa", "a"),
        ("👩\u200d🚀 b" + "\u0344" * 9, "👩\u200d🚀 b\u0308\u0301\u0308\u0301"),
        ("🏴\U000e0067\U000e0062", "🏴"),
        (" a \t\n b\u2028c\x85d\x0be ", "a b c d e"),
    ],
)
def test_what_goes_and_what_stays(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_block_keeps_its_lines_and_expands_tabs() -> None:
    typed = "a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\n\n\ti"
    assert clean(typed, block=True) == "a\nb\nc\nd\ne\nf\ng\nh\n\n    i"


def test_the_limit_counts_what_is_kept() -> None:
    assert clean("\x1b[31m" * 20_000 + "kept") == "kept"
    assert clean("x" * 20_000) == "x" * 10_000
    assert clean("ab cd", limit=3) == "ab"


@pytest.mark.parametrize(
    "text",
    [
        *("x" * 10**6, "\x1b]" * 500_000, "\x1b[" + "0" * 10**6),
        *("\x9d" * 10**6, "\x1b " * 500_000),
        *("a" + "\u0301\u0316" * 500_000, "\u0344" * 10**6),
        *("👩\u200d" * 500_000, "\ud800" * 10**6),
        *("\x1b]" + "a" * 10**6, "\x1b[ " * 300_000),
        *("\r\n" * 500_000, "\x1b]a" * 300_000),
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_a_megabyte_of_anything_is_bounded(text: str) -> None:
    """A quadratic step would hold each of these for minutes, past the time limit of a test."""
    for block in (False, True):
        assert len(clean(text, block=block)) <= 10_000


def test_bytes_that_are_not_utf8_become_the_replacement_character() -> None:
    assert decode(b"caf\xe9 \xff") == "caf\ufffd \ufffd"
    assert decode("漢".encode()) == "漢"


RENDER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
NASTY = st.lists(
    st.sampled_from(
        [
            *"\\`*_{}[]()<>#+-.!|~&:@=\"'$^/?;,",
            "a",
            "b",
            " ",
            "1",
            "www.",
            "http://",
            "&amp;",
            "<b>",
            "- ",
            "1. ",
            "# ",
            "> ",
            "![x](y)",
            "[x](javascript:1)",
            "---",
            "    ",
            "~~",
            "[ ]",
            "\n",
        ]
    ),
    max_size=12,
).map("".join)


def _shown(source: str) -> str:
    """What a reader sees of a paragraph or cell, if it is plain text and nothing else."""
    shown = ""
    for token in RENDER.parse(source):
        assert token.type in ("paragraph_open", "paragraph_close", "inline"), token.type
        for child in token.children or []:
            assert child.type in ("text", "text_special"), child.type
            shown += child.content
    return shown


@given(NASTY | st.text(max_size=20).map(clean))
@example("www.example.com https://x.y me@x.org")
@example("1) a")
@example("==")
@example("a\\")
def test_markdown_renders_as_typed(text: str) -> None:
    typed = " ".join(text.split())
    assert _shown(md(text)) == typed
    assert _shown("x " + md(text)) == f"x {typed}".strip()


@given(NASTY)
def test_markdown_renders_as_typed_in_a_table_cell(text: str) -> None:
    table = RENDER.parse(f"| h | i |\n| - | - |\n| {md(text)} | end |\n")
    cells = [token.content for token in table if token.type == "inline"]
    assert len(cells) == 4
    inline = [token for token in table if token.type == "inline"][2]
    assert "".join(child.content for child in inline.children or []) == " ".join(text.split())
    assert {child.type for child in inline.children or []} <= {"text", "text_special"}


def test_plain_words_are_not_littered_with_backslashes() -> None:
    said = "Gate feed (v2), late: ask the team - it's 50% done. AT&T agreed!"
    assert md(said) == said
