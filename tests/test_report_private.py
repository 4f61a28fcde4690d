"""A planted private word is in no form of what is handed out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.domain.records import TYPES, Cause, Escalation, Event, Problem, Record, Solution, Step
from store.exchange.minutes import event_minutes
from store.exchange.report import FORMATS, Making, render
from store.exchange.report_profile import FULL, Veil, left_out
from store.insight.snapshot import Snapshot
from tests.ledger_helpers import Hands, now_of, sample_ledger

WORD = "zanzibarine"
BODY = f"{WORD} of the harbour"
MARKED = f"private: {BODY}"
SAMPLE = now_of(sample_ledger(Hands()))
STRUCTURE = {"id", "ref", "rev", "at", "pi", "event", "step", "archived"}
"""Fields by which a record is found: no person types them."""
ENDS = ("on", "raised", "done", "due", "review", "start", "end", "planned", "started")
"""Days: a stored one that is no day is refused on the way in."""
KINDS = [kind for kind in TYPES if kind not in ("train", "team", "pi")]


def words_of(kind: str) -> list[str]:
    """Fields of a kind that can hold words."""
    return [
        one.name
        for one in fields(TYPES[kind])
        if one.name not in (*STRUCTURE, *ENDS) and "str" in str(one.type)
    ]


PLACES = [(kind, name) for kind in KINDS for name in words_of(kind)]


def with_record(snap: Snapshot, kind: str, record: Record) -> Snapshot:
    return replace(
        snap, records={**snap.records, kind: [*snap.records.get(kind, ()), record]}, memo={}
    )


def planted(kind: str, name: str, said: str) -> Record:
    """A record of this interval that holds the words in one field."""
    one = next(f for f in fields(TYPES[kind]) if f.name == name)
    value: Any = (said,) if "tuple" in str(one.type) else said
    given = {"text": "words of no concern", "pi": SAMPLE.pi_name, name: value}
    return cast("Any", TYPES)[kind](  # type: ignore[no-any-return]  # fields by name
        id=f"planted-{kind}", ref="Z99", **given
    )


def all_forms(snap: Snapshot) -> Iterator[str]:
    for kind in ("ia", "pi"):
        document = Making(snap, kind, None).document
        for form in FORMATS:
            yield render(document, form).casefold()
    for event in snap.events[-2:]:
        yield event_minutes(snap, event).casefold()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), st.sampled_from(["private: ", "(private) ", "PRIVATE: "]))
def test_a_marked_word_in_any_field_is_nowhere(place: tuple[str, str], mark: str) -> None:
    kind, name = place
    snap = with_record(SAMPLE, kind, planted(kind, name, mark + BODY))
    for text in all_forms(snap):
        assert WORD not in text, place


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES))
def test_what_quotes_a_private_line_is_nowhere(place: tuple[str, str]) -> None:
    kind, name = place
    hidden = TYPES["impediment"](id="hidden", ref="Y98", text=MARKED, pi=SAMPLE.pi_name)
    snap = with_record(SAMPLE, "impediment", hidden)
    snap = with_record(snap, kind, planted(kind, name, f"as said: {BODY}, again"))
    for text in all_forms(snap):
        assert WORD not in text, place
        assert "y98" not in text, place


def test_parts_of_a_record_hold_nothing_private() -> None:
    problem = Problem(
        id="p", ref="Q99", text="pilots wait", pi=SAMPLE.pi_name, root="c1",
        causes=(Cause(key="c1", text=MARKED, bone="Process", dots=3),
                Cause(key="c2", text="open cause", bone="Process", dots=2)),
        solutions=(Solution(key="s1", text=MARKED),),
    )  # fmt: skip
    snap = with_record(SAMPLE, "problem", problem)
    stuck = TYPES["impediment"](
        id="i", ref="B99", text="crane", pi=SAMPLE.pi_name,
        **cast("Any", {"escalations": (
            Escalation(to="art", before="team", on="2026-11-17", facts=MARKED,
                       options=("wait", MARKED)),
        )}),
    )  # fmt: skip
    snap = with_record(snap, "impediment", stuck)
    told = list(all_forms(snap))
    assert any("open cause" in text for text in told)
    assert not any(WORD in text for text in told)


def test_steps_and_titles_of_an_event_are_guarded_too() -> None:
    event = Event(
        id="e", ref="E99", text="Sync", title=MARKED, kind="art-sync", on="2026-11-17",
        pi=SAMPLE.pi_name, steps=(Step(key="a", title=MARKED, minutes=5),),
    )  # fmt: skip
    snap = with_record(SAMPLE, "event", event)
    assert not any(WORD in text for text in all_forms(snap))
    assert WORD not in event_minutes(snap, event)


def test_it_is_counted_and_not_told() -> None:
    hidden = TYPES["risk"](id="h", ref="R99", text=MARKED, pi=SAMPLE.pi_name)
    quoting = planted("decision", "note", BODY)
    before = left_out(SAMPLE, Veil(SAMPLE), SAMPLE.pi_name)
    snap = with_record(with_record(SAMPLE, "risk", hidden), "decision", quoting)
    after = left_out(snap, Veil(snap), snap.pi_name)
    assert (after.lines, after.quotes) == (before.lines + 1, before.quotes + 1)
    assert "1 private line, 1 quote of one" in after.sentence()
    assert WORD not in after.sentence()


def test_a_short_private_word_does_not_hide_every_text_with_it() -> None:
    hidden = TYPES["risk"](id="h", ref="R99", text="private: gate", pi=SAMPLE.pi_name)
    snap = with_record(SAMPLE, "risk", hidden)
    assert Making(snap, "pi", None).left_out.quotes == 0
    assert "gate" in render(Making(snap, "pi", None).document, "md")


def test_the_full_report_holds_it_marked() -> None:
    """Whoever asks for everything gets it: the property above can fail."""
    hidden = TYPES["risk"](id="h", ref="R99", text=MARKED, pi=SAMPLE.pi_name)
    text = render(Making(with_record(SAMPLE, "risk", hidden), "pi", None, FULL).document, "md")
    assert WORD in text
    assert "private line, not for everybody" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_with_nothing_private_stays_the_same_but_for_its_traces(kind: str) -> None:
    from store.exchange.report_profile import for_art

    handed = for_art(SAMPLE, Veil(SAMPLE))
    plain = [replace(r, by=None, step=None, minute=None) for r in SAMPLE.records.get(kind, ())]
    assert [without_by(r) for r in handed.records.get(kind, ())] == [without_by(r) for r in plain]


def without_by(record: Record) -> Record:
    """Parts of records lose their author as well."""
    changed = {
        one.name: tuple(
            replace(cast("Any", p), by=None) if is_dataclass(p) and hasattr(p, "by") else p
            for p in value
        )
        for one in fields(record)
        if isinstance(value := getattr(record, one.name), tuple)
    }
    return replace(record, **cast("Any", changed))
