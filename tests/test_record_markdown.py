"""Copies as Markdown: hostile words do nothing, private ones are not in them."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from store.errors import RuleBroken
from store.exchange.minutes import event_minutes
from store.exchange.record_markdown import list_markdown, record_markdown
from store.insight.mixed import row_of
from store.insight.rows import Row
from store.ledger import running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, now_of, sample_ledger

NASTY = "| a <img src=x> [x](javascript:1) ![y](z) `c` # h\\ https://evil.example \\| ~~s~~"


@pytest.fixture
def ledger() -> Ledger:
    return sample_ledger(Hands())


def html(text: str) -> str:
    return str(MarkdownIt("gfm-like", {"linkify": False}).render(text))


def row(ledger: Ledger, line: str) -> Row:
    made = capture(ledger, line)
    return row_of(made.kind, made.record, now_of(ledger))


def test_a_cell_stays_a_cell_whatever_stands_in_it(ledger: Ledger) -> None:
    rows = [row(ledger, f"risk: {NASTY}"), row(ledger, "risk: plain owner:SM-DRE")]
    drawn = html(list_markdown("Risks", rows))
    assert drawn.count("<tr>") == 3
    assert drawn.count("<td") == 2 * 6
    for tag in ("<img", "<a ", "<code", "<s>", "<h2"):
        assert tag not in drawn
    assert "javascript:1" in drawn, "as words"


def test_private_rows_are_left_out_and_counted(ledger: Ledger) -> None:
    rows = [row(ledger, "risk: plain"), row(ledger, "risk: (private) about pay")]
    said = list_markdown("Risks", rows)
    assert "plain" in said
    assert "pay" not in said
    assert "1 private, left out." in said
    assert "Nothing here." in list_markdown("Risks", [])


def test_a_record_is_told_with_fields_figures_and_origin(ledger: Ledger) -> None:
    made = capture(ledger, "risk: ice p:4 i:5 owner:SA").record
    doc = dict(ledger.db.state.doc("risk", made.id) or {})
    said = record_markdown(now_of(ledger), "risk", made, doc)
    assert "- **owner:** SA" in said
    assert "- **exposure:** 20" in said
    assert "- **came from:** Wed 18 Nov" in said
    private = capture(ledger, "risk: private: pay").record
    with pytest.raises(RuleBroken):
        record_markdown(now_of(ledger), "risk", private, {})


def test_private_lines_are_in_no_minutes_and_in_none_of_their_counts(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    for kind in ("risk", "impediment", "decision", "dependency", "action", "topic"):
        capture(ledger, f"private: about pay, a {kind}", kind)
    capture(ledger, "action: ring the yard")
    snap = now_of(ledger)
    event = snap.running
    assert event is not None
    said = event_minutes(snap, event)
    assert "pay" not in said
    assert "So far: 1 action" in said
    assert "ring the yard" in said
