"""A report as one HTML file that needs nothing else, on a screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator

from store.exchange.html import bullets, heading, page, paragraph, table, tag, words
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
from store.exchange.report_words import COLUMNS, TEXT_COLUMN, lead, shown_columns, trend_words
from store.exchange.svg import svg
from store.insight.charts import Chart


def chapter_html(chapter: Chapter) -> str:
    """One chapter as a section with its heading."""
    parts = [heading(2, chapter.title, chapter.key)]
    if chapter.question:
        parts.append(paragraph(chapter.question, "question"))
    for part in chapter.parts:
        parts += _part(part)
    return tag("section", "\n".join(parts), id=f"{chapter.key}-part")


def as_html(document: Document) -> str:
    """The whole page."""
    places = [(chapter.key, chapter.title) for chapter in document.chapters]
    body = "\n".join(chapter_html(chapter) for chapter in document.chapters)
    return page(document.title, lead(document), places, body)


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Said):
        yield paragraph(part.text, "figure" if part.strong else "")
    elif isinstance(part, Records):
        yield from _records(part)
    elif isinstance(part, Grid):
        yield from _grid(part)
    elif isinstance(part, Tree):
        yield heading(3, part.title) if part.title else ""
        yield tag("pre", words("\n".join(part.lines)))
    elif isinstance(part, Drawn):
        yield _figure(part.chart)
    else:
        yield from _reading(part)


def _records(part: Records) -> Iterator[str]:
    if part.title:
        yield heading(3, part.title)
    for label, said in part.told:
        yield paragraph(f"{label}: {said}" if label else said)
    if not part.entries:
        if part.empty or not part.told:
            yield paragraph(part.empty or "None.", "quiet")
        return
    names = shown_columns(part)
    rows = [[getattr(entry, name) for name in names] for entry in part.entries]
    text = names.index(TEXT_COLUMN) if TEXT_COLUMN in names else -1
    yield table([COLUMNS[name] for name in names], rows, text=text)


def _grid(part: Grid) -> Iterator[str]:
    if part.title:
        yield heading(3, part.title)
    if part.rows:
        yield table(part.columns, part.rows)
    else:
        yield paragraph(part.empty or "None.", "quiet")


def _figure(chart: Chart) -> str:
    return tag("figure", svg(chart, 680, 260))


def _reading(part: Reading) -> Iterator[str]:
    one = part.measured
    yield heading(3, one.title)
    yield paragraph(one.figure.said, "figure")
    yield paragraph(f"n = {one.figure.n} · {one.formula}", "quiet")
    if one.figure.why:
        yield paragraph(one.figure.why)
    if one.question:
        yield paragraph(one.question, "question")
    for chart in one.charts:
        yield _figure(chart)
    if one.trend:
        yield paragraph(trend_words(one))
    if one.others:
        yield paragraph("Read another way:", "quiet")
        yield bullets(f"{o.label}: {o.figure.said} ({o.formula})" for o in one.others)
    if one.numbers and one.numbers.rows:
        yield table(one.numbers.columns, one.numbers.rows)
    if one.refs:
        yield paragraph("Rests on " + ", ".join(one.refs), "quiet")
