"""A flow item as lists show it: its age or what it took, what it is, and how it stands."""

from __future__ import annotations

from datetime import date

from store.domain.calendar import day
from store.domain.flowing import UNKNOWN, age_on, flow_time, is_open, stands
from store.domain.records import FlowItem
from store.domain.words import age, short_date
from store.insight.rows import Row, Urgency


def flow_row(item: FlowItem, today: date) -> Row:
    """The row of a flow item; nothing in it asks anybody to act."""
    took, old = flow_time(item), age_on(item, today)
    span = took if took is not None else old
    end = day(item.done)
    about = f"done {short_date(end, today)}" if took is not None and end else ""
    worked = f"{item.active:g} d worked on" if item.active is not None else ""
    return Row(
        kind="flow",
        id=item.id,
        ref=item.ref,
        when=age(span) if span is not None else "",
        state=stands(item),
        text=f"{item.key} {item.text}" if item.key else item.text,
        who=item.team or "",
        note=" · ".join(part for part in (item.nature or UNKNOWN, about, worked) if part),
        urgency=Urgency.NORMAL if is_open(item) else Urgency.QUIET,
        computed={"open": is_open(item), "flow_time_days": took, "age_days": old},
    )
