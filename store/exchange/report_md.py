"""A report as Markdown: what a person typed renders as typed and does nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.domain.text import md
from store.exchange.report_document import (
    Chapter,
    Document,
    Drawn,
    Grid,
    Part,
    Reading,
    Records,
    Said,
    Tree,
)
from store.exchange.report_words import COLUMNS, lead, shown_columns, trend_words
from store.insight.charts import Chart, Pareto, Scatter, Trend, cumulative
from store.insight.measured import NO_DATA


def chapter_md(chapter: Chapter) -> str:
    """One chapter with its heading."""
    lines = ["", f"## {md(chapter.title)}"]
    if chapter.question:
        lines += ["", f"_{md(chapter.question)}_"]
    for part in chapter.parts:
        lines += _part(part)
    return "\n".join(lines) + "\n"


def as_markdown(document: Document) -> str:
    """The whole report."""
    top = [f"# {md(document.title)}", ""]
    for line in lead(document):
        top += [md(line), ""]
    return "\n".join(top).rstrip("\n") + "\n" + "".join(map(chapter_md, document.chapters))


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Said):
        yield from ("", f"**{md(part.text)}**" if part.strong else md(part.text))
    elif isinstance(part, Records):
        yield from _records(part)
    elif isinstance(part, Grid):
        yield from _title(part.title)
        yield ""
        yield from _table(part.columns, part.rows) if part.rows else [md(part.empty or "None.")]
    elif isinstance(part, Tree):
        yield from _title(part.title)
        yield ""
        yield from _tree(part.lines)
    elif isinstance(part, Drawn):
        yield from _chart(part.chart)
    else:
        yield from _reading(part)


def _title(title: str) -> Iterator[str]:
    if title:
        yield from ("", f"### {md(title)}")


def _tree(lines: Sequence[str]) -> Iterator[str]:
    """Indented by four: a code block without a fence that somebody's words could close."""
    for line in lines:
        # A text that other hands left in two lines would end the block, and act in the second.
        yield "    " + " ".join(line.splitlines())


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(md(name) for name in columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(md(cell) for cell in row)} |"


def _records(part: Records) -> Iterator[str]:
    yield from _title(part.title)
    for label, said in part.told:
        yield from ("", f"{md(label)}: {md(said)}" if label else md(said))
    yield ""
    if not part.entries:
        if part.empty or not part.told:
            yield md(part.empty or "None.")
        return
    names = shown_columns(part)
    rows = [[getattr(entry, name) for name in names] for entry in part.entries]
    yield from _table([COLUMNS[name] for name in names], rows)


def _chart(chart: Chart) -> Iterator[str]:
    """The numbers of a chart: Markdown draws none."""
    unit = _unit(chart)
    yield from ("", md(f"{chart.title}, in {unit}" if unit else chart.title), "")
    if isinstance(chart, Trend):
        rows = [(label, NO_DATA if v is None else f"{v:g}") for label, v in chart.points]
        yield from _table(("", _unit(chart) or "value"), rows)
    elif isinstance(chart, Pareto):
        shares = cumulative(chart)
        bars = zip(chart.bars, shares, strict=True)
        yield from _table(
            ("", _unit(chart), "all up to here"),
            [(label, f"{value:g}", f"{share:.0f} %") for (label, value), share in bars],
        )
    elif isinstance(chart, Scatter):
        dots = [(d.label, f"{d.y:g}", "open" if d.is_open else "") for d in chart.dots]
        yield from _table(("", chart.y_name, ""), dots)
    else:
        stacked = [(label, *(f"{v:g}" for v in values)) for label, values in chart.bars]
        yield from _table(("", *chart.parts), stacked)


def _unit(chart: Chart) -> str:
    return "" if isinstance(chart, Scatter) else chart.unit


def _reading(part: Reading) -> Iterator[str]:
    one = part.measured
    yield from _title(one.title)
    yield from ("", f"**{md(one.figure.said)}** · n = {one.figure.n} · {md(one.formula)}")
    if one.figure.why:
        yield from ("", md(one.figure.why))
    if one.question:
        yield from ("", f"_{md(one.question)}_")
    if one.trend:
        yield from ("", md(trend_words(one)))
    if one.others:
        yield ""
        for other in one.others:
            said = f"{md(other.label)}: {md(other.figure.said)} ({md(other.formula)})"
            yield f"- {said}"
    if one.numbers and one.numbers.rows:
        yield ""
        yield from _table(one.numbers.columns, one.numbers.rows)
    elif one.charts:
        for chart in one.charts:
            yield from _chart(chart)
    if one.refs:
        yield from ("", md("Rests on " + ", ".join(one.refs)))
