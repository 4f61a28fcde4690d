"""The steps of a risk workshop, from collecting to what leaders are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from store.domain.calendar import day
from store.domain.records import Action, Risk, Topic
from store.domain.refs import normal_ref
from store.domain.words import age, due_word, short_date
from store.insight import decisions, promises, risks
from store.insight.doubles import Double, doubles
from store.insight.mixed import row_of
from store.insight.risk_board import roam_board
from store.insight.risk_matrix import HIGH_FROM, MIDDLE_FROM, exposure_matrix
from store.insight.risk_walk import roam_walk
from store.insight.rows import Row, Section, Surface, Urgency, ref_order
from store.insight.snapshot import Snapshot

LEADERS_FROM = HIGH_FROM
"""Exposure from which on the room is asked whether leaders must decide something."""

LEADERS = "leaders"


def collect(snap: Snapshot) -> Surface:
    """Every risk without a letter as a line, newest on top, suspected doubles said in words."""
    like = {double.risk.id: double for double in doubles(snap)}
    waiting = [r for r in snap.risks if risks.is_open(r) and r.roam == "U"]
    waiting.sort(key=lambda r: (r.at or 0, r.raised or "", ref_order(r.ref)), reverse=True)
    rows = tuple(_collected(snap, risk, like.get(risk.id)) for risk in waiting)
    return Surface(
        "collect",
        "Collect risks",
        (
            Section(
                "Not ROAMed yet, newest first",
                rows,
                "No risk waits. Press r: one line each. o collects without anybody's name.",
            ),
        ),
        "What could keep us from our objectives? One line each.",
    )


def _collected(snap: Snapshot, risk: Risk, like: Double | None) -> Row:
    raised = day(risk.raised)
    if risk.event and snap.running and risk.event == snap.running.ref and risk.at is not None:
        when = snap.clock_time(risk.at)
    else:
        when = age(max(0, (snap.today - raised).days)) if raised else ""
    row = risks.risk_row(risk, snap.today)
    return replace(
        row,
        when=when,
        state="",
        note=like.why if like else "",
        who=risk.team or "",
        urgency=Urgency.NORMAL,
        computed={"like": like.like.ref} if like else {},
    )


def merging(snap: Snapshot) -> Surface:
    """Suspected doubles under the risk that they are like, then every other open risk."""
    found = doubles(snap)
    groups: dict[str, list[Double]] = {}
    for double in found:
        groups.setdefault(double.like.id, []).append(double)
    sections = [
        Section(f"{group[0].like.ref} {group[0].like.text}", _suspected(group, snap))
        for group in groups.values()
    ]
    suspected = {double.risk.id for double in found}
    others = [r for r in snap.risks if risks.is_open(r) and r.id not in suspected]
    others.sort(key=lambda r: (r.roam != "U", ref_order(r.ref)))
    rows = tuple(replace(risks.risk_row(r, snap.today), who=r.team or "") for r in others)
    if not sections:
        sections.append(Section("Suspected doubles", (), "No two risks share enough words."))
    sections.append(Section("The other open risks", rows, "No other risk is open."))
    return Surface(
        "doubles",
        "Merge doubles",
        tuple(sections),
        "Do these say the same? Which of them can a team settle alone?",
    )


def _suspected(group: list[Double], snap: Snapshot) -> tuple[Row, ...]:
    """Doubles of one risk, each with the words that it shares."""
    return tuple(
        replace(
            risks.risk_row(double.risk, snap.today),
            note=f"both: {double.shared}",
            who=double.risk.team or "",
            computed={"like": double.like.ref},
        )
        for double in group
    )


def read_back_risks(snap: Snapshot) -> Surface:
    """Owners and dates to say aloud, with what still lacks on top."""
    event = snap.running.ref if snap.running else None
    lacking: list[Risk] = []
    here: list[Risk] = []
    earlier: list[Risk] = []
    closed: list[Risk] = []
    for risk in snap.risks:
        given = event is not None and any(letter.event == event for letter in risk.roamed)
        if not risks.is_open(risk):
            closed += [risk] if given or (event and risk.settled_in == event) else []
        elif risks.owed(risk, snap.today):
            lacking.append(risk)
        else:
            (here if given else earlier).append(risk)
    return Surface(
        "risks-readback",
        "Owners and dates",
        (
            Section(
                "Still owes something",
                tuple(risks.by_attention(lacking, snap.today)),
                "Every letter has what it needs.",
            ),
            Section("Given here: say each one aloud", _aloud(here, snap), "No letter given yet."),
            *(
                section
                for section in (
                    Section("Settled here", _aloud(closed, snap)),
                    Section("Promised earlier", _aloud(earlier, snap)),
                )
                if section.rows
            ),
        ),
        "Say each one aloud: who, and until when?",
    )


def _aloud(found: list[Risk], snap: Snapshot) -> tuple[Row, ...]:
    """Risks by their next date, each with what was promised."""
    found = sorted(found, key=lambda r: (r.review or "9", ref_order(r.ref)))
    rows: list[Row] = []
    for risk in found:
        review, row = day(risk.review), risks.risk_row(risk, snap.today)
        when = short_date(review, snap.today) if review and risks.is_open(risk) else ""
        rows.append(replace(row, when=when, note=_promised(risk, snap)))
    return tuple(rows)


def _promised(risk: Risk, snap: Snapshot) -> str:
    """What is said of a risk beside its owner and its date, which have columns of their own."""
    due = day(risk.due)
    if risks.gone(risk) or risk.roam != "M" or not due:
        return risks.gone(risk) or risk.note or ""
    return f"due {short_date(due, snap.today)}: {risk.action or ''}"


def for_leaders(snap: Snapshot) -> Surface:
    """What leaders are asked for, and the risks about which they may have to be asked.

    An open action or topic marked `needs:leaders` is a decision that is asked for. A risk is for
    leaders when it is marked so itself or when its exposure is 15 or more; it stays in the list
    until such a question, or a decision of this planning interval, is linked to it.
    """
    promised: list[Action | Topic] = [*snap.actions, *snap.topics]
    asked = [r for r in promised if r.needs == LEADERS and promises.is_open(r)]
    decided = [d for d in snap.decisions if snap.is_current(d)]
    settled = {normal_ref(ref) for record in (*asked, *decided) for ref in record.links}
    concerned = [r for r in snap.risks if _is_for_leaders(r)]
    unasked = [r for r in concerned if normal_ref(r.ref) not in settled]
    known = {normal_ref(r.ref) for r in snap.risks}
    about = [d for d in decided if known & {normal_ref(ref) for ref in d.links}]
    return Surface(
        "leaders",
        "Decisions needed from leaders",
        (
            Section(
                "Asked for",
                tuple(_asked(record, snap) for record in asked),
                "Nothing is asked of leaders yet. v on a risk asks; needs:leaders marks an action.",
            ),
            Section(
                f"Marked, or exposure {LEADERS_FROM} and more: does it need a decision?",
                tuple(_unasked(risk, snap) for risk in _by_exposure(unasked)),
                "Every such risk has its question or its decision.",
            ),
            *(
                (Section("Decided about risks", tuple(decisions.newest_first(about, snap))),)
                if about
                else ()
            ),
        ),
        "Which decision, from whom, by when?",
    )


def _is_for_leaders(risk: Risk) -> bool:
    high = (risks.exposure(risk) or 0) >= LEADERS_FROM
    return risks.is_open(risk) and (risk.needs == LEADERS or high)


def _asked(record: Action | Topic, snap: Snapshot) -> Row:
    kind = "action" if isinstance(record, Action) else "topic"
    due = day(record.due)
    lacks = [word for word, fact in (("from whom?", record.owner), ("by when?", due)) if not fact]
    note = " ".join(lacks) or f"{record.owner}, {due_word(due, snap.today) if due else ''}"
    late = bool(due and due <= snap.today)
    return replace(
        row_of(kind, record, snap),
        when=short_date(due, snap.today) if due else "no date",
        state=", ".join(record.links),
        who="",
        note=note,
        urgency=Urgency.NEEDS_YOU if lacks or late else Urgency.NORMAL,
    )


def _unasked(risk: Risk, snap: Snapshot) -> Row:
    marked = "marked for leaders" if risk.needs == LEADERS else ""
    note = " · ".join(part for part in (marked, risks.owed(risk, snap.today)) if part)
    return replace(risks.risk_row(risk, snap.today), note=note)


def _by_exposure(found: list[Risk]) -> list[Risk]:
    return sorted(found, key=lambda r: (-(risks.exposure(r) or 0), ref_order(r.ref)))


def by_exposure(snap: Snapshot) -> Surface:
    """Open risks by probability times impact, in three bands said in words, and the unknown."""
    waiting = _by_exposure([r for r in snap.risks if risks.is_open(r)])
    bands = (
        (f"High: {LEADERS_FROM} to 25", LEADERS_FROM, 25),
        (f"Middle: {MIDDLE_FROM} to {LEADERS_FROM - 1}", MIDDLE_FROM, LEADERS_FROM - 1),
        (f"Low: up to {MIDDLE_FROM - 1}", 1, MIDDLE_FROM - 1),
    )
    sections = [
        Section(
            title,
            tuple(_exposed(r, snap) for r in waiting if low <= (risks.exposure(r) or 0) <= most),
            "" if low < LEADERS_FROM else "No open risk is that large.",
        )
        for title, low, most in bands
    ]
    unknown = tuple(_exposed(r, snap) for r in waiting if risks.exposure(r) is None)
    sections.append(Section("Not known: how likely, and how bad, from 1 to 5?", unknown))
    return Surface(
        "exposure",
        "Top exposure",
        tuple(section for section in sections if section.rows or section.empty),
        "Avoid it, change the order, mitigate it, or accept it?",
    )


def _exposed(risk: Risk, snap: Snapshot) -> Row:
    figures = f"{risk.p or '?'} × {risk.i or '?'}"
    row = risks.risk_row(risk, snap.today)
    exposed = risks.exposure(risk)
    when = figures if exposed is None else f"{exposed:>2} = {figures}"
    return replace(row, when=when)


RISK_SURFACES: dict[str, Callable[[Snapshot], Surface]] = {
    "risks": roam_board,
    "collect": collect,
    "doubles": merging,
    "roam-walk": roam_walk,
    "risks-readback": read_back_risks,
    "leaders": for_leaders,
    "exposure": by_exposure,
    "exposure-matrix": exposure_matrix,
}
"""Surfaces of the risk workshop by name."""
