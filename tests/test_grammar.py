"""The capture grammar: its laws for any text, each form, and every example of docs/capture.md."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.domain.dates import parse_due, say_day
from store.domain.grammar import Capture, CaptureContext, parse_capture, preview, split_lines
from store.domain.kinds import CAPTURED, LETTERS
from store.domain.text import clean

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 18)
TEAMS = [("DRE", "Dredger"), ("BEA", "Beacon"), ("GAN", "Gantry"), ("PS", "Port Side")]
ROLES = ["RTE", "SM-DRE", "Product Management"]
ITERATIONS = [
    ("I4", date(2026, 11, 9), date(2026, 11, 20)),
    ("I5", date(2026, 11, 23), date(2026, 12, 4)),
]
KINDS = [None, *(kind.name for kind in CAPTURED)]


def context() -> CaptureContext:
    return CaptureContext(TODAY, teams=TEAMS, roles=ROLES, iterations=ITERATIONS)


def parse(line: str, kind: str | None = "action") -> Capture:
    return parse_capture(line, kind=kind, context=context())


# The laws

VOCABULARY = (
    "@DRE @dredger @nobody @ @@DRE owner:RTE owner: OWNER:x due:fri due: due:in 3 days fri due:I5"
    " 20 nov due:20 p:4 p:7 i:5 p: need:I4 plan:i5 need:I9 DRE>BEA DRE->@GAN a>b DRE>DRE #R12 #r0"
    ' #Z9 # \\@home \\ \\due:fri C:\\x https://x/a:b me@x.org 12:30 [/] " "a @DRE" owner:"A B"'
    " like:I4 like:R1 like: level:art level:moon level: option:x option: review:fri revisit:I5"
    " v:change v: verdict:fits by:PM by: by:Harbour master for:5m for:x demo: item f: #S3 #O1"
    ' due:"fri", risk: risk r: i:5 decided because , by then if if:x , . : ; ) ( “x y” if\u0301'
    " 漢字 👩\u200d🚀 \ufe0f e\u0301 \x1b[31m \u202e \0 \ud800 \u2028 \u00a0 \x1f"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
LINES = st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=6).map("".join)
ANY = LINES | st.text(st.characters(), max_size=60)


def _signs(text: str) -> Counter[str]:
    return Counter(ch for ch in text if not ch.isspace())


@given(ANY, st.sampled_from(KINDS))
@example("risk:\ufe0flate", None)
@example("due:20 \x1f nov", "action")
@example("\ufe0f @DRE \ufe0fx", "action")
def test_every_sign_of_the_line_is_in_the_text_or_was_understood(
    line: str, kind: str | None
) -> None:
    capture = parse(line, kind)
    assert clean(capture.line) == clean(line)
    assert clean(capture.text) == capture.text
    understood = Counter[str]()
    end = 0
    for part in capture.understood:
        assert part.token == capture.line[part.start : part.end]
        assert part.start >= end
        assert part.label
        assert part.reading
        end = part.end
        understood += _signs(part.token)
    both = _signs(capture.text) + understood
    # A kind that the sentence needs is read and stays in the text as well.
    assert not _signs(capture.line) - both
    surplus = both - _signs(capture.line)
    kinds = [part for part in capture.understood if part.label == "kind"]
    assert surplus in (Counter(), sum((_signs(part.token) for part in kinds), Counter[str]()))


@given(ANY, st.sampled_from(KINDS))
def test_what_stays_text_is_in_its_order(line: str, kind: str | None) -> None:
    capture = parse(line, kind)
    left = iter(clean(line))
    assert all(ch in left for ch in capture.text if not ch.isspace())


@given(ANY, st.sampled_from(KINDS))
def test_what_was_read_is_of_the_train_and_shown(line: str, kind: str | None) -> None:
    capture = parse(line, kind)
    ids = {team for team, _ in TEAMS}
    assert set(capture.teams) <= ids
    assert {capture.provider, capture.consumer} <= ids | {None}
    assert {capture.need, capture.plan} <= {"I4", "I5", None}
    assert {capture.probability, capture.impact} <= {None, 1, 2, 3, 4, 5}
    shown = preview(capture)
    assert "\n" not in shown
    assert (capture.due is None) == (capture.due_reading is None)
    for said in (capture.due_reading, capture.owner, *capture.links):
        assert said is None or said in shown
    assert all(note[-1] == "." and "\n" not in note for note in capture.notes)


NAMES = st.text("abcdefghijklmnopqrstuvwxyzåß漢", min_size=1, max_size=12)


@given(
    words=st.lists(NAMES, min_size=1, max_size=6),
    team=st.sampled_from(TEAMS),
    owner=st.lists(NAMES, min_size=1, max_size=3).map(" ".join),
    due=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    links=st.lists(
        st.tuples(st.sampled_from(sorted(LETTERS.values())), st.integers(1, 99999)),
        max_size=3,
        unique=True,
    ),
    points=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    data=st.data(),
)
def test_a_written_record_reads_back(
    words: list[str],
    team: tuple[str, str],
    owner: str,
    due: date,
    links: list[tuple[str, int]],
    points: tuple[int, int],
    data: st.DataObject,
) -> None:
    keys = [f"@{team[0]}", f'owner:"{owner}"', f"due:{due}", f"p:{points[0]}", f"i:{points[1]}"]
    keys += [f"#{letters}{number}" for letters, number in links]
    mixed = list(words)
    for key in keys:
        mixed.insert(data.draw(st.integers(0, len(mixed))), key)
    capture = parse(" ".join(mixed), "risk")
    assert capture.text == " ".join(words)
    assert (capture.teams, capture.owner) == ([team[0]], owner)
    assert (capture.due, capture.due_reading) == (due.isoformat(), say_day(due))
    assert sorted(capture.links) == sorted(f"{letters}{number}" for letters, number in links)
    assert (capture.probability, capture.impact) == points
    assert capture.notes == []


@pytest.mark.parametrize(
    ("line", "by", "text"),
    [
        ("by:Harbour master", "Harbour master", ""),
        ("too small by:Harbour master", "Harbour master", "too small"),
        ("by:Harbour master, too small", "Harbour master", "too small"),
        ("by:rte it works offline", "RTE", "it works offline"),
        ("by:product management it works", "Product Management", "it works"),
        ("by:Pilot it works very well", "Pilot", "it works very well"),
        ('by:"Ana M. Reis" it works', "Ana M. Reis", "it works"),
        ("by:Ana @DRE works", "Ana", "works"),
        ("owner:Pilot works", "Pilot", "works"),
        ("by: works", None, "by: works"),
        ("by:PM works by:RTE", "PM works", "by:RTE"),
    ],
)
def test_who_gave_feedback(line: str, by: str | None, text: str) -> None:
    capture = parse(f"{line} v:fits", "feedback")
    assert (capture.owner, capture.text, capture.verdict) == (by, text, "fits")


@pytest.mark.parametrize(
    ("word", "verdict"),
    [("v:fits", "fits"), ("Verdict:Change,", "change"), ("v:UNCLEAR", "unclear"), ("v:2", None)],
)
def test_a_verdict(word: str, verdict: str | None) -> None:
    capture = parse(f"small {word}", "feedback")
    assert capture.verdict == verdict
    assert (capture.text == "small") == (verdict is not None and "," not in word)
    said = "Feedback needs a verdict. Add v:fits, v:change or v:unclear."
    assert (said in capture.notes) == (verdict is None)


def test_words_that_begin_sentences_need_their_colon() -> None:
    assert parse("demo environment is down", None).kind is None
    assert parse("item 5 is late", None).kind is None
    assert parse("demo: gate opens", None).kind == "demo"
    kept = parse("\\demo: gate opens", "action")
    assert kept.text == "demo: gate opens"


def test_a_link_goes_where_it_belongs() -> None:
    feedback = parse("x #S3 #S4 #O1 v:fits", "feedback")
    assert (feedback.item, feedback.links) == ("S3", ["S4", "O1"])
    shown = parse("x #O1 #O2 #S3 #O1", "demo")
    assert (shown.objective, shown.links) == ("O1", ["O2", "S3"])
    assert parse("x #S3 #O1", "risk").links == ["S3", "O1"]


# The documentation


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of docs/capture.md, without code marks."""
    section = (ROOT / "docs" / "capture.md").read_text("utf-8").split(f"\n## {heading}\n")[1]
    table = [line for line in section.split("\n## ")[0].splitlines() if line.startswith("|")]
    return [
        [re.sub(r"^`(.*)`$", r"\1", cell.strip()) for cell in line.strip("|").split("|")]
        for line in table[2:]
    ]


