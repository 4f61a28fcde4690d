"""Searching a register: its records' plain words, narrowed word by word as somebody types."""

from __future__ import annotations

from collections.abc import Sequence

from store.insight.register_filter import OPERATORS, Compares, Filter, Has, Stands, Term
from store.insight.register_orders import Entry

Slots = Sequence[int]


class Search:
    """Words and tags by slot. A longer word is looked for only where the shorter one was found."""

    def __init__(self, entries: Sequence[Entry | None], today: int) -> None:
        self.words: list[str] = []
        self.tags: list[str] = []
        self._entries = entries
        self._today = today
        self._steps: list[tuple[Term | None, Slots]] = []

    def forget(self) -> None:
        """What was found is another now."""
        self._steps = []

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
        if not isinstance(term, Has):
            return [n for n in slots if self._is_so(term, n)]
        texts, needle, told = self.tags if term.tags else self.words, term.needle, len(self.words)
        if told < len(self._entries):
            slots = [n for n in slots if n < told]
        if term.without:
            return [n for n in slots if needle not in texts[n]]
        return [n for n in slots if needle in texts[n]]

    def _is_so(self, term: Compares | Stands, slot: int) -> bool:
        entry = self._entries[slot]
        if entry is None:
            return False
        if isinstance(term, Stands):
            if term.how == "overdue":
                found = entry.open and 0 < entry.next_on < self._today
            else:
                found = entry.open is (term.how == "open")
        else:
            figure = entry.next_on or None if term.figure == "due" else getattr(entry, term.figure)
            found = figure is not None and OPERATORS[term.sign](figure, term.number)
        return found is not term.without


def _is_narrower(term: Term, before: Term | None) -> bool:
    """Whether all that `term` finds was found by `before`: a word grows as it is typed."""
    return (
        isinstance(term, Has)
        and isinstance(before, Has)
        and not (term.without or before.without)
        and term.tags == before.tags
        and before.needle in term.needle
    )
