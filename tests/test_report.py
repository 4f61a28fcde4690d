"""Reports: one document in three forms, deterministic, harmless, and true to the records."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from store.errors import UsageFault
from store.exchange.minutes_html import page_of
from store.exchange.report import FORMATS, KINDS, Making, file_name, render, steps
from store.exchange.report_document import Document, Reading, Records
from store.exchange.report_md import _tree
from store.exchange.report_profile import ART, FULL
from store.insight.measuring import measured
from store.insight.predictability import predictability
from store.ledger import running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from tests.cli_helpers import ACTING, HOSTILE
from tests.ledger_helpers import Hands, now_of, sample_ledger


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def made(ledger: Ledger, kind: str = "ia", pi: str | None = None, profile: str = ART) -> Document:
    return Making(now_of(ledger), kind, pi, profile).document


class Page(HTMLParser):
    """What is in a page: its elements, and the words between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("kind", [*KINDS])
@pytest.mark.parametrize("profile", [ART, FULL])
@pytest.mark.parametrize("form", FORMATS)
def test_the_same_facts_give_the_same_bytes(
    kind: str, profile: str, form: str, ledger: Ledger
) -> None:
    again = sample_ledger(Hands())
    first = render(made(ledger, kind, profile=profile), form)
    assert re.sub(r"[0-9a-f]{26,}", "", first) == re.sub(
        r"[0-9a-f]{26,}", "", render(made(again, kind, profile=profile), form)
    )
    assert render(made(ledger, kind, profile=profile), form) == first


def test_predictability_stands_with_formula_n_trend_and_other_readings(ledger: Ledger) -> None:
    document = made(ledger, pi="PI-26.3")
    one = predictability(now_of(ledger), "PI-26.3")
    assert one.figure.value is not None
    assert len(one.others) >= 3
    text = render(document, "html")
    page = Page(text)
    for said in (one.figure.said, f"n = {one.figure.n}", one.formula, "PI-26.2 88"):
        assert said in page.words
    for other in one.others:
        assert f"{other.label}: {other.figure.said}" in page.words
    facts = json.loads(render(document, "json"))
    (chapter,) = [c for c in facts["chapters"] if c["key"] == "predictability"]
    assert chapter["parts"][0]["figure"]["value"] == one.figure.value


def test_every_measure_stands_once_with_its_words(ledger: Ledger) -> None:
    document = made(ledger)
    readings = [
        part.measured.key
        for c in document.chapters
        for part in c.parts
        if isinstance(part, Reading)
    ]
    assert sorted(readings) == sorted(one.key for one in measured(now_of(ledger)))
    assert len(readings) == len(set(readings))


def test_no_data_is_null_and_never_zero(ledger: Ledger) -> None:
    facts = json.loads(render(made(ledger), "json"))
    readings = [p for c in facts["chapters"] for p in c["parts"] if p["part"] == "reading"]
    unknown = [p for p in readings if p["figure"]["state"] != "known"]
    assert unknown
    assert all(p["figure"]["value"] is None for p in unknown)


def test_objectives_stand_by_team_in_the_trains_order(ledger: Ledger) -> None:
    snap = now_of(ledger)
    (chapter,) = [c for c in made(ledger, "pi").chapters if c.key == "objectives"]
    titles = [part.title.split(" ")[0] for part in chapter.parts if isinstance(part, Records)]
    assert titles == [team.short for team in snap.teams if team.short in titles]
    assert not re.search(r"\d %", render(made(ledger, "pi"), "md").split("## Confidence")[0])


def test_every_record_of_the_interval_is_in_the_facts(ledger: Ledger) -> None:
    snap = now_of(ledger)
    (chapter,) = [c for c in made(ledger).chapters if c.key == "facts"]
    told = {e.ref for part in chapter.parts if isinstance(part, Records) for e in part.entries}
    wanted = [*snap.risks, *snap.impediments, *snap.dependencies, *snap.decisions, *snap.actions]
    assert {r.ref for r in wanted if snap.is_current(r) and not r.archived} - told == {
        r.ref for r in snap.risks if r.merged
    } - told


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_out_as_typed_and_do_nothing(words: str, ledger: Ledger) -> None:
    capture(ledger, f"decision: {words} end", "decision")
    (said,) = [d.text for d in now_of(ledger).decisions if d.text.endswith("end")]
    document = made(ledger)
    page = Page(render(document, "html"))
    assert said in page.words
    assert {"script", "b", "img", "iframe", "link"} & {tag for tag, _ in page.tags} == set()
    rendered = MarkdownIt("gfm-like", {"linkify": False}).parse(render(document, "md"))
    texts = "\n".join(
        "".join(c.content for c in token.children or ()) for token in rendered if token.children
    )
    assert said in texts
    assert {t.type for t in rendered} & {"html_block", "fence"} == set()
    assert said in json.dumps(json.loads(render(document, "json")), ensure_ascii=False).replace(
        '\\"', '"'
    ).replace("\\\\", "\\")