@pytest.mark.parametrize(("kind", "line", "text", "understood"), _rows("Examples"))
def test_the_examples_of_the_documentation(
    kind: str, line: str, text: str, understood: str
) -> None:
    capture = parse(line, None if kind == "-" else kind)
    assert capture.text == text
    assert preview(capture) == understood


@pytest.mark.parametrize(("typed", "reading"), _rows("Days"))
def test_the_days_of_the_documentation(typed: str, reading: str) -> None:
    assert parse_due(typed, TODAY, ITERATIONS).reading == reading
    assert parse(f"call due:{typed} now").due_reading == reading
    assert parse(f'call due:"{typed}" now').text == "call now"


# The kind


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("risk: late", "risk", "late"),
        ("Risk late", "risk", "late"),
        ("risk:late", "risk", "late"),
        ("blocker: down", "impediment", "down"),
        ("imp down", "impediment", "down"),
        ("decided blue", "decision", "blue"),
        ("decided to wait", "decision", "decided to wait"),
        ("dep DRE>BEA feed", "dependency", "feed"),
        ("todo call", "action", "call"),
        ("meet-after: pricing", "topic", "pricing"),
        ("parked: pricing", "topic", "pricing"),
        ("objective: book in 2 minutes", "objective", "book in 2 minutes"),
        ("r: late", "risk", "late"),
        ("X: feed", "dependency", "feed"),
        ("r late", None, "r late"),
        ("d:\\data is full", None, "d:\\data is full"),
        ("risk", None, "risk"),
        ("risky late", None, "risky late"),
        ("risk/late", None, "risk/late"),
        ("the risk: late", None, "the risk: late"),
        ("\\risk late", None, "risk late"),
        ('"risk" late', None, '"risk" late'),
        ("vote: 3", None, "vote: 3"),
    ],
)
def test_the_first_word_may_give_the_kind(line: str, kind: str | None, text: str) -> None:
    capture = parse(line, None)
    assert (capture.kind, capture.text) == (kind, text)


