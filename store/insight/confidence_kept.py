"""The confidence vote of a planning interval, beside what came of it."""

from __future__ import annotations

from store.domain.records import Vote
from store.domain.votes import ART, Tally
from store.domain.words import plural
from store.insight.by_interval import no_data, trend_of, up_to, within
from store.insight.charts import Trend
from store.insight.measured import NO_DATA, Figure, Measured, Numbers
from store.insight.predictability import art_figure
from store.insight.snapshot import Snapshot


def last_vote(snap: Snapshot, pi: str) -> Tally | None:
    """The last round of the ART's vote on the plan of an interval."""
    rounds = [vote for vote in within(snap, Vote, "vote", pi) if vote.scope == ART]
    latest = max(rounds, key=lambda vote: vote.round, default=None)
    return Tally(latest.count) if latest and sum(latest.count) else None


def confidence_figure(snap: Snapshot, pi: str) -> Figure:
    """Average of the ART's last round, with how many showed one or two."""
    found = last_vote(snap, pi)
    if found is None or found.average is None:
        return no_data("no vote of the ART on this plan is on record")
    said = f"{found.mean} of {plural(found.n, 'hand')}, {found.low} at 1 or 2"
    return Figure(float(found.average), said, "", found.n)


def confidence(snap: Snapshot, pi: str) -> Measured:
    """The vote of each interval beside its ART predictability."""
    trend = trend_of(snap, pi, confidence_figure)
    rows = []
    for name in up_to(snap, pi):
        found = last_vote(snap, name)
        cells = (found.mean, str(found.n), str(found.low)) if found else (NO_DATA, "", "")
        rows.append((name, *cells, art_figure(snap, name).said))
    return Measured(
        "confidence", "Confidence vote, and what came of it", "confidence",
        confidence_figure(snap, pi),
        "mean of the hands in the last round of the ART on the plan of this interval; beside it "
        "the interval's ART predictability",
        "What did those at one or two see that came true?",
        trend, (), (Trend("Confidence vote of the ART", "fingers", trend, band=(3.0, 5.0)),),
        Numbers(("interval", "average", "hands", "at 1 or 2", "predictability"), tuple(rows)),
    )  # fmt: skip
