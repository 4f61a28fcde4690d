"""Minutes: at any moment, and what people typed renders exactly as they typed it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from store.domain.records import Event
from store.domain.text import clean
from store.exchange.minutes import event_minutes
from store.ledger import running
from store.ledger.capturing import amend, capture
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, now_of, sample_ledger


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    ledger = sample_ledger(hands)
    running.start(ledger, "art-sync")
    return ledger


def printed(ledger: Ledger, ref: str = "E8") -> str:
    event = ledger.find(ref)[1]
    assert isinstance(event, Event)
    return event_minutes(now_of(ledger), event)


def items(markdown: str) -> list[str]:
    """What a reader sees of each list item: the text, without any markup."""
    found: list[str] = []
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("list_item") else 0
        if token.type == "inline" and depth:
            kinds = {child.type for child in token.children or ()}
            assert kinds <= {"text", "strong_open", "strong_close", "text_special"}, kinds
            found.append("".join(c.content for c in token.children or ()))
    return found


def test_minutes_of_a_whole_event(ledger: Ledger, hands: Hands) -> None:
    hands.on(minutes=6)
    capture(ledger, "decision: gate A only, because of the peak, by PM")
    running.go_next(ledger)
    hands.on(minutes=1)
    capture(ledger, "action: call yard @GAN owner:SM-GAN due:fri #R12")
    capture(ledger, "impediment: no disk @DRE @ANC")
    capture(ledger, "x: DRE>BEA wait feed need:I5")
    running.go_to(ledger, "readback")
    hands.on(minutes=3)
    running.close(ledger)
    assert (
        printed(ledger)
        == """\
# ART Sync E8

Tideway ART · PI-26.4 · Wed 18 Nov 2026

09:00 to 09:10, 10 min, 50 min ahead.

Left behind: 1 decision · 1 action · 1 impediment · 1 dependency.

## Decisions

- **X21** gate A only, because of the peak, by PM (owner PM · 09:06, min 6)

## Actions

- **A1** call yard (\\@GAN · owner SM-GAN · by Fri 20 Nov · see R12 · 09:07, min 7)

## Impediments

- **B15** no disk (\\@DRE \\@ANC · no owner yet · no date yet · 09:07, min 7)

## Dependencies

- **D410** wait feed (DRE → BEA · needed by I5 · 09:07, min 7)

## Agenda

| Step | Planned | Took |
| --- | ---: | ---: |
| Briefing | 3 min | 6 min |
| Objectives off track | 8 min | 1 min |
| Board walk, right to left | 12 min | not reached |
| Dependencies due | 12 min | not reached |
| Impediments and escalations | 10 min | not reached |
| Risks | 5 min | not reached |
| Scope decisions | 6 min | not reached |
| Read back | 4 min | 3 min |
"""
    )


def test_in_the_middle_of_an_event(ledger: Ledger, hands: Hands) -> None:
    hands.on(minutes=10)
    text = printed(ledger)
    assert "Began 09:00, still open; projected end 10:07." in text
    assert "Nothing captured so far." in text
    assert "nothing behind" not in text
    assert "| Briefing | 3 min | 10 min |" in text
    assert "| Read back | 4 min | to come |" in text
    capture(ledger, "topic: lunch")
    assert "So far: 1 topic." in printed(ledger)
    amend(ledger, "P1", "owner:PM")
    assert "owner PM" in printed(ledger)


def test_an_event_in_which_nothing_was_said(ledger: Ledger) -> None:
    running.close(ledger)
    assert "Left nothing behind." in printed(ledger)


def test_an_imported_event(ledger: Ledger) -> None:
    assert (
        printed(ledger, "E5")
        == """\
# System Demo E5

Tideway ART · PI-26.4 · Fri 6 Nov 2026

Took 66 min.

Left behind: 1 decision · 1 action · 1 change.
"""
    )
    assert printed(ledger, "E6").endswith("\nLeft nothing behind.\n")


HOSTILE = (
    "# not a heading",
    "<script>alert(1)</script> & &amp; <b>",
    "[click](javascript:x) ![i](http://x/y.png) <http://x>",
    "*bold* _it_ **b** ~~s~~ `code` ``x``",
    "a | b | c",
    "1. one",
    "- [ ] task",
    "> quote",
    "\\ back \\* slash \\",
    "$x$ {{y}} :smile: http://example.org www.example.org a@b.org",
    "---",
    "=====",
    "日本語 👩‍👩‍👧 عربى",
    "[/] [@click=app.quit]x[/]",
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_renders_as_typed(ledger: Ledger, typed: str) -> None:
    found = capture(ledger, typed, "topic").record
    assert found.text == typed
    assert items(printed(ledger)) == [f"P1 {typed} (09:00, min 0)"]


@given(st.text(max_size=60).filter(lambda s: clean(s) != ""))
def test_whatever_was_typed_renders_as_typed(typed: str) -> None:
    ledger = sample_ledger(Hands())
    running.start(ledger, "art-sync")
    words = clean("\\" + typed)
    event, snap = ledger.running, now_of(ledger)
    assert event is not None
    from dataclasses import replace

    from store.domain.records import Topic

    topic = Topic(id="topic-1", ref="P1", text=words, event="E8", at=snap.now, minute=0)
    shown = event_minutes(replace(snap, records={**snap.records, "topic": [topic]}), event)
    assert items(shown) == [f"P1 {words} (09:00, min 0)"]


def test_hostile_names_stay_in_their_place(ledger: Ledger) -> None:
    capture(ledger, 'action: x owner:"a|b](http://x) *c*"')
    assert items(printed(ledger)) == [
        "A1 x (owner a|b](http://x) *c* · no date yet · 09:00, min 0)"
    ]


def test_only_peoples_words_are_escaped(ledger: Ledger, hands: Hands) -> None:
    capture(ledger, "action: call yard owner:PM due:fri")
    own = re.sub(r"\*\*|\| |\|$|---:?", "", printed(ledger))
    assert "\\" not in own
