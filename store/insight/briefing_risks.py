"""Before a risk workshop or a mid-PI review: what has no letter, what is due, what slipped."""

from __future__ import annotations

from collections.abc import Iterator

from store.insight import risk_reviews, risks
from store.insight.briefing_parts import Part, agreements_part, because
from store.insight.rows import Urgency
from store.insight.since import is_since, last_sync
from store.insight.snapshot import Snapshot


def before_risks(snap: Snapshot) -> Iterator[Part]:
    """Risks of the interval by what they ask for."""
    known = [r for r in snap.risks if snap.is_current(r) and risks.is_open(r)]
    bare = [r for r in known if r.roam == "U"]
    slipped = [r for r in known if risk_reviews.slipped(snap, r)]
    last = last_sync(snap)
    fresh = [r for r in known if r.at is not None and r.event and is_since(snap, r, last)]
    lettered = [r for r in known if r.roam != "U"]
    due = [
        row for row in risk_reviews.by_attention(snap, lettered) if row.urgency is Urgency.NEEDS_YOU
    ]
    yield Part(
        "unroamed", "Without a letter", tuple(risk_reviews.by_attention(snap, bare)),
        "Every open risk has its letter.", most=8,
    )  # fmt: skip
    yield Part("reviews", "Review or action is due", tuple(due), "No review is due.", most=8)
    rows = tuple(because(risk_reviews.risk_row(snap, r), "dependency slipped") for r in slipped)
    yield Part("slipped", "Its dependency slipped", rows)
    yield Part("fresh", "New since the last sync", tuple(risk_reviews.by_attention(snap, fresh)))
    yield agreements_part(snap)