def test_a_kind_that_is_given_is_not_looked_for() -> None:
    capture = parse("risk: late", "action")
    assert (capture.kind, capture.text) == ("action", "risk: late")


# The keys


def test_teams_in_every_writing() -> None:
    capture = parse('a @dre, b @"port side" c @Port-Side. d')
    assert (capture.teams, capture.team) == (["DRE", "PS"], "DRE")
    assert capture.text == "a, b c. d"


def test_punctuation_behind_keys_does_not_pile_up() -> None:
    capture = parse("down @GAN, owner:RTE. due:fri; call")
    assert capture.text == "down, call"
    assert [part.token for part in capture.understood] == ["@GAN", "owner:RTE.", "due:fri;"]


def test_a_name_that_is_an_id_of_another_team_means_the_id() -> None:
    teams = [("A", "B"), ("B", "C")]
    capture = parse_capture("@b x", kind="risk", context=CaptureContext(TODAY, teams=teams))
    assert capture.teams == ["B"]


@pytest.mark.parametrize(
    ("line", "owner", "text"),
    [
        ("x owner:sm-dre", "SM-DRE", "x"),
        ("x owner:product-management", "Product Management", "x"),
        ('x owner:"product management", y', "Product Management", "x, y"),
        ("x owner:“Ana Reis”", "Ana Reis", "x"),
        ("x owner:Ana.", "Ana", "x."),
        ("x OWNER:Ana owner:Bo", "Ana", "x owner:Bo"),
        ("x owner: Ana", None, "x owner: Ana"),
        ('x owner:"Ana', None, 'x owner:"Ana'),
        ('x owner:"Ana"s', None, 'x owner:"Ana"s'),
    ],
)
def test_owner(line: str, owner: str | None, text: str) -> None:
    capture = parse(line)
    assert (capture.owner, capture.text) == (owner, text)


