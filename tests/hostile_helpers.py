"""Hostile text: what it looks like, and a train in which every field that people fill holds it.

`FREE` says of each type which of its fields are people's words. Whoever adds a field says so here
or in `CODED`, else a test fails: so no field escapes the tests of what reaches a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import count
from typing import Any

from store.domain.records import NESTED, TYPES, Record
from store.domain.text import clean
from store.exchange.train_file import read_train
from store.ledger.ledger import Ledger
from tests.ledger_helpers import sample_bytes

MARKUP = (
    "[red]a",
    "[@click=app.quit]leave[/] now",
    "[link=https://example.org]x[/link]",
    "[/]",
    "see [/etc/hosts] and [Jira-12]",
    "[foo='] tail",
    "[ROAM: Owned] x[0] [1, 2] [~jsmith]",
    "$x ${y} {z} {0.__class__} %s %(x)s \\[b]",
)
"""What a widget that reads markup would obey, change, or die of."""

ESCAPES = (
    "a\x1b]0;PWNED\x1b\\b",
    "a\x1b]52;c;UFdORUQ=\x07b",
    "a\x1b]8;;http://tracker/\x1b\\b\x1b]8;;\x1b\\",
    "a\x1b[2J\x1b[31mb\x1b[6n",
    "a\x9b2Jb\x9d52;c;UFdORUQ=\x9cc",
    "a\x1bPq#0\x1b\\b\x1b_x\x1b\\c",
    "a\x1b]0;without an end",
    "nul \x00 bell \x07 back \x08 del \x7f tab\tend",
    "one\rtwo\nthree\x0bfour\x0cfive\x85six\u2028seven\u2029eight",
    "price \u202egnirts\u2066 hidden\u200b \u2060x\ufeff",
    "half \ud800 of a pair \udfff",
)
"""What a terminal would obey, or what moves and hides text."""

WIDE = (
    "👩‍🚀 👨‍👩‍👧 🇵🇹 👍🏽 1️⃣ ❤️ 漢字かな ｆｕｌｌ",
    "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301 zal\u0335\u0327\u0321go",
    "עברית and العربية mixed",
)
"""What is not one cell a character."""

FORMATS = (
    "=1+1",
    '+cmd|" /C calc"!A0',
    "-5 @SUM(A1) ＝1+1 ＋2 －3 ＠x",
    '=HYPERLINK("http://tracker/","click")',
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    '" onmouseover="x() \' & &amp; </title></style>',
    "# not a head | cell | **bold** `code` ~~s~~ ![t](http://tracker/x) [a](javascript:x)",
    "1. not a list\n- [ ] nor a task http://example.org www.example.org",
    "#(touch x) #{pane_id} #[fg=red] `id` $(id)",
    "-- --json -rf",
)
"""What a file format, a shell or a status bar would act on."""

TEXTS = (*MARKUP, *ESCAPES, *WIDE, *FORMATS)

FREE: dict[str, set[str]] = {
    "": {"text", "by", "archived_why", "carried_why"},
    "train": {"short", "name", "purpose", "roles"},
    "team": {"short", "name", "does"},
    "pi": {"short", "note"},
    "objective": {"owner"},
    "dependency": {"how", "away", "test", "note", "owner"},
    "risk": {
        *("condition", "consequence", "owner", "action", "note"),
        *("contingency", "trigger"),
    },
    "impediment": {"owner", "next", "note", "fix", "cause", "hits"},
    "decision": {"owner", "what", "because", "weighed", "note", "evidence", "during"},
    "action": {"owner", "note", "closed_by"},
    "topic": {"owner", "note", "closed_by"},
    "event": {"title"},
    "improvement": {"owner", "cause", "metric", "size", "backlog", "note"},
    "vote": {"concern", "result", "change"},
    "moment": set(),
    "check": set(),
    "demo": {"environment", "version", "why"},
    "feedback": {"owner", "answer"},
    "prep": set(),
    "milestone": {"owner", "note"},
    "problem": {"group", "where", "when", "effect", "bones", "restated", "note"},
    "measure": {"unit", "owner"},
    "reading": {"note"},
    "flow": {"key"},
    "dismissal": {"why"},
    "steps": {"title", "purpose", "leaves", "lead"},
    "iterations": {"name"},
    "concerns": {"text"},
    "roamed": {"owner", "action", "note"},
    "cadence": {"title"},
    "holidays": {"name"},
    "escalations": {
        *("by", "wanted", "whom", "facts", "impact", "tried"),
        *("options", "recommended", "note"),
    },
    "moves": {"why"},
    "causes": {"text"},
    "solutions": {"text"},
    "steps_taken": {"by", "why"},
}
"""By kind, or by the field that holds the parts, the fields with words of people; "" has those of
every record."""

CODED: dict[str, set[str]] = {
    "": {"id", "ref", "event", "step", "pi", "links", "teams", "archived", "changed_in", "carried"},
    "train": {"zone", "letters"},
    "team": {"retired"},
    "pi": {"start", "end", "state", "closed"},
    "objective": {"team", "due", "baselined"},
    "dependency": {
        *("provider", "consumer", "team", "need", "plan", "done", "state", "objective", "way"),
        *("agreed", "accepted", "nature", "carries", "carried_as", "touched", "due"),
    },
    "risk": {
        *("team", "roam", "review", "due", "letters_before", "occurred", "impediment"),
        *("raised", "merged", "level", "needs", "settled_in"),
    },
    "impediment": {
        *("team", "level", "state", "raised", "due", "stepped", "first_step", "done"),
        *("verified", "nature", "like", "risk"),
    },
    "decision": {"team", "state", "revisit", "supersedes", "superseded", "on", "due"},
    "action": {"team", "due", "state", "done", "needs"},
    "topic": {"team", "due", "state", "needs"},
    "event": {"kind", "iteration", "on", "begins", "order", "given"},
    "improvement": {
        *("team", "nature", "problem", "gauge", "due", "state", "effect", "raised_in"),
        *("meant_for", "planned", "done"),
    },
    "vote": {"scope"},
    "moment": {"do", "before", "give", "item", "boot"},
    "check": {"team", "question", "state"},
    "demo": {"team", "objective", "shown"},
    "feedback": {"item", "team", "verdict", "state", "due"},
    "prep": {"item", "state"},
    "milestone": {"team", "iteration", "due", "state"},
    "problem": {"root", "state"},
    "measure": {"area", "better"},
    "reading": {"measure", "on"},
    "flow": {"team", "nature", "started", "done", "state"},
    "dismissal": {"signal", "refs", "on"},
    "steps": {"key", "surface", "expects", "each", "at"},
    "iterations": {"start", "end"},
    "concerns": {"became"},
    "roamed": {"letter", "before", "event", "review", "due", "team", "slipped"},
    "cadence": {"kind", "which", "at"},
    "holidays": {"on"},
    "escalations": {"to", "before", "on", "event", "due", "answered"},
    "moves": {"field", "on", "event"},
    "causes": {"key", "bone", "under"},
    "solutions": {"key", "became"},
    "steps_taken": {"state", "before", "on", "event", "effect", "meant_for", "left"},
}
"""Fields that hold days, states, keys and references: rules decide what may stand in them."""


def worded_fields() -> Iterator[tuple[str, str]]:
    """Every field of every type that can hold text."""
    base = {f.name for f in fields(Record)}
    for name in base:
        if "str" in str(Record.__dataclass_fields__[name].type):
            yield "", name
    for kind, cls in {**TYPES, **NESTED}.items():
        assert is_dataclass(cls)
        known = base if kind in TYPES else set()
        yield from (
            (kind, f.name) for f in fields(cls) if "str" in str(f.type) and f.name not in known
        )


def free(kind: str) -> set[str]:
    """Fields of a kind, or of the parts of a kind, that people fill with words."""
    return FREE[kind] | (FREE[""] if kind in TYPES else set())


WHOLE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("event", {"ref": "E90", "kind": "art-sync", "on": "2026-11-04", "pi": "PI-26.4",
               "iteration": "I3", "begins": "2026-11-04T09:00", "order": ["DRE", "BEA"],
               "steps": [{"key": "look", "minutes": 5, "surface": "dependencies",
                          "expects": ["decision"], "each": "team"}]}),
    ("objective", {"team": "DRE", "pi": "PI-26.4", "committed": True, "bv": 8, "due": "2026-12-01",
                   "moves": [{"field": "bv", "before": 5, "after": 8, "on": "2026-10-20"}]}),
    ("dependency", {"provider": "DRE", "consumer": "BEA", "need": "I5", "plan": "I5",
                    "pi": "PI-26.4", "state": "declined", "nature": "external"}),
    ("dependency", {"provider": "BEA", "consumer": "DRE", "need": "I4", "plan": "I4",
                    "pi": "PI-26.4", "state": "agreed", "agreed": "2026-10-10"}),
    ("risk", {"team": "DRE", "p": 4, "i": 5, "roam": "O", "review": "2026-11-10",
              "due": "2026-11-30", "pi": "PI-26.4", "raised": "2026-10-01", "needs": "leaders",
              "roamed": [{"letter": "O", "at": 1794992580000, "review": "2026-11-10"}]}),
    ("risk", {"team": "BEA", "p": 2, "i": 2, "roam": "U", "pi": "PI-26.4"}),
    ("impediment", {"team": "DRE", "level": "art", "state": "escalated", "raised": "2026-10-01",
                    "due": "2026-11-18", "pi": "PI-26.4", "nature": "vendor", "systemic": True,
                    "stepped": "2026-11-01", "first_step": "2026-10-02",
                    "escalations": [{"to": "art", "before": "team", "on": "2026-10-05",
                                     "due": "2026-11-18"}]}),
    ("impediment", {"team": "BEA", "level": "team", "state": "on hold", "raised": "2026-10-01",
                    "due": "2026-11-10", "pi": "PI-26.4"}),
    ("decision", {"team": "DRE", "state": "proposed", "on": "2026-11-17", "pi": "PI-26.4"}),
    ("action", {"team": "DRE", "due": "2026-11-10", "state": "open", "pi": "PI-26.4"}),
    ("action", {"team": "BEA", "due": "2026-11-10", "state": "done", "done": "2026-11-17",
                "pi": "PI-26.4", "answered": 1794992580000}),
    ("topic", {"team": "DRE", "state": "open", "pi": "PI-26.4", "due": "2026-11-20"}),
    ("topic", {"state": "keep", "pi": "PI-26.4"}),
    ("improvement", {"team": "DRE", "nature": "working agreement", "state": "doing",
                     "due": "2026-11-10", "pi": "PI-26.4", "meant_for": "PI-26.4",
                     "base": 16, "goal": 2, "present": 9,
                     "steps_taken": [{"state": "doing", "before": "planned", "on": "2026-11-01"}]}),
    ("vote", {"scope": "DRE", "round": 1, "count": [1, 1, 2, 3, 0], "pi": "PI-26.4",
              "concerns": [{}]}),
    ("check", {"event": "E90", "round": 1, "team": "DRE", "question": "risks", "state": "help"}),
    ("demo", {"ref": "S90", "event": "E90", "team": "DRE", "place": 1, "seconds": 300,
              "shown": "not-live", "pi": "PI-26.4"}),
    ("feedback", {"item": "S90", "event": "E90", "team": "DRE", "verdict": "change",
                  "state": "open", "pi": "PI-26.4"}),
    ("prep", {"item": "venue", "state": "done", "pi": "PI-26.4"}),
    ("milestone", {"team": "DRE", "iteration": "I5", "due": "2026-12-01", "state": "planned",
                   "pi": "PI-26.4"}),
    ("problem", {"causes": [{"key": "c1", "bone": "People", "dots": 3},
                            {"key": "c2", "under": "c1"}],
                 "keys": 4, "voters": 5, "each": 3, "root": "c1", "pi": "PI-26.4",
                 "solutions": [{"key": "s3", "dots": 2}, {"key": "s4"}]}),
    ("measure", {"area": "outcome", "better": "up"}),
    ("reading", {"measure": "K1", "value": 3.5, "on": "2026-11-01"}),
    ("flow", {"team": "DRE", "nature": "feature", "started": "2026-10-01", "pi": "PI-26.4"}),
    ("dismissal", {"signal": "old-risk:R04", "refs": ["R04"], "on": "2026-11-01"}),
    ("moment", {"do": "start", "at": 1793786400000, "event": "E90", "step": "look"}),
    ("moment", {"do": "close", "at": 1793788200000, "event": "E90"}),
)  # fmt: skip
"""A document of each kind with its coded fields; all its words are filled in."""


class Poison:
    """Fills documents with hostile words, each with a number by which it can be found again.

    `raw` leaves the words as they are: what a store would hold that was written by other hands.
    """

    def __init__(self, *, raw: bool) -> None:
        self.raw = raw
        self.given: dict[int, str] = {}
        self.seen: set[tuple[str, str]] = set()
        self._numbers = count(1)
        self.names: dict[str, str] = {}
        """Names that other records repeat, and what they are called now."""

    def word(self) -> str:
        """The next hostile text, with its number."""
        n = next(self._numbers)
        text = f"{TEXTS[n % len(TEXTS)]} ¤{n}¤"
        if self.raw:
            text = text.encode("utf-8", "replace").decode("utf-8")  # no file holds half a pair
        else:
            text = clean(text)
        self.given[n] = text
        return text

    def rename(self, names: list[str]) -> None:
        """Give names that records use of each other (teams, intervals, iterations) a sting."""
        stings = ("[/]", "<b>", "=1|", "\x1b[7m", "漢", "[@click=app.quit]", "\u202e", "%s")
        for n, name in enumerate(names):
            sting = stings[n % len(stings)]
            self.names[name] = sting + name if self.raw else clean(sting + name)

    def fill(self, kind: str, doc: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
        """A document with its words replaced; with `whole`, also those it did not have."""
        made: dict[str, Any] = {}
        words = free(kind)
        for name, value in doc.items():
            if name == "extra":
                made[name] = {f"k{self.word()}": self.word()}
            elif name in NESTED and isinstance(value, list):
                made[name] = [self.fill(name, part, whole=whole) for part in value]
            elif name in words and not self._named(value):
                made[name] = self._worded(kind, name, value)
            else:
                made[name] = self._renamed(value)
        if whole:
            for name in words - made.keys():
                listed = "tuple" in str({**TYPES, **NESTED}[kind].__dataclass_fields__[name].type)
                made[name] = self._worded(kind, name, [""] * 3 if listed else "")
        return made

    def _named(self, value: object) -> bool:
        return isinstance(value, str) and value in self.names

    def _worded(self, kind: str, name: str, value: object) -> object:
        self.seen.add((kind, name))
        return [self.word() for _ in value] if isinstance(value, list) else self.word()

    def _renamed(self, value: object) -> object:
        if isinstance(value, str):
            return self.names.get(value, value)
        if isinstance(value, list):
            return [self._renamed(item) for item in value]
        return value


def poison(ledger: Ledger, *, raw: bool) -> Poison:
    """Put the sample train into an empty ledger with every word of it hostile.

    It is stored as it is, past every door: `raw` is what was never cleaned.
    """
    found = read_train(sample_bytes())
    bad = Poison(raw=raw)
    named = [str(doc["short"]) for kind, doc in found.docs if kind in ("team", "pi")]
    runs = [run["name"] for kind, doc in found.docs if kind == "pi"
            for run in doc.get("iterations", ())]  # fmt: skip
    bad.rename([*named, *dict.fromkeys(runs)])
    with ledger.change("import") as change:
        for kind, doc in found.docs:
            given = dict(doc)
            if kind == "train":
                given["cadence"] = [{"kind": "art-sync", "week": 1, "weekday": 2},
                                    {"kind": "po-sync", "weekday": 3}]  # fmt: skip
                given["holidays"] = [{"on": "2026-11-19"}]
            change.new(kind, bad.fill(kind, given, whole=kind in ("train", "team", "pi")))
        for kind, doc in WHOLE:
            change.new(kind, bad.fill(kind, doc, whole=True))
    return bad
