"""Searching a register: its records' plain words, narrowed word by word as somebody types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress, repeat
from operator import contains

from store.insight.register_filter import OPERATORS, Filter, Has, Stands, Term
from store.insight.register_orders import Entry

Slots = Sequence[int]
MANY = 4
"""From one in so many texts on it is quicker to look into all of them."""
_TURNED = bytes((1, 0)) + bytes(254)


class Search:
    """Words and tags by slot. A longer word is looked for only where the shorter one was found."""

    def __init__(self, entries: Sequence[Entry | None], today: int) -> None:
        self.words: list[str] = []
        self.tags: list[str] = []
        self._entries = entries
        self._today = today
        self._steps: list[tuple[Term | None, Slots]] = []
        self._columns: dict[str, list[int | bool | None]] = {}

    def forget(self) -> None:
        """What was found is another now."""
        self._steps = []
        self._columns = {}

    def put(self, slot: int, words: str, tags: str) -> None:
        """The texts of a slot, which is the next one or a known one."""
        if slot == len(self.words):
            self.words.append(words)
            self.tags.append(tags)
        elif slot < len(self.words):
            self.words[slot], self.tags[slot] = words, tags

    def narrowed(self, slots: Slots, wanted: Filter) -> Slots:
        """Those of `slots` that meet every term; what the last keystroke found is used again."""
        known = self._steps
        if not known or known[0][1] is not slots:
            known = [(None, slots)]
        steps = known[:1]
        for number, term in enumerate(wanted.terms, 1):
            last = known[number] if number < len(known) else None
            if last is not None and last[0] == term:
                steps.append(last)
                continue
            is_narrower = last is not None and _is_narrower(term, last[0])
            start = last[1] if last is not None and is_narrower else steps[-1][1]
            known = known[:number]
            steps.append((term, self.passing(term, start)))
        self._steps = steps
        return steps[-1][1]

    def passing(self, term: Term, slots: Slots) -> list[int]:
        """Those of `slots` that meet one term."""
        if isinstance(term, Has):
            return self._having(term, slots)
        if isinstance(term, Stands):
            column = self._column(term.how)
            return [n for n in slots if bool(column[n]) is not term.without]
        column, holds, number = self._column(term.figure), OPERATORS[term.sign], term.number
        if term.without:
            return [n for n in slots if (f := column[n]) is None or not holds(f, number)]
        return [n for n in slots if (f := column[n]) is not None and holds(f, number)]

    def _having(self, term: Has, slots: Slots) -> list[int]:
        texts, needle = self.tags if term.tags else self.words, term.needle
        told = len(texts)
        if told < len(self._entries):
            slots = [n for n in slots if n < told]
        if len(slots) * MANY < told:
            return [n for n in slots if (needle in texts[n]) is not term.without]
        # Of many, all texts in the order in which they lie in memory, without a step of Python.
        found = bytearray(map(contains, texts, repeat(needle)))
        if term.without:
            found = found.translate(_TURNED)
        return list(compress(slots, map(found.__getitem__, slots)))

    def _column(self, figure: str) -> list[int | bool | None]:
        """One figure of every record, by slot; worked out once for as long as nothing changes."""
        column = self._columns.get(figure)
        if column is None:
            today, get = self._today, FIGURES[figure]
            column = [None if e is None else get(e, today) for e in self._entries]
            self._columns[figure] = column
        return column


FIGURES: dict[str, Callable[[Entry, int], int | bool | None]] = {
    "age": lambda e, _: e.age,
    "exposure": lambda e, _: e.exposure,
    "bv": lambda e, _: e.bv,
    "due": lambda e, _: e.next_on or None,
    "open": lambda e, _: e.open,
    "owing": lambda e, _: e.owing,
    "done": lambda e, _: not e.open,
    "overdue": lambda e, today: e.open and 0 < e.next_on < today,
}
"""What a filter compares: of an entry and today's ordinal."""


def _is_narrower(term: Term, before: Term | None) -> bool:
    """Whether all that `term` finds was found by `before`: a word grows as it is typed."""
    return (
        isinstance(term, Has)
        and isinstance(before, Has)
        and not (term.without or before.without)
        and term.tags == before.tags
        and before.needle in term.needle
    )


def longer(begins: str, numbers: Mapping[int, int], hits: Slots) -> list[int]:
    """Those of `hits` with longer numbers that begin so, by number. `numbers`: slots by number."""
    highest, inside = max(numbers, default=0), set(hits)
    found: list[int] = []
    low = high = int(begins)
    while low * 10 <= highest:
        low, high = low * 10, high * 10 + 9
        slots = (numbers.get(n, -1) for n in range(low, min(high, highest) + 1))
        found += [slot for slot in slots if slot in inside]
    return found