@pytest.mark.parametrize(("typed", "left"), ACTING)
def test_nothing_in_a_page_acts_on_whoever_reads_it(typed: str, left: str, ledger: Ledger) -> None:
    page = page_of(f"# Minutes\n\n- {typed}\n")
    assert left in " ".join(Page(page).words.split())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)


@pytest.mark.parametrize("kind", [*KINDS])
def test_a_page_needs_nothing_else_and_can_be_read_by_everybody(kind: str, ledger: Ledger) -> None:
    text = render(made(ledger, kind), "html")
    page = Page(text)
    names = [tag for tag, _ in page.tags]
    assert not {"script", "link", "iframe", "object", "base", "form"} & set(names)
    assert [found["lang"] for tag, found in page.tags if tag == "html"] == ["en"]
    assert {"title", "main", "header", "nav", "h1"} <= set(names)
    policy = next(a for t, a in page.tags if t == "meta" and "http-equiv" in a)
    assert "default-src 'none'" in str(policy["content"])
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert "src" not in attributes
        if tag == "th":
            assert attributes["scope"] in ("col", "row")
        if href := attributes.get("href"):
            assert href.startswith("#")
            assert any(found.get("id") == href[1:] for _, found in page.tags)
    assert not re.search(r"url\(\s*['\"]?(?!#)", text)
    assert "@import" not in text
    assert "@page" in text
    ids = [found["id"] for tag, found in page.tags if tag in ("h2", "section") and "id" in found]
    assert len(ids) == len(set(ids))


def luminance(colour: str) -> float:
    """WCAG 2.2: the relative luminance of a colour like #14504e."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    line = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * line[0] + 0.7152 * line[1] + 0.0722 * line[2]


def test_words_stand_out_from_the_paper(ledger: Ledger) -> None:
    style = render(made(ledger), "html").split("<style>")[1].split("</style>")[0]
    colours = set(re.findall(r"[^-]color: (#[0-9a-f]{6})", style))
    assert len(colours) >= 3
    for colour in colours:
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour


def test_it_is_made_in_slices_and_tells_how_far_it_is(ledger: Ledger) -> None:
    making = Making(now_of(ledger), "ia", None)
    told = list(steps(making))
    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]
    assert len(told) > 20
    assert making.document == made(ledger)


def test_an_interval_that_is_not_there_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match=r"no planning interval PI-99.*PI-26\.4"):
        Making(now_of(ledger), "ia", "PI-99")
    assert Making(now_of(ledger), "ia", "pi-26.3").pi == "PI-26.3"


def test_a_files_name_tells_report_interval_day_and_profile(ledger: Ledger) -> None:
    assert file_name(made(ledger), "html") == "report-ia-pi-26.4-2026-11-18.html"
    assert file_name(made(ledger, profile=FULL), "md") == "report-ia-pi-26.4-2026-11-18-full.md"


def test_only_the_full_report_tells_who_and_when(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    hands.on(minutes=7)
    capture(ledger, "impediment: no crane driver at night @DRE")
    who = ledger.who
    capture(ledger, "risk: the lock gate sticks @DRE")
    for form in FORMATS:
        assert f"by {who}" not in render(made(ledger), form)
        assert "min 7" not in render(made(ledger), form)
    full = render(made(ledger, profile=FULL), "json")
    assert f"by {who}" in full
    assert "min 7" in full
    assert made(ledger).left_out.minutes == 2
    assert made(ledger).left_out.authors >= 1


def test_a_tree_stays_one_block_whatever_its_lines_hold() -> None:
    """Words that other hands left in two lines: the second would act as Markdown."""
    lines = list(_tree(["why", "  1. not a list\n- [ ] `id`", "  because\r\x85so\u2028on"]))
    assert lines == ["    why", "      1. not a list - [ ] `id`", "      because  so on"]
    assert [token.type for token in MarkdownIt().parse("\n".join(lines))] == ["code_block"]
