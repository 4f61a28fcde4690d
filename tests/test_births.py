"""From a captured line to the document of a record, and from words to changed fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from store.domain.births import MAX_TEXT, Stamp, birth, changes
from store.domain.grammar import CaptureContext, parse_capture
from store.domain.ids import in_order, new_id
from store.domain.records import NAMES, TYPES, read
from store.errors import RuleBroken

TODAY = date(2026, 11, 18)
HERE = CaptureContext(
    TODAY,
    teams=[("ANC", "Anchor"), ("DRE", "Dredger"), ("BEA", "Beacon")],
    roles=["RTE", "PM"],
    iterations=[("I4", date(2026, 11, 9), date(2026, 11, 20))],
)
PLAIN = Stamp(7, "2026-11-18")
IN_EVENT = Stamp(7, "2026-11-18", by="RTE", event="E8", step="risks", minute=14, pi="PI-26.4")

STAMPED = {"at": 7, "by": "RTE", "event": "E8", "step": "risks", "minute": 14, "pi": "PI-26.4"}


def born(line: str, kind: str | None = None, stamp: Stamp = IN_EVENT) -> dict[str, Any]:
    return birth(parse_capture(line, kind=kind, context=HERE), stamp)


@pytest.mark.parametrize(
    ("line", "doc"),
    [
        ("topic: lunch", {"text": "lunch"}),
        (
            "risk: rig is late @DRE @ANC owner:RTE due:fri p:4 i:3 #R2",
            {
                "text": "rig is late",
                "team": "DRE",
                "teams": ["ANC"],
                "owner": "RTE",
                "review": "2026-11-20",
                "p": 4,
                "i": 3,
                "links": ["R2"],
                "raised": "2026-11-18",
            },
        ),
        ("impediment: no disk due:today", {"text": "no disk", "due": "2026-11-18",
                                           "raised": "2026-11-18",
                                           "first_step": "2026-11-18"}),
        ("x: DRE>BEA feed need:I4", {"text": "feed", "provider": "DRE", "consumer": "BEA",
                                     "need": "I4"}),
        ("action: call yard owner:PM", {"text": "call yard", "owner": "PM"}),
        ("objective: fewer clicks @BEA", {"text": "fewer clicks", "team": "BEA"}),
        ("feedback: too small #S3 #R2 v:change by:Harbour master", {
            "text": "too small", "item": "S3", "links": ["R2"], "verdict": "change",
            "owner": "Harbour master",
        }),
        ("impediment: no rig like:I4 @DRE", {"text": "no rig", "team": "DRE", "like": "I4",
                                             "systemic": True, "raised": "2026-11-18"}),
        ("impediment: no budget level:art", {
            "text": "no budget", "level": "art", "raised": "2026-11-18",
            "escalations": [{"to": "art", "before": "team", "on": "2026-11-18", "at": 7,
                             "event": "E8"}],
        }),
        ("impediment: no badge level:team", {"text": "no badge", "level": "team",
                                             "raised": "2026-11-18"}),
        ('decision: feed first option:"all gates" option:none revisit:I4', {
            "text": "feed first", "weighed": ["all gates", "none"], "revisit": "2026-11-20",
        }),
        ("risk: tide tables review:fri", {"text": "tide tables", "review": "2026-11-20",
                                          "raised": "2026-11-18"}),
        ("milestone: Gate B opens plan:I4", {"text": "Gate B opens", "iteration": "I4"}),
        ("demo: queue time @BEA #O403 for:5m", {"text": "queue time", "team": "BEA",
                                                "objective": "O403", "seconds": 300}),
    ],
)  # fmt: skip
def test_a_line_becomes_a_document(line: str, doc: dict[str, Any]) -> None:
    assert born(line) == doc | STAMPED


def test_a_decision_keeps_its_parts_and_who_decided() -> None:
    doc = born("decision: gate A only, because of the peak, by PM")
    assert (doc["what"], doc["because"], doc["owner"]) == ("gate A only", "of the peak", "PM")
    assert doc["text"] == "gate A only, because of the peak, by PM"


def test_a_risk_keeps_condition_and_consequence() -> None:
    doc = born("risk: if the rig is late then O3 slips")
    assert (doc["condition"], doc["consequence"]) == ("the rig is late", "O3 slips")


def test_what_is_unknown_is_left_out_of_the_document() -> None:
    assert born("topic: lunch", stamp=PLAIN) == {"text": "lunch", "at": 7}
    assert PLAIN.where is None
    assert IN_EVENT.where == "E8/risks"


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        ("no kind here", None, "Say what it is first"),
        (
            "feedback: too small",
            None,
            "Feedback needs a verdict. Add v:fits, v:change or v:unclear.",
        ),
        ("@DRE owner:PM", "risk", "The risk has no words yet"),
        ("", "action", "The action has no words yet"),
        ("x" * (MAX_TEXT + 1), "topic", "longer than 10000 characters"),
    ],
)
def test_refusals_are_one_sentence(line: str, kind: str | None, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        born(line, kind)


def test_the_longest_line_is_stored_whole() -> None:
    assert len(born("x" * MAX_TEXT, "topic")["text"]) == MAX_TEXT


def changed(line: str, kind: str, links: tuple[str, ...] = ()) -> dict[str, Any]:
    return changes(parse_capture(line, kind=kind, context=HERE), kind, links)


@pytest.mark.parametrize(
    ("line", "kind", "fields"),
    [
        ("owner:PM due:fri", "action", {"owner": "PM", "due": "2026-11-20"}),
        ("due:fri", "risk", {"review": "2026-11-20"}),
        ("p:2 i:5", "risk", {"p": 2, "i": 5}),
        ("@ANC @BEA", "impediment", {"team": "ANC", "teams": ["BEA"]}),
        ("DRE>ANC need:I4 plan:I4", "dependency",
         {"provider": "DRE", "consumer": "ANC", "need": "I4", "plan": "I4"}),
        ("#R1 #R2", "action", {"links": ["R2", "R1"]}),
        ("#R2", "action", {}),
        ("", "action", {}),
    ],
)  # fmt: skip
def test_words_become_fields(line: str, kind: str, fields: dict[str, Any]) -> None:
    assert changed(line, kind, ("R2",)) == fields


@pytest.mark.parametrize("line", ["done", "owner:PM and more", "p:4", "@NOBODY", "due:3/4"])
def test_amending_never_rewrites_what_was_said(line: str) -> None:
    with pytest.raises(RuleBroken, match="is not understood here"):
        changed(line, "action")


@pytest.mark.parametrize("kind", ["risk", "impediment", "decision", "dependency", "action",
                                  "topic", "objective"])  # fmt: skip
def test_every_field_that_a_line_can_set_has_a_place_in_the_record(kind: str) -> None:
    """What a person typed must be found again: no field of a document is invisible."""
    line = "some words @DRE @ANC owner:PM due:fri #R1"
    line += {"risk": " p:1 i:2", "dependency": " DRE>BEA need:I4 plan:I4"}.get(kind, "")
    doc = born(line, kind) | changed("owner:RTE due:today @BEA", kind)
    assert set(doc) <= set(NAMES[TYPES[kind]])
    record = read(kind, "k", doc)
    for name, value in doc.items():
        shown = getattr(record, name)
        assert shown == (tuple(value) if isinstance(value, list) else value)


def test_a_document_of_a_later_version_is_read_and_a_null_is_unknown() -> None:
    record = read("risk", "risk-1", {"text": "t", "p": None, "colour": "red", "ref": "R1"})
    assert (record.id, record.text, getattr(record, "p", 0)) == ("risk-1", "t", None)


def test_ids_of_one_moment_sort_in_the_order_in_which_they_were_made() -> None:
    places = [(n, place) for n in (1, 2, 300, 70_000) for place in (0, 1, 40, 4095)]
    made = [
        new_id("risk", 5, in_order(n, place, bytes([255 - at] * 5)))
        for at, (n, place) in enumerate(places)
    ]
    assert made == sorted(made)
    assert new_id("risk", 6, in_order(1, 0, bytes(5))) > made[-1]
    for n, place in ((1, 9999), (1 << 40, 0)):
        many = {new_id("risk", 5, in_order(n, place, bytes([0, 0, 0, 0, b]))) for b in range(100)}
        assert len(many) == 100


@pytest.mark.parametrize(
    ("line", "kind", "sentence"),
    [
        ("level:art", "impediment", "The level is changed by escalating it, with its own verb. "
                                    "Leave that word out here."),
        ("option:wait", "decision", "The option is added by deciding it, with its own verb. "
                                    "Leave that word out here."),
    ],
)  # fmt: skip
def test_what_a_rule_guards_is_not_amended_in_passing(line: str, kind: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        changes(parse_capture(line, kind=kind, context=HERE), kind)
    assert refused.value.sentence == sentence


def test_a_cause_that_is_named_later_is_kept() -> None:
    found = changes(parse_capture("like:I4", kind="impediment", context=HERE), "impediment")
    assert found == {"like": "I4", "systemic": True}
