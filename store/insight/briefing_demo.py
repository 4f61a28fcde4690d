"""Before a System Demo: feedback still open, objectives nobody has seen, what was not live."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.demo import shows_items
from store.domain.records import Objective
from store.insight import demo, evidence
from store.insight.briefing_parts import Part, agreements_part, because, rows_of
from store.insight.demo_surfaces import last_demo
from store.insight.events import event_row
from store.insight.rows import Row
from store.insight.snapshot import Snapshot


def before_demo(snap: Snapshot) -> Iterator[Part]:
    """Those who gave feedback come back first: they see what became of it."""
    asking = [f for f in demo.all_feedback(snap) if demo.is_unanswered(f)]
    yield Part(
        "feedback", "Feedback without an answer", rows_of(snap, "feedback", asking),
        "Every feedback has its answer.",
    )  # fmt: skip
    unseen = [o for o in snap.of(Objective, "objective", snap.pi_name) if not evidence.of(o, snap)]
    yield Part(
        "unseen", "Objectives of which nothing was shown yet", rows_of(snap, "objective", unseen),
        "Something was shown of every objective.", most=8,
    )  # fmt: skip
    yield Part("not-live", "Not shown live last time", tuple(_not_live(snap)))
    yield agreements_part(snap)


def _not_live(snap: Snapshot) -> Iterator[Row]:
    """Items of the last demo that were not live; where only their number is known, the demo."""
    last = last_demo(snap)
    if last is None:
        last = next(
            (e for e in reversed(snap.events) if shows_items(e) and demo.live_share(snap, e)),
            None,
        )
    if last is None:
        return
    items = [i for i in demo.items_on(snap, last) if i.shown in ("not-live", "no")]
    yield from rows_of(snap, "demo", items)
    share = demo.live_share(snap, last)
    if not items and share and share[0] < share[1]:
        yield because(event_row(snap, last), "what kept the others from being shown?")
