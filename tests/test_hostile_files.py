"""A train of nothing but hostile words, handed out as Markdown and as pages.

What is made of it has the elements that harmless words give and no other, and every word that is
in it stands there as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from console.copying import write_out
from store.exchange.train_file import read_train
from store.journal.drafts import Drafts
from store.journal.files import JOURNAL
from store.ledger import running
from store.ledger.bringing import bring_in
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger
from tests.cli_helpers import DAY, Rte
from tests.hostile_helpers import Poison, poison
from tests.ledger_helpers import sample_bytes
from tests.screen_helpers import Clock

MARKDOWN = ("minutes", "minutes E90", "report ia", "report pi", "report ia --profile full",
            "show {risk} --markdown", "show {impediment} --markdown", "show {decision} --markdown",
            "show {dependency} --markdown", "show {objective} --markdown",
            "show {problem} --markdown", "show {improvement} --markdown",
            "show {event} --markdown", "show {flow} --markdown",
            "show {milestone} --markdown")  # fmt: skip
PAGES = ("minutes --format html", "minutes E90 --format html", "report ia --format html",
         "report pi --format html", "report pi --profile full --format html")  # fmt: skip
INERT = {"dir", "class", "id", "scope", "href", "aria-label", "lang", "charset", "http-equiv",
         "content", "name", "viewbox", "xmlns", "width", "height", "role"}  # fmt: skip


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Poison | None]]:
    """The sample train as it is, and with every word of it hostile."""
    made: dict[str, tuple[Path, Poison | None]] = {}
    for name in ("sample", "clean", "raw"):
        folder = tmp_path_factory.mktemp("files") / name
        ledger = open_ledger(folder, who="RTE", now=Clock(), create=True)
        bad = None
        if name == "sample":
            bring_in(ledger, read_train(sample_bytes()))
        else:
            bad = poison(ledger, raw=name == "raw")
        running.start(ledger, "art-sync")
        made[name] = (folder, bad)
        ledger.db.close()
    return made


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    monkeypatch.setenv("RTE_NOW", f"{DAY}T10:05Z")
    return Rte(capsys, monkeypatch)


def handed_out(rte: Rte, folder: Path, lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What each line prints, with the newest reference of each kind in it."""
    ledger = open_ledger(folder, who="RTE", now=Clock())
    newest = _newest(ledger)
    ledger.db.close()
    for line in lines:
        words = line.format(**newest).split(" ")
        if "" in words or (folder.name == "sample" and "E90" in words):
            continue  # the sample has none of that kind
        done = rte("--store", str(folder), *words)
        assert done.code == 0, (line, done)
        yield line, done.out


def _newest(ledger: Ledger) -> dict[str, str]:
    return {
        kind: next((record.ref for record in reversed(ledger.views.all(kind))), "")
        for kind in ("risk", "impediment", "decision", "dependency", "objective", "problem",
                     "improvement", "event", "flow", "milestone")
    }  # fmt: skip


def tokens_of(text: str) -> Iterator[Token]:
    """Every piece of a Markdown text as a lenient reader understands it: tables, links, HTML."""
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    for token in reader.parse(text):
        yield token
        yield from token.children or ()


def _words(pieces: list[Token]) -> str:
    """What a reader sees of a line."""
    said = "".join(piece.content if piece.type == "text" else " " for piece in pieces)
    return " ".join(said.split())


ACTING = {"html_block", "html_inline", "link_open", "image", "fence", "s_open", "code_inline"}
"""What no word may become. Code in a block of its own is how a fishbone is drawn."""


@pytest.mark.parametrize("store", ["clean", "raw"])
def test_markdown_is_what_harmless_words_would_give(
    stores: dict[str, tuple[Path, Poison | None]], rte: Rte, store: str
) -> None:
    folder, bad = stores[store]
    assert bad is not None
    kinds: set[str] = set()
    for _, text in handed_out(rte, stores["sample"][0], MARKDOWN[:5]):
        kinds |= {token.type for token in tokens_of(text)}
    seen = 0
    for line, text in handed_out(rte, folder, MARKDOWN):
        found = list(tokens_of(text))
        acting = {token.type for token in found} & ACTING - kinds
        acts = [(token.type, token.content) for token in found if token.type in acting]
        assert not acts, (line, acts)
        shown = " ".join(_words(token.children) for token in found if token.children)
        for n in re.findall(r"¤(\d+)¤", shown):
            seen += 1
            if store == "clean":
                assert " ".join(bad.given[int(n)].split()) in shown, (line, bad.given[int(n)])
    assert seen > 150


class Elements(HTMLParser):
    """The elements and attributes of a page, and its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("store", ["clean", "raw"])
def test_pages_have_the_elements_that_harmless_words_would_give(
    stores: dict[str, tuple[Path, Poison | None]], rte: Rte, store: str
) -> None:
    folder, bad = stores[store]
    assert bad is not None
    usual = {"li", "ul", "figure", "figcaption", "pre"}
    drawn: set[str] = set()
    for _, text in handed_out(rte, stores["sample"][0], PAGES):
        page = Elements()
        page.feed(text)
        usual |= page.names
        drawn |= {name for name, _ in page.attributes}
    assert {"table", "h1"} <= usual
    seen = 0
    for line, text in handed_out(rte, folder, PAGES):
        page = Elements()
        page.feed(text)
        assert page.names <= usual, (line, page.names - usual)
        assert not page.names & {"script", "img", "iframe", "object", "form", "input"}
        for name, value in page.attributes:
            assert name in drawn | INERT, (line, name)
            assert not name.startswith("on"), (line, name)
            if name in ("href", "src"):
                assert re.fullmatch(r"#[a-z0-9-]+", value), (line, value)
        shown = " ".join(" ".join(words.split()) for words in page.words)
        for n in re.findall(r"¤(\d+)¤", shown):
            seen += 1
            if store == "clean":
                assert " ".join(bad.given[int(n)].split()) in shown, (line, bad.given[int(n)])
    assert seen > 100


def test_a_copy_is_a_plain_file_of_the_exports(tmp_path: Path) -> None:
    place = write_out(tmp_path, "R12 =1+1 [/].md", "text")
    assert place == tmp_path / "exports" / "R12-1-1-.md"
    assert place.read_text(encoding="utf-8") == "text"
    assert not (tmp_path / JOURNAL).exists()


def test_a_draft_with_bytes_that_are_no_text_is_offered_as_far_as_it_can_be_read(
    tmp_path: Path,
) -> None:
    drafts = Drafts(tmp_path, "bar")
    drafts.save("half a word")
    kept = next((tmp_path / "drafts").glob("draft-*"))
    kept.write_bytes(b"risk\nhalf a \xff\xfe word \x80")
    assert drafts.load() == "risk\nhalf a \ufffd\ufffd word \ufffd"
    kept.rename(kept.with_name("draft-00000000-1-1-bar.txt"))
    assert [one.text for one in drafts.left()] == ["risk\nhalf a \ufffd\ufffd word \ufffd"]
