"""Signals: each asks at its threshold and not below, names its evidence, is put aside, returns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.config import load
from store.domain.records import (
    Decision,
    Dependency,
    Dismissal,
    Event,
    Impediment,
    Improvement,
    Objective,
    OwnMeasure,
    Risk,
    Vote,
)
from store.errors import RuleBroken, UsageFault
from store.insight.signals import all_signals, is_standing, signal_called, standing
from store.insight.snapshot import Snapshot
from store.insight.surfaces import surface
from store.insight.thresholds import THRESHOLDS
from store.ledger import dismissing, running, undoing
from store.ledger.capturing import capture
from tests.cli_helpers import DAY, SAMPLE, Rte
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.screen_helpers import Room, room
from tests.test_insight_rules import snap_of

NONE = {"decisions": 0, "actions": 0, "changes": 0}


def event(number: int, **fields: Any) -> Event:  # noqa: ANN401 - fields of every type
    known = {"id": f"e{number}", "ref": f"E{number}", "pi": "4", "kind": "art-sync",
             "title": "ART Sync", "on": f"2026-11-0{number}", "given": NONE}  # fmt: skip
    return Event(**{**known, **fields})


def dep(number: int, **fields: Any) -> Dependency:  # noqa: ANN401
    known = {"id": f"d{number}", "ref": f"X{number}", "pi": "4", "provider": "A", "consumer": "B"}
    return Dependency(**{**known, "state": "agreed", **fields})


def goal(number: int, **fields: Any) -> Objective:  # noqa: ANN401
    known = {"id": f"o{number}", "ref": f"O{number}", "pi": "4", "bv": 8, "committed": True}
    return Objective(**{**known, **fields})


def owned(number: int, owner: str) -> Impediment:
    return Impediment(id=f"i{number}", ref=f"I{number}", owner=owner, raised="2026-11-10")


def demo(number: int, live: int, shown: int, feedback: int = 3) -> Event:
    given = {"decisions": 1, "shown": shown, "live": live, "feedback": feedback}
    return event(number, kind="system-demo", title="System Demo", given=given)


Case = tuple[str, dict[str, Any], dict[str, Any], set[str]]

RISKS = [Risk(id=f"r{n}", ref=f"R{n}", pi="4", roam="A") for n in (1, 2, 3)]
SURE = Vote(id="v", ref="V1", pi="4", scope="ART", count=(0, 0, 0, 3, 4))
WARY = replace(SURE, count=(0, 0, 1, 3, 4))

CASES: list[Case] = [
    ("left-nothing:art-sync", {"event": [event(5), event(6)]},
     {"event": [event(5), event(6, given={"decisions": 1})]}, {"E5", "E6"}),
    ("items-proposed:4",
     {"improvement": [Improvement(id="m", ref="M1", pi="3", meant_for="4")]},
     {"improvement": [Improvement(id="m", ref="M1", pi="3", meant_for="4", state="doing")]},
     {"M1"}),
    ("sure-vote:4", {"vote": [SURE], "risk": RISKS}, {"vote": [WARY], "risk": RISKS},
     {"V1", "R1", "R2", "R3"}),
    ("live-share:4", {"event": [demo(6, 7, 9)]}, {"event": [demo(6, 8, 10)]}, {"E6"}),
    ("no-feedback:4", {"event": [demo(6, 9, 9, 0)]}, {"event": [demo(6, 9, 9, 1)]}, {"E6"}),
    ("late-news:4", {"objective": [goal(1, actual=3)]}, {"objective": [goal(1, actual=4)]}, {"O1"}),
    ("pair:A>B", {"dependency": [dep(1, pi="3"), dep(2), dep(3)]},
     {"dependency": [dep(1, pi="3"), dep(2)]}, {"X1", "X2", "X3"}),
    ("fan-in:A", {"dependency": [dep(1), dep(2), dep(3, provider="C")]},
     {"dependency": [dep(1), dep(2, provider="D"), dep(3, provider="C")]}, {"X1", "X2"}),
    ("slack:4", {"dependency": [dep(n, need="I4", plan="I4") for n in (1, 2, 3)]},
     {"dependency": [dep(n, need="I5", plan="I4") for n in (1, 2, 3)]}, {"X1", "X2", "X3"}),
    ("none-removed:3", {"dependency": [dep(n, pi="3", state="accepted") for n in (1, 2, 3)]},
     {"dependency": [dep(1, pi="3", state="removed"),
                     *(dep(n, pi="3", state="accepted") for n in (2, 3))]}, {"X1", "X2", "X3"}),
    ("exact-values", {"objective": [goal(1, pi="3", actual=8), goal(2, actual=8)]},
     {"objective": [goal(1, pi="3", actual=8), goal(2, actual=7)]}, {"O1", "O2"}),
    ("uncommitted:4",
     {"objective": [goal(1, pi="3"), goal(2), goal(3, committed=False, bv=2)]},
     {"objective": [goal(1, pi="3"), goal(2), goal(3, committed=False, bv=1)]}, {"O3"}),
    ("uncommitted-later:4",
     {"objective": [goal(1, baselined="2026-10-26", base_committed=True, committed=False)]},
     {"objective": [goal(1, baselined="2026-10-26", base_committed=False, committed=False)]},
     {"O1"}),
    ("rewards", {"measure": [OwnMeasure(id="k", ref="K1", text="velocity for the bonus")]},
     {"measure": [OwnMeasure(id="k", ref="K1", text="bonuscard bookings")]}, {"K1"}),
    ("rte-owns", {"impediment": [owned(n, "RTE" if n < 4 else "SM") for n in range(1, 7)]},
     {"impediment": [owned(n, "RTE" if n < 3 else "SM") for n in range(1, 6)]},
     {"I1", "I2", "I3"}),
    ("rte-decides:4",
     {"decision": [Decision(id="d", ref="D1", pi="4", owner="RTE", text="scope of gates is cut")]},
     {"decision": [Decision(id="d", ref="D1", pi="4", owner="PM", text="scope of gates is cut")]},
     {"D1"}),
]  # fmt: skip


async def in_an_event(here: Room) -> None:
    running.start(here.app.session.ledger, "art-sync")
    here.app.show("room")
    await here.pilot.pause()


def keys(snap: Snapshot) -> set[str]:
    return {one.key for one in standing(snap)}


@pytest.mark.parametrize(("key", "fires", "quiet", "refs"), CASES, ids=[c[0] for c in CASES])
def test_a_signal_asks_at_its_threshold_and_not_below(
    key: str, fires: dict[str, Any], quiet: dict[str, Any], refs: set[str]
) -> None:
    found = signal_called(snap_of(**fires), key)
    assert found is not None
    assert set(found.refs) == refs
    assert found.question.endswith("?")
    assert key not in keys(snap_of(**quiet))


@pytest.mark.parametrize(("key", "fires", "quiet", "refs"), CASES, ids=[c[0] for c in CASES])
def test_put_aside_it_rests_until_there_is_more_evidence(
    key: str, fires: dict[str, Any], quiet: dict[str, Any], refs: set[str]
) -> None:
    whole = Dismissal(id="x", signal=key, why="we know", refs=tuple(refs))
    assert key not in keys(snap_of(**fires, dismissal=[whole]))
    less = replace(whole, refs=tuple(sorted(refs)[1:]))
    snap = snap_of(**fires, dismissal=[less])
    assert key in keys(snap), "a record more than was looked at"
    row = next(r for r in surface(snap, "signals").rows if r.id == key)
    assert "put aside before: we know" in row.note


def test_thresholds_are_those_of_the_settings() -> None:
    records: dict[str, Any] = {"event": [demo(6, 7, 9)]}
    assert "live-share:4" in keys(snap_of(**records))
    assert "live-share:4" not in keys(replace(snap_of(**records), thresholds={"live-share": 0.7}))


def test_an_interval_without_anything_asks_nothing() -> None:
    assert all_signals(snap_of()) == ()
    assert "nothing now" in surface(snap_of(), "signals").sections[0].empty


def test_what_the_sample_asks() -> None:
    snap = now_of(sample_ledger(Hands()))
    found = {one.key: one for one in standing(snap)}
    assert found["pair:DRE>BEA"].refs == ("D301", "D302", "D401", "D402")
    assert "no reduction item" in found["pair:DRE>BEA"].facts
    assert found["left-nothing:art-sync"].refs == ("E6", "E7")
    assert found["live-share:PI-26.4"].facts == "E5 4 of 7 live"
    assert "pair:DRE>FAT" not in found, "M04 is under way"
    assert "rte-owns" not in found, "3 of 8 is less than 40 %"


def test_no_signal_names_a_person() -> None:
    snap = now_of(sample_ledger(Hands()))
    kinds = ("impediment", "risk", "improvement", "decision")
    people = {getattr(r, "owner", None) for k in kinds for r in snap.records[k]}
    people -= {None, "RTE", "ART", *(team.short for team in snap.teams)}
    assert len(people) > 3
    for one in all_signals(snap):
        words = set(one.words.replace(",", " ").replace(".", " ").split())
        assert not words & people, one.words


def test_putting_aside_is_kept_undone_and_refused() -> None:
    ledger = sample_ledger(Hands())
    with pytest.raises(RuleBroken, match="needs a reason"):
        dismissing.dismiss(ledger, "pair:DRE>BEA", "  ")
    with pytest.raises(UsageFault, match="No signal is called 'pair:X>Y'"):
        dismissing.dismiss(ledger, "pair:X>Y", "why")
    done = dismissing.dismiss(ledger, "PAIR:dre>bea", "one team from PI-27.1 on")
    assert not is_standing(done)
    assert done.dismissed is not None
    assert done.dismissed.by == "RTE"
    with pytest.raises(RuleBroken, match="put aside already: one team"):
        dismissing.dismiss(ledger, "pair:DRE>BEA", "again")
    capture(ledger, "DRE>BEA another feed need:I5", "dependency")
    back = signal_called(now_of(ledger), "pair:DRE>BEA")
    assert back is not None
    assert is_standing(back)
    undoing.undo(ledger)
    undoing.undo(ledger)
    assert not now_of(ledger).dismissals


async def test_a_question_is_put_aside_by_key() -> None:
    for size in ((120, 36), (80, 24)):
        async with room(size) as here:
            await in_an_event(here)
            await here.turn_to("signals")
            assert "left nothing behind" in here.text
            await here.press("v")
            await here.type("the room was double booked")
            await here.press("enter")
            (made,) = here.app.session.snapshot.dismissals
            assert made.why == "the room was double booked"
            assert made.refs == ("E6", "E7")


def test_signals_of_the_command_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rte = Rte(capsys, monkeypatch)
    monkeypatch.setenv("RTE_NOW", DAY)
    rte.fine("import", str(SAMPLE))
    assert "DRE→BEA 4 in 2 intervals, no reduction item" in rte.fine("signals").out
    assert "reason" in rte.refused("signals", "dismiss", "live-share:PI-26.4", code=3)
    rte.fine("signals", "dismiss", "live-share:PI-26.4", "staging", "was", "down")
    told = {s["key"]: s for s in rte.fine("signals", "list", "--all", "--json").json["signals"]}
    assert told["live-share:PI-26.4"]["put_aside"]["why"] == "staging was down"
    assert not told["live-share:PI-26.4"]["standing"]
    assert "E5 4 of 7" not in rte.fine("signals").out


def test_settings_of_the_signals(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    (tmp_path / "config.toml").write_text(
        "[signals]\nlive-share = 0.7\nlive-shre = 1\nfan-in = 7\npair-total = true\n"
    )
    found = load({"RTE_HOME": str(tmp_path)})
    assert found.signals == {"live-share": 0.7}
    said = [(fault.line, fault.what) for fault in found.faults]
    assert said[0] == (3, "there is no setting 'live-shre' in [signals]; write live-share.")
    assert said[1][0] == 4
    assert "from 0 to 1" in said[1][1]
    assert said[2][0] == 5


def test_every_threshold_lies_in_its_bounds() -> None:
    assert all(t.least <= t.value <= t.most for t in THRESHOLDS.values())