@pytest.mark.parametrize(
    ("line", "due", "text"),
    [
        ("due:fri call", "2026-11-20", "call"),
        ("call due:next fri, then wait", "2026-11-27", "call, then wait"),
        ("due:20 nov 2026 servers die", "2026-11-20", "servers die"),
        ("due:20 nov 30 seats go", "2026-11-20", "30 seats go"),
        ("due: tomorrow call", "2026-11-19", "call"),
        ("due:end of I5 call", "2026-12-04", "call"),
        ("due:in 3 days", "2026-11-21", ""),
        ("due:fri due:mon", "2026-11-20", "due:mon"),
        ("due:fri, 20 seats", "2026-11-20", "20 seats"),
        ("(due:fri)", None, "(due:fri)"),
        ("what is due: all of it", None, "what is due: all of it"),
        ("due:30 feb", None, "due:30 feb"),
        ("due:thu 20 nov", None, "due:thu 20 nov"),
        ("due:5", None, "due:5"),
        ("due:3/4", None, "due:3/4"),
        ('due:"in 3', None, 'due:"in 3'),
    ],
)
def test_due(line: str, due: str | None, text: str) -> None:
    capture = parse(line)
    assert (capture.due, capture.text) == (due, text)
    assert bool(capture.notes) == ("due:" in text and "(" not in text)


def test_links_know_the_letters_of_the_train() -> None:
    letters = {**LETTERS, "impediment": "B"}
    line = "like #b08 and #R12, #Z1 #I7 #12 #tag"
    capture = parse_capture(
        line, kind="risk", context=CaptureContext(TODAY, letters=letters, teams=TEAMS)
    )
    assert capture.links == ["B8", "R12"]
    assert capture.text == "like and, #Z1 #I7 #12 #tag"
    assert [note[:31] for note in capture.notes] == [
        "No reference begins with Z: wri",
        "No reference begins with I: wri",
    ]


def test_a_dependency_between_two_teams() -> None:
    for line in ("feed DRE>BEA", "feed dredger->beacon", "feed @DRE→@BEA", "feed DRE=>BEA"):
        capture = parse(line, "dependency")
        assert (capture.provider, capture.consumer, capture.text) == ("DRE", "BEA", "feed")


@pytest.mark.parametrize(
    ("line", "kind", "note"),
    [
        ("p:7", "risk", "Probability is 1 to 5"),
        ("i:0", "risk", "Impact is 1 to 5"),
        ("p:4", "decision", "Only a risk has a probability"),
        ("need:I4", "risk", "Only a dependency has a need"),
        ("need:I9", "dependency", "No iteration is called I9: there is I4, I5"),
        ("DRE>DRE", "dependency", "DRE>DRE is one team"),
        ("DRE>home", "dependency", "DRE>home names a team"),
        ("@home", "action", "No team is called home: write @DRE"),
        ("due:yesterdayish", "action", "yesterdayish is not a date"),
        ("owner:", "action", "owner: needs a name"),
        ("v:change", "risk", "Only feedback has a verdict"),
        ("for:ever", "demo", "'ever' is not a length of time"),
    ],
)
def test_what_looks_like_a_key_stays_with_a_hint(line: str, kind: str, note: str) -> None:
    capture = parse(f"a {line} b", kind)
    assert capture.text == f"a {line} b"
    assert [sentence.startswith(note) for sentence in capture.notes] == [True]


@pytest.mark.parametrize(
    "line",
    [
        *("me@dre.org and x@DRE", "https://x/a:b?p:4", "12:30", "[/]", "[@click=app.quit]"),
        *(
            "C:\\x",
            "\\\\server\\share",
            "a>b 5>3 x->y",
            "p4 i5",
            "p:high",
            "#",
            "@",
            "@ DRE",
            "it's",
        ),
        *(
            '19" rack "not closed',
            '"ask @DRE due:fri"',
            "“ask @DRE”",
            "(@DRE)",
            "@DRE's",
            "key:value",
        ),
        *("👩‍🚀 漢字 @漢字", "Überfällig: ja"),
    ],
)
def test_plain_text_stays_as_typed(line: str) -> None:
    capture = parse(line)
    assert capture.text == line
    assert capture.understood == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a \\@dre b", "a @dre b"),
        ("\\due:fri", "due:fri"),
        ("\\#R12", "#R12"),
        ("\\DRE>BEA", "DRE>BEA"),
        ('\\owner:"A B" c', 'owner:"A B" c'),
        ("\\n \\x", "\\n \\x"),
    ],
)
def test_a_backslash_keeps_a_word_as_it_is(line: str, text: str) -> None:
    capture = parse(line, "dependency")
    assert capture.text == text
    assert {part.label for part in capture.understood} <= {"as typed"}


# What a sentence says


