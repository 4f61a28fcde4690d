"""Reads one word of a captured line, or some in a row: a team, an owner, a date, a link.

A reader answers how many words it used and where the part that it understood ends, or None: then
the word stays in the text, with a note if it looks like a key.
"""

from __future__ import annotations

import re

from store.domain.demo import VERDICTS
from store.domain.grammar_parts import Capture, CaptureContext, Understood
from store.domain.grammar_registers import RegisterWords
from store.domain.grammar_words import PUNCTUATION, Word, normal, value_in
from store.domain.kinds import BY_LABEL, BY_WORD
from store.domain.refs import format_ref, parse_ref
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Used = tuple[int, int]

MAX_NOTES = 5
_LONGEST_DATE = 5
_LONGEST_ROLE = 3
_PAIR = r"(@?\w[\w.-]*?)(?:->|=>|>|→)(@?\w[\w.-]*)"
_ESCAPED = (
    r"\\(?:@\w|#[A-Za-z]{1,3}[0-9]|(?:owner|due|review|revisit|p|i|need|plan|verdict|v|by|for|needs"
    r"|like|level|option):|[\"“]"
    r"|@?\w[\w.-]*?(?:->|=>|>|→)@?\w)"
)


class Reader(RegisterWords):
    """Reads the words of one line into `capture`."""

    def __init__(self, words: Sequence[Word], capture: Capture, context: CaptureContext) -> None:
        self._words = words
        self._capture = capture
        self._context = context
        self._keys: dict[str, Callable[[int, str], Used | None]] = {
            "owner": self._owner,
            "due": self._due,
            "review": self._look_again,
            "revisit": self._look_again,
            "p": self._probability,
            "i": self._impact,
            "need": self._need,
            "plan": self._plan,
            "v": self._verdict,
            "verdict": self._verdict,
            "by": self._by,
            "for": self._takes,
            "needs": self._needs,
            "like": self._like,
            "level": self._level,
            "option": self._option,
        }

    def read(self, at: int) -> Used | None:
        """What the word at `at` says: the words it used, and the end of what was understood."""
        text = self._words[at].text
        if ">" in text or "→" in text:
            between = self._between(at)
            if between is not None:
                return between
        if text[0] == "@":
            return self._team(at)
        if text[0] == "#":
            return self._link(at)
        key, colon, raw = text.partition(":")
        reader = self._keys.get(key.lower()) if colon else None
        return reader(at, raw) if reader is not None else None

    def literal(self, at: int) -> bool:
        """Whether the backslash at the start of the word only says: keep this as it is typed."""
        text = self._words[at].text
        if re.match(_ESCAPED, text, re.IGNORECASE):
            return True
        word = text[1:].rstrip(":").lower()
        return at == 0 and (word in BY_WORD or word in BY_LABEL)

    # What a word may be

    def _team(self, at: int) -> Used | None:
        word = self._words[at]
        value, size = value_in(word.text[1:])
        team = self._find_team(value)
        if team is None:
            if value and self._context.teams():
                self._note(f"No team is called {value}: {self._team_ids()}, or keep it as typed.")
            return None
        if team[0] not in self._capture.teams:
            self._capture.teams.append(team[0])
        return self._understood(at, 1, word.start + 1 + size, "team", " ".join(dict.fromkeys(team)))

    def _link(self, at: int) -> Used | None:
        word = self._words[at]
        typed = word.text[1:].rstrip(PUNCTUATION)
        ref = parse_ref(typed)
        if ref is None:
            return None
        if ref[0] not in {letters.upper() for letters in self._context.letters.values()}:
            self._note(f"No reference begins with {ref[0]}: write for example #R12.")
            return None
        name = self._context.called(format_ref(*ref))
        if name is None:
            self._note(f"There is no {format_ref(*ref)} in this train: it stays in the text.")
            return None
        label = self._keep_link(name, ref[0])
        return self._understood(at, 1, word.start + 1 + len(typed), label, name)

    def _keep_link(self, name: str, letters: str) -> str:
        """Keeps a reference where it belongs: what feedback is about, what an item shows."""
        capture, known = self._capture, self._context.letters
        of = next((kind for kind, used in known.items() if used.upper() == letters), "")
        if (capture.kind, of) == ("feedback", "demo") and capture.item in (None, name):
            capture.item = name
            return "item"
        if (capture.kind, of) == ("demo", "objective") and capture.objective in (None, name):
            capture.objective = name
            return "objective"
        if name not in capture.links:
            capture.links.append(name)
        return "link"

    def _owner(self, at: int, raw: str) -> Used | None:
        value, size = value_in(raw)
        if not value:
            self._note('owner: needs a name right behind it: owner:RTE or owner:"Ana Reis".')
            return None
        if self._twice(self._capture.owner, "owner"):
            return None
        self._capture.owner = self._known_role(value) or value
        label = "by" if self._capture.kind == "feedback" else "owner"
        return self._value(at, raw, size, label, self._capture.owner)

    def _known_role(self, name: str) -> str | None:
        known = (role for role in self._context.roles() if normal(role) == normal(name))
        return next(known, None)

    def _by(self, at: int, raw: str) -> Used | None:
        """Who gave feedback: a role of the train, else the words up to the next key or the end."""
        if self._capture.kind != "feedback":
            return None
        texts = self._texts(at, raw) if raw else []
        if not texts:
            self._note('by: needs a role right behind it: by:PM or by:"Harbour master".')
            return None
        if self._twice(self._capture.owner, "by"):
            return None
        known = next((text for text in texts if self._known_role(text[1])), None)
        count, name, end = known or (texts[0] if texts[0][0] <= _LONGEST_ROLE else texts[-1])
        self._capture.owner = self._known_role(name) or name
        return self._understood(at, count, end, "by", self._capture.owner)

    def _verdict(self, at: int, raw: str) -> Used | None:
        value, size = value_in(raw)
        if value.lower() not in VERDICTS or raw[0] in '"“':
            if self._capture.kind == "feedback":
                self._note("A verdict is fits, change or unclear: write v:change.")
            return None
        if not self._fits("feedback", "verdict") or self._twice(self._capture.verdict, "verdict"):
            return None
        self._capture.verdict = value.lower()
        return self._value(at, raw, size, "verdict", value.lower())

    def _takes(self, at: int, raw: str) -> Used | None:
        """How long a demo item takes."""
        if self._capture.kind != "demo" or self._twice(self._capture.seconds, "its time"):
            return None
        from store.domain.durations import parse_duration
        from store.domain.words import clock

        value, size = value_in(raw)
        try:
            self._capture.seconds = parse_duration(value)
        except UsageFault as fault:
            self._note(fault.sentence)
            return None
        return self._value(at, raw, size, "takes", clock(self._capture.seconds * 1000))

    def _due(self, at: int, raw: str, label: str = "due") -> Used | None:
        if self._twice(self._capture.due, label):
            return None
        from store.domain.dates import EXAMPLES, ImpossibleDate, parse_due

        reason = f"A date is missing: write {EXAMPLES}."
        for count, value, end in self._texts(at, raw):
            try:
                due = parse_due(value, self._context.today(), self._context.iterations())
            except ImpossibleDate as fault:
                # A longer text was nearly a date: a shorter reading would not be what is meant.
                reason = fault.sentence
                break
            except UsageFault as fault:
                reason = fault.sentence
                continue
            self._capture.due = due.date.isoformat()
            self._capture.due_reading = due.reading
            return self._understood(at, count, end, label, due.reading)
        self._note(reason)
        return None

    def _texts(self, at: int, raw: str) -> list[tuple[int, str, int]]:
        """Texts that may be the value, longest first: words used, text, where it ends."""
        word = self._words[at]
        value, size = value_in(raw)
        if raw[:1] in ('"', "“"):
            return [(1, value, word.end - len(raw) + size)] if size else []
        texts = []
        said = raw
        if value:
            texts.append((1, value, word.end - len(raw) + size))
        for count in range(2, _LONGEST_DATE + 1 + (not raw)):
            if at + count > len(self._words) or (said and said[-1] in PUNCTUATION):
                break
            word = self._words[at + count - 1]
            if word.text[0] in '@#\\"“' or ":" in word.text:
                break
            said = f"{said} {word.text}"
            bare = said.rstrip(PUNCTUATION)
            texts.append((count, bare.strip(), word.end - (len(said) - len(bare))))
        return texts[::-1]

    def _probability(self, at: int, raw: str) -> Used | None:
        size = self._one_to_five(raw, "probability", self._capture.probability)
        if size is None:
            return None
        self._capture.probability = int(raw[0])
        return self._value(at, raw, size, "probability", raw[0])

    def _impact(self, at: int, raw: str) -> Used | None:
        size = self._one_to_five(raw, "impact", self._capture.impact)
        if size is None:
            return None
        self._capture.impact = int(raw[0])
        return self._value(at, raw, size, "impact", raw[0])

    def _one_to_five(self, raw: str, label: str, earlier: int | None) -> int | None:
        value, size = value_in(raw)
        if not value.isascii() or not value.isdigit() or raw[0] in '"“':
            return None
        if not self._fits("risk", label) or self._twice(earlier, label):
            return None
        if value not in ("1", "2", "3", "4", "5"):
            self._note(f"{label.capitalize()} is 1 to 5, not {value[:8]}: write {label[0]}:4.")
            return None
        return size

    def _need(self, at: int, raw: str) -> Used | None:
        found = self._iteration(raw, "need", self._capture.need)
        if found is None:
            return None
        self._capture.need = found[0]
        return self._value(at, raw, found[1], "need", found[0])

    def _plan(self, at: int, raw: str) -> Used | None:
        found = self._iteration(raw, "plan", self._capture.plan)
        if found is None:
            return None
        self._capture.plan = found[0]
        return self._value(at, raw, found[1], "plan", found[0])

    def _iteration(self, raw: str, label: str, earlier: str | None) -> tuple[str, int] | None:
        value, size = value_in(raw)
        planned = label == "plan" and self._capture.kind == "milestone"
        fits = planned or not value or self._fits("dependency", label)
        if not value or not fits or self._twice(earlier, label):
            return None
        wanted = normal(value)
        for name, _, _ in self._context.iterations():
            if normal(name) == wanted:
                return name, size
        names = ", ".join(dict.fromkeys(name for name, _, _ in self._context.iterations()))
        self._note(f"No iteration is called {value}: there is {names or 'none yet'}.")
        return None

    def _between(self, at: int) -> Used | None:
        word = self._words[at]
        bare = word.text.rstrip(PUNCTUATION)
        found = re.fullmatch(_PAIR, bare)
        if found is None or self._capture.kind not in ("dependency", None):
            return None
        provider = self._find_team(found[1].removeprefix("@"))
        consumer = self._find_team(found[2].removeprefix("@"))
        if provider is None or consumer is None:
            if (provider or consumer) and self._capture.kind:
                self._note(f"{bare} names a team that is not there: {self._team_ids()}.")
            return None
        if provider == consumer:
            self._note(f"{bare} is one team: write the provider and the consumer, as in DRE>BEA.")
            return None
        if self._twice(self._capture.provider, "between"):
            return None
        self._capture.provider, self._capture.consumer = provider[0], consumer[0]
        reading = f"{provider[0]} provides to {consumer[0]}"
        return self._understood(at, 1, word.start + len(bare), "between", reading)

    # What they share

    def _value(self, at: int, raw: str, size: int, label: str, reading: str) -> Used:
        return self._understood(at, 1, self._words[at].end - len(raw) + size, label, reading)

    def _understood(self, at: int, count: int, end: int, label: str, reading: str) -> Used:
        capture = self._capture
        start = self._words[at].start
        capture.understood.append(Understood(capture.line, start, end, label, reading))
        return count, end

    def _find_team(self, name: str) -> tuple[str, str] | None:
        wanted = normal(name)
        teams = self._context.teams()
        by_id = (team for team in teams if normal(team[0]) == wanted)
        by_name = (team for team in teams if normal(team[1]) == wanted)
        return next(by_id, None) or next(by_name, None)

    def _team_ids(self) -> str:
        return "write " + ", ".join(f"@{team}" for team, _ in self._context.teams()[:12])

    def _fits(self, kind: str, label: str) -> bool:
        """Whether the line may be of the kind that has such a field; a note if it may not."""
        if self._capture.kind in (kind, None):
            return True
        one = kind if kind == "feedback" else f"an {kind}" if kind[0] in "aeio" else f"a {kind}"
        self._note(f"Only {one} has a {label}: it stays in the text.")
        return False

    def _twice(self, earlier: object, label: str) -> bool:
        if earlier is None:
            return False
        self._note(f"{label.capitalize()} is given twice: the second stays in the text.")
        return True

    def _note(self, sentence: str) -> None:
        if len(self._capture.notes) < MAX_NOTES and sentence not in self._capture.notes:
            self._capture.notes.append(sentence)
