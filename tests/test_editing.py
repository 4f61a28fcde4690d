"""Verbs that every register has: edit in place, several at once, link, archive."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain.records import NAMES, Decision, Dependency, Impediment, Risk
from store.errors import ChangedMeanwhile, ConsoleError, RuleBroken, UsageFault
from store.insight.links import links_of
from store.insight.references import References
from store.ledger.archiving import archive, bring_back
from store.ledger.capturing import capture
from store.ledger.depending import mark
from store.ledger.editing import edit, edit_many
from store.ledger.history import history
from store.ledger.ledger import Ledger
from store.ledger.linking import link, relink, unlink
from store.ledger.objectives import freeze, set_actual
from store.ledger.promising import close
from store.ledger.undoing import undo
from tests.ledger_helpers import Hands, entries, now_of, sample_ledger, tables


@pytest.fixture
def ledger() -> Ledger:
    return sample_ledger(Hands())


def the(ledger: Ledger, ref: str) -> Any:  # noqa: ANN401 - fields differ by kind
    return ledger.find(ref)[1]


def refusal(ledger: Ledger, call: Callable[[], object]) -> str:
    """The sentence of a refusal, after which nothing is different."""
    before, written = tables(ledger), len(entries(ledger.db.log))
    with pytest.raises(ConsoleError) as refused:
        call()
    assert tables(ledger) == before
    assert len(entries(ledger.db.log)) == written
    return refused.value.sentence


# -- editing one


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("owner:SM-DRE", None, {"owner": "SM-DRE"}),
        ("due:fri", None, {"review": "2026-11-20"}),
        ("@BEA p:2 i:3 #D3", None, {"team": "BEA", "p": 2, "i": 3, "links": ("D3",)}),
        ("", "ice on the slipway", {"text": "ice on the slipway", "condition": None}),
        (
            "owner:PM",
            "If the ice stays, then O402 slips",
            {"condition": "the ice stays", "consequence": "O402 slips", "owner": "PM"},
        ),
    ],
)
def test_an_edit_sets_what_was_said(
    ledger: Ledger, line: str, text: str | None, expected: dict[str, object]
) -> None:
    capture(ledger, "decision: wait for D3")
    made = capture(ledger, "risk: ice owner:SA").record
    number = capture(ledger, "decision: x").record.ref
    line = line.replace("D3", number)
    edit(ledger, made.ref, line, text)
    found = the(ledger, made.ref)
    said = {name: getattr(found, name) for name in expected}
    assert said == {k: (number,) if k == "links" else v for k, v in expected.items()}
    assert found.rev == 2


def test_the_words_of_a_proposed_decision_can_change_and_their_parts_with_them(
    ledger: Ledger,
) -> None:
    ref = capture(ledger, "decision: we wait because of the peak, by PM").record.ref
    kind, key = "decision", the(ledger, ref).id
    with ledger.change("test") as change:
        change.amend(kind, key, {"state": "proposed"})
    edit(ledger, ref, "", "we go on because the peak is over")
    decided = the(ledger, ref)
    assert isinstance(decided, Decision)
    assert (decided.what, decided.because) == ("we go on", "the peak is over")


@pytest.mark.parametrize(
    ("setup", "line", "text", "sentence"),
    [
        ("risk: ice", "", None, "Nothing would change. Type new words, or keys like owner:SM-DRE "
         "due:fri."),
        ("risk: ice", "", "ice", "Nothing would change. Type new words, or keys like owner:SM-DRE "
         "due:fri."),
        ("risk: ice", "", "  ", "{} needs words. Say what it is about, or archive it."),
        ("risk: ice", "hello", None, "'hello' is not understood here. Type words like "
         "owner:SM-DRE due:fri."),
        ("risk: ice", "roam:R", None, "roam: of {} has rules of its own. Use rte roam."),
        ("risk: ice", "state:closed", None, "state: of {} has rules of its own. Use rte roam."),
        ("impediment: no rig", "done:fri", None, "done: of {} has rules of its own. Use rte step, "
         "rte hold, rte resolve or rte escalate."),
        ("impediment: no rig", "level:art", None, "The level is changed by escalating it, with its "
         "own verb. Leave that word out here."),
        ("action: ring", "closed:fri", None, "closed: of {} has rules of its own. Use rte done."),
        ("action: ring", "archived:fri", None, "archived: of {} has rules of its own. Use rte "
         "archive."),
        ("action: ring", "due:someday", None, "someday is not a date: write fri, 20 nov, in 3 "
         "days or 2026-11-20."),
        ("decision: wait, by PM", "", "go on", "{} is agreed: a decision is superseded by a later "
         "one, never edited. Use: rte decide {} supersede"),
        ("decision: wait because of ice, by PM", "owner:SA", None, "{} is agreed: a decision is "
         "superseded by a later one, never edited. Use: rte decide {} supersede"),
        ("dependency: DRE>BEA feed", "#{}", None, "{} cannot be linked to itself."),
    ],
)  # fmt: skip
def test_what_cannot_be_edited_says_what_to_do_instead(
    ledger: Ledger, setup: str, line: str, text: str | None, sentence: str
) -> None:
    ref = capture(ledger, setup).record.ref
    said = refusal(ledger, lambda: edit(ledger, ref, line.replace("{}", ref), text))
    assert said == sentence.replace("{}", ref)


@pytest.mark.parametrize("line", ["#B7", "#b007", "like:B7"])
def test_no_way_of_writing_a_reference_links_a_record_to_itself(ledger: Ledger, line: str) -> None:
    said = refusal(ledger, lambda: edit(ledger, "B07", line))
    assert said == "B07 cannot be linked to itself."


def test_references_are_kept_as_the_train_writes_them(ledger: Ledger) -> None:
    made = capture(ledger, "impediment: no rig like:b7 #B8 #B008 #r4").record
    assert isinstance(made, Impediment)
    assert (made.like, made.links) == ("B07", ("B08", "R04"))
    edit(ledger, made.ref, "like:B8 #D401")
    found = the(ledger, made.ref)
    assert (found.like, found.links) == ("B08", ("B08", "R04", "D401"))


def test_a_link_that_was_kept_in_another_form_is_not_made_twice(ledger: Ledger) -> None:
    with ledger.change("test") as change:
        change.amend("risk", the(ledger, "R12").id, {"links": ["B7"]})
    said = refusal(ledger, lambda: edit(ledger, "R12", "#B07"))
    assert said.startswith("Nothing would change.")


def test_overlong_words_are_refused_whole(ledger: Ledger) -> None:
    ref = capture(ledger, "risk: ice").record.ref
    said = refusal(ledger, lambda: edit(ledger, ref, "", "x" * 10_001))
    assert said.startswith("The words are longer than 10,000 characters (10,001).")


def test_a_resolved_risk_keeps_its_words(ledger: Ledger) -> None:
    ref = next(r.ref for r in now_of(ledger).risks if r.roam == "R")
    said = refusal(ledger, lambda: edit(ledger, ref, "", "another one"))
    assert said == f"{ref} is resolved. Reopen it first, with the reason."


@pytest.mark.parametrize("kind", ["event", "team", "pi"])
def test_what_is_no_entry_of_a_register_is_not_edited(ledger: Ledger, kind: str) -> None:
    first = ledger.views.all(kind)[0]
    if not first.ref:
        assert refusal(ledger, lambda: edit(ledger, "DRE", "owner:PM")).startswith("'DRE' is not")
        return
    said = refusal(ledger, lambda: edit(ledger, first.ref, "owner:PM"))
    assert said == f"{first.ref} is not edited like this ({kind}). Name a record like R12."


def test_sides_and_iterations_of_a_dependency_stay_once_they_are_history(ledger: Ledger) -> None:
    found = {d.state: d for d in now_of(ledger).dependencies}
    agreed, over = found["agreed"], found["accepted"]
    said = refusal(ledger, lambda: edit(ledger, agreed.ref, "ANC>BEA"))
    assert said.startswith(f"{agreed.ref} is agreed between {agreed.provider} and")
    said = refusal(ledger, lambda: edit(ledger, over.ref, "plan:I1"))
    assert said.startswith(f"{over.ref} is accepted, so its iterations stay as they were.")
    edit(ledger, agreed.ref, "owner:PM")
    assert isinstance(the(ledger, agreed.ref), Dependency)


def test_an_edit_moves_the_iterations_by_the_rules_of_the_verb_that_moves_them(
    ledger: Ledger,
) -> None:
    said = refusal(ledger, lambda: edit(ledger, "D404", "plan:I2"))
    assert said == "D404: I2 is over. Plan it in this iteration or a later one."
    edit(ledger, "D404", "plan:I4")
    moved = the(ledger, "D404")
    assert (moved.plan, moved.touched) == ("I4", "2026-11-18"), "somebody touched it"


@pytest.mark.parametrize("line", ["due:fri", "plan:I5"])
def test_a_milestone_that_has_its_place_moves_only_with_a_why(ledger: Ledger, line: str) -> None:
    ref = capture(ledger, "milestone: season opens due:4 dec").record.ref
    sentence = (
        f"{ref}: the train plans around it, so a move says why. Use: rte milestone {ref} move"
    )
    assert refusal(ledger, lambda: edit(ledger, ref, line)) == sentence
    several = refusal(ledger, lambda: edit_many(ledger, [ref], "due:fri"))
    assert several == f"{sentence} Nothing was changed."
    edit(ledger, ref, "owner:PM due:2026-12-04")
    assert the(ledger, ref).owner == "PM"


def test_a_milestone_without_a_place_gets_one_and_one_that_was_reached_does_not(
    ledger: Ledger,
) -> None:
    ref = capture(ledger, "milestone: season opens").record.ref
    edit(ledger, ref, "due:fri")
    assert the(ledger, ref).due == "2026-11-20"
    other = capture(ledger, "milestone: yard closes").record.ref
    mark(ledger, other, "reach")
    said = refusal(ledger, lambda: edit(ledger, other, "due:fri"))
    assert said == f"{other} is reached. Reopen it first, with the reason."


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(ledger: Ledger) -> None:
    first = capture(ledger, "risk: ice").record
    edit(ledger, first.ref, "owner:PM")
    with pytest.raises(ChangedMeanwhile):
        edit(ledger, first.ref, "owner:SA", expect_rev=first.rev)
    assert the(ledger, first.ref).owner == "PM"


def test_the_date_of_a_next_step_says_when_it_was_said(ledger: Ledger) -> None:
    ref = capture(ledger, "impediment: no rig").record.ref
    edit(ledger, ref, "due:fri")
    stuck = the(ledger, ref)
    assert isinstance(stuck, Impediment)
    assert (stuck.due, stuck.stepped) == ("2026-11-20", "2026-11-18")


# -- several at once


def test_several_are_edited_in_one_entry(ledger: Ledger) -> None:
    refs = [capture(ledger, line).record.ref for line in ("risk: a", "action: b", "topic: c")]
    before = len(entries(ledger.db.log))
    edit_many(ledger, [*refs, refs[0].lower()], "owner:SM-DRE due:fri @DRE")
    assert len(entries(ledger.db.log)) == before + 1
    found = [the(ledger, ref) for ref in refs]
    assert {(r.owner, r.team) for r in found} == {("SM-DRE", "DRE")}
    assert [getattr(r, "review", None) or r.due for r in found] == ["2026-11-20"] * 3
    undo(ledger)
    assert {the(ledger, ref).owner for ref in refs} == {None}


def test_all_or_none_and_the_one_that_refuses_is_named(ledger: Ledger) -> None:
    refs = [capture(ledger, line).record.ref for line in ("risk: a", "action: b")]
    archive(ledger, [refs[1]], "a test")
    said = refusal(ledger, lambda: edit_many(ledger, refs, "owner:PM"))
    assert said == (
        f"{refs[1]} is archived. Bring it back first: rte archive {refs[1]} --back. "
        "Nothing was changed."
    )


@pytest.mark.parametrize("line", ["p:4", "needs:leaders"])
def test_what_belongs_to_one_record_is_not_set_on_several(ledger: Ledger, line: str) -> None:
    refs = [capture(ledger, f"risk: {n}").record.ref for n in range(2)]
    said = refusal(ledger, lambda: edit_many(ledger, refs, line))
    assert said.startswith(f"{line!r} belongs to one record.")


# -- links


def ties(ledger: Ledger, ref: str) -> dict[str, str]:
    found = links_of(now_of(ledger), the(ledger, ref), ledger.references)
    scanned = links_of(now_of(ledger), the(ledger, ref))
    assert {tie.ref: tie for tie in found} == {tie.ref: tie for tie in scanned}
    return {tie.ref: tie.how for tie in found if tie.kind != "event"}


def test_a_link_is_seen_from_both_sides_and_taken_away_from_either(ledger: Ledger) -> None:
    one, other = (capture(ledger, line).record.ref for line in ("risk: a", "action: b"))
    link(ledger, one, [other])
    assert ties(ledger, one) == {other: "links to"}
    assert ties(ledger, other) == {one: "linked from"}
    said = refusal(ledger, lambda: link(ledger, other, [one]))
    assert said == f"{other} is linked with {one} already."
    unlink(ledger, other, [one])
    assert ties(ledger, one) == ties(ledger, other) == {}
    relink(ledger, other, [one])
    relink(ledger, one, [f"-{other}"])
    assert ties(ledger, one) == {}


@pytest.mark.parametrize(
    ("words", "error", "sentence"),
    [
        ([], UsageFault, "Name the records to link with, like I7 D3."),
        (["{}"], RuleBroken, "{} cannot be linked to itself."),
        (["R999"], UsageFault, "There is no R999 in this train. See: rte list risk"),
        (["-I1"], RuleBroken, "{} has no link with I1 that can be taken away. What words name, "
         "or a letter, an answer or a merge tied together stays."),
        (["R1", "-R2"], UsageFault, "Either link or take links away: I7 D3, or -I7 -D3."),
    ],
)  # fmt: skip
def test_links_that_cannot_be(
    ledger: Ledger, words: list[str], error: type[ConsoleError], sentence: str
) -> None:
    ref = capture(ledger, "risk: a").record.ref
    asked = [word.replace("{}", ref) for word in words]
    with pytest.raises(error):
        relink(ledger, ref, asked)
    assert refusal(ledger, lambda: relink(ledger, ref, asked)) == sentence.replace("{}", ref)


def test_what_words_name_is_seen_from_both_sides(ledger: Ledger) -> None:
    assert ties(ledger, "R04") == {"O403": "names", "O408": "names"}
    assert ties(ledger, "O403") == {"D401": "serves it", "R04": "named by"}
    said = refusal(ledger, lambda: unlink(ledger, "R04", ["O403"]))
    assert said.startswith("R04 has no link with O403 that can be taken away.")
    link(ledger, "O403", ["R04"])  # said on purpose it is closer than a word
    assert ties(ledger, "R04") == {"O403": "linked from", "O408": "names"}
    edit(ledger, "R04", "", "if it rains then the peak is late")
    assert ties(ledger, "R04") == {"O403": "linked from"}
    assert "R04" not in ties(ledger, "O408")


def test_words_that_name_no_record_tie_nothing(ledger: Ledger) -> None:
    stuck = capture(ledger, "impediment: no rig").record
    with ledger.change("test") as change:  # a train whose impediments are called as iterations are
        change.amend("impediment", stuck.id, {"ref": "I4"})
    made = capture(ledger, "risk: load test in I4, see R999 and ISO9001").record.ref
    assert ties(ledger, made) == {}
    assert ties(ledger, "I4") == {}
    link(ledger, made, ["I4"])
    assert ties(ledger, made) == {"I4": "links to"}


def test_references_that_are_read_in_slices_miss_no_change_made_meanwhile(ledger: Ledger) -> None:
    made = capture(ledger, "risk: a #R04").record.ref
    slices = References(ledger.db.state)
    slices.grow(3)
    assert not slices.done
    link(ledger, made, ["O403"])
    unlink(ledger, made, ["R04"])
    capture(ledger, "action: ask about O403")
    undo(ledger)
    capture(ledger, "topic: who tests O403")
    while not slices.grow(3):
        pass
    anew = References(ledger.db.state)
    for ref in ("R04", "O403", made):
        assert slices.place(ref) == anew.place(ref)
        assert set(slices.naming(ref)) == set(anew.naming(ref))
    assert len(slices.naming("O403")) == 4


def test_a_link_to_what_was_taken_back_says_so(ledger: Ledger) -> None:
    one = capture(ledger, "risk: a").record.ref
    gone = capture(ledger, "action: b").record.ref
    ledger.who = "PM"
    link(ledger, one, [gone])
    ledger.who = "RTE"
    undo(ledger)
    (tie,) = (t for t in links_of(now_of(ledger), the(ledger, one), ledger.references))
    assert (tie.words, tie.id) == (f"{gone} (taken back)", "")
    unlink(ledger, one, [gone])
    assert ties(ledger, one) == {}


def test_what_verbs_tied_together_is_told_from_both_sides(ledger: Ledger) -> None:
    risk = next(r for r in now_of(ledger).risks if r.occurred and r.impediment)
    assert isinstance(risk, Risk)
    became = str(risk.impediment)
    assert ties(ledger, risk.ref)[became] == "became"
    assert ties(ledger, became)[risk.ref] == "was risk"
    assert refusal(ledger, lambda: unlink(ledger, risk.ref, [became])).endswith("together stays.")


# -- archiving


def test_what_is_archived_is_in_no_list_and_keeps_all_it_had(ledger: Ledger) -> None:
    ref = capture(ledger, "action: ring the yard @DRE owner:PM due:fri").record.ref
    other = capture(ledger, "risk: a").record.ref
    link(ledger, ref, [other])
    before = the(ledger, ref)
    archive(ledger, [ref], "rung in the meantime")
    assert ref not in [a.ref for a in now_of(ledger).actions]
    put_away = the(ledger, ref)
    assert (put_away.archived, put_away.archived_why) == ("2026-11-18", "rung in the meantime")
    tie = next(t for t in links_of(now_of(ledger), the(ledger, other), ledger.references))
    assert tie.words == f"{ref} (archived) ring the yard"
    bring_back(ledger, [ref])
    after = the(ledger, ref)
    assert {n: getattr(after, n) for n in NAMES[type(after)] if n != "rev"} == {
        n: getattr(before, n) for n in NAMES[type(before)] if n != "rev"
    }
    assert ref in [a.ref for a in now_of(ledger).actions]


def test_only_what_owes_nothing_is_archived_without_a_reason(ledger: Ledger) -> None:
    snap = now_of(ledger)
    settled = [
        next(r.ref for r in snap.risks if r.roam == "R"),
        next(d.ref for d in snap.dependencies if d.state == "accepted"),
        close(ledger, capture(ledger, "action: ring").record.ref).ref,
    ]
    archive(ledger, settled)
    undo(ledger)
    still_open = [
        next(r.ref for r in snap.risks if r.roam == "O" and not r.occurred),
        next(i.ref for i in snap.impediments if i.state not in ("closed",)),
        next(d.ref for d in snap.decisions),
        capture(ledger, "action: ring again").record.ref,
    ]
    for ref in still_open:
        said = refusal(ledger, partial(archive, ledger, [*settled, ref]))
        assert said == f"{ref} is still open. Say in a line why it is put away."
        assert the(ledger, settled[0]).archived is None, "all of them, or none"


def test_an_objective_of_a_frozen_plan_is_not_put_away_in_silence(ledger: Ledger) -> None:
    set_actual(ledger, "O401", 0)
    archive(ledger, ["O401"])
    undo(ledger)
    freeze(ledger)
    said = refusal(ledger, partial(archive, ledger, ["O401"]))
    assert said == "O401 is in a frozen plan. Say in a line why it is put away."
    archive(ledger, ["O401"], "a double of O402")
    assert the(ledger, "O401").archived_why == "a double of O402"


def test_archiving_twice_and_bringing_back_what_is_there(ledger: Ledger) -> None:
    ref = capture(ledger, "risk: a").record.ref
    assert refusal(ledger, lambda: bring_back(ledger, [ref])) == f"{ref} is not archived."
    archive(ledger, [ref], "a double")
    assert refusal(ledger, lambda: archive(ledger, [ref], "x")) == f"{ref} is archived already."
    event = ledger.views.all("event")[0].ref
    assert refusal(ledger, lambda: archive(ledger, [event], "x")).startswith(f"{event} cannot be")


# -- no verb loses history

VERBS = st.lists(
    st.tuples(
        st.sampled_from(("edit", "words", "many", "link", "unlink", "archive", "back", "undo")),
        st.integers(0, 3),
        st.integers(0, 3),
        st.text("abc xyz", min_size=1, max_size=6),
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(VERBS)
def test_no_sequence_of_verbs_loses_history(steps: list[tuple[str, int, int, str]]) -> None:
    ledger = sample_ledger(Hands())
    made = [capture(ledger, f"{kind}: first words").record
            for kind in ("risk", "impediment", "action", "topic")]  # fmt: skip
    assert ledger.references.naming("R1") == (), "it follows from here on"
    seen: dict[str, list[tuple[str, object]]] = {record.ref: [] for record in made}
    for verb, one, two, word in steps:
        ref, other = made[one].ref, made[two].ref
        with suppress(ConsoleError):
            _do(ledger, verb, (ref, other), word)
        for record in made:
            try:
                now = the(ledger, record.ref)
            except UsageFault:
                continue  # its capture was undone; its history is asked for below
            for name in ("text", "owner", "links", "archived", "archived_why"):
                value = getattr(now, name)
                if value:
                    seen[record.ref].append((name, value))
    assert_indexed(ledger)
    for record in made:
        kind = ("risk", "impediment", "action", "topic")[made.index(record)]
        past = history(ledger, kind, record)
        assert past[0].deed == "made"
        told: set[tuple[str, object]] = {("text", "first words")}
        for entry in past:
            for name, (old, new) in entry.changes.items():
                for value in (old, new):
                    told.add((name, tuple(value) if isinstance(value, list) else value))
        assert set(seen[record.ref]) <= told
        assert [p.n for p in past] == sorted(p.n for p in past)


def assert_indexed(ledger: Ledger) -> None:
    """The index that followed every change says what one made anew says."""
    anew = References(ledger.db.state)
    for kind in ("risk", "impediment", "action", "topic", "decision", "dependency"):
        for record in ledger.views.all(kind):
            assert ledger.references.place(record.ref) == (kind, record.id)
            assert set(ledger.references.naming(record.ref)) == set(anew.naming(record.ref))


def _do(ledger: Ledger, verb: str, refs: tuple[str, str], word: str) -> None:
    ref, other = refs
    match verb:
        case "edit":
            edit(ledger, ref, f'owner:"{word.strip()}"')
        case "words":
            edit(ledger, ref, "", word)
        case "many":
            edit_many(ledger, refs, "@DRE due:fri")
        case "link":
            link(ledger, ref, [other])
        case "unlink":
            unlink(ledger, ref, [other])
        case "archive":
            archive(ledger, [ref], word)
        case "back":
            bring_back(ledger, [ref])
        case _:
            undo(ledger)