@pytest.mark.parametrize(
    ("line", "condition", "consequence"),
    [
        ("If it is late, then berths clash @DRE", "it is late", "berths clash"),
        ("if late then clash", "late", "clash"),
        ("if late then clash then chaos", None, None),
        ("iffy then clash", None, None),
        ("if then clash", None, None),
        ("late, then clash", None, None),
    ],
)
def test_the_parts_of_a_risk(line: str, condition: str | None, consequence: str | None) -> None:
    capture = parse(line, "risk")
    assert (capture.condition, capture.consequence) == (condition, consequence)
    assert capture.text == line.removesuffix(" @DRE")


@pytest.mark.parametrize(
    ("line", "what", "because", "by"),
    [
        ("blue because cheap, by BO-OPS.", "blue", "cheap", "BO-OPS"),
        ("We decided to wait because it rains", "wait", "it rains", None),
        ("decided blue because a, b, by the room", "blue", "a, b", "the room"),
        ("blue, because built by us", "blue", "built by us", None),
        ("blue", None, None, None),
        ("because cheap", None, None, None),
    ],
)
def test_the_parts_of_a_decision(
    line: str, what: str | None, because: str | None, by: str | None
) -> None:
    capture = parse(line, "decision")
    assert (capture.what, capture.because, capture.decided_by) == (what, because, by)
    assert capture.text == line


def test_other_kinds_are_not_divided() -> None:
    assert parse("if a then b", "action").condition is None
    assert parse("a because b", None).because is None


# Limits


def test_a_line_that_is_too_long_is_told_and_not_cut() -> None:
    line = "@DRE " + "x" * 10_000
    capture = parse(line, None)
    assert (capture.overflow, capture.text, capture.understood) == (5, line, [])
    assert parse("x" * 10_000).overflow == 0


@pytest.mark.parametrize(
    "part",
    [
        "due:x ",
        "due:20 nov 20 ",
        "@x ",
        "a>",
        "a.b>",
        "->",
        '"',
        'x:"',
        "\\@x ",
        "if then ",
        "a.",
        "\x1b]",
        "because , by ",
        "@a-",
        "#R1 ",
        "p:4 ",
        "👩\u200d",
        "é",
    ],
)
def test_hostile_lines_are_read_in_time(part: str) -> None:
    """A quadratic step would hold the megabyte past the time limit of a test."""
    for kind in ("risk", "decision", "dependency"):
        assert len(parse((part * 10_000)[:9_999], kind).notes) <= 5
    assert parse(part * (1_000_000 // len(part))).kind == "action"


def test_what_a_line_does_not_need_is_not_asked() -> None:
    def asked() -> NoReturn:
        raise AssertionError("asked")

    lazy = CaptureContext(asked, teams=asked, roles=asked, iterations=asked)
    capture = parse_capture("staging is down #R12 p:4", kind="risk", context=lazy)
    assert (capture.text, capture.links) == ("staging is down", ["R12"])


def test_what_a_line_needs_is_asked_once() -> None:
    asked: list[str] = []

    def today() -> date:
        asked.append("today")
        return TODAY

    parse_capture("a due:x due:fri", kind="risk", context=CaptureContext(today))
    assert asked == ["today"]


def test_the_quick_path_loads_little() -> None:
    code = (
        "import sys, re, json, argparse, zlib, fcntl, datetime, collections\n"
        "before = set(sys.modules)\n"
        "from store.domain.grammar import *\n"
        "from store.domain import ids, durations, dates\n"
        "context = CaptureContext(datetime.date(2026, 11, 18), teams=[('D', 'é')])\n"
        "parse_capture('é @D owner:x #R1', kind='risk', context=context)\n"
        "new = {m for m in set(sys.modules) - before if not m.startswith('store')}\n"
        "assert new <= {'unicodedata', '__future__'}, new\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


# Many lines


def test_lines_of_a_paste() -> None:
    paste = (
        "- a\r\n* b\n\n  1. c\r2) d\u2028[ ] e\x0b- [x] f\x85• g\n-5 h\n- \n---\n"
        "2026. i\n[/] j\x1ck"
    )
    expected = ["a", "b", "c", "d", "e", "f", "g", "-5 h", "---", "2026. i", "[/] j\x1ck"]
    assert split_lines(paste) == expected


@given(st.lists(st.text("ab []-1.*", min_size=1, max_size=8)))
def test_no_line_that_says_something_is_lost(lines: list[str]) -> None:
    said = split_lines("\n".join(lines))
    assert "".join(said).count("a") == "".join(lines).count("a")
    assert all(said)
    assert [line.strip() for line in said] == said
