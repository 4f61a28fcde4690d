"""The kinds of record, in one table: what people call them and how they are captured.

Everything else asks this table; no other module lists kinds by hand.
"""

from __future__ import annotations


class Kind:
    """One kind of record.

    `name`      the word in ids, tables and on the command line
    `letters`   default first letters of a reference (R12); empty when nobody says it aloud
    `key`       the key that opens its capture in the console; empty when there is none
    `short`     the single letter accepted before a colon and on the command line; empty when the
                kind cannot be captured as a line
    `words`     what people say for it as the first word of a line, in lower case
    `labels`    words that name it only before a colon and on the command line, because sentences
                begin with them too: "demo environment is down"
    `plural`    the heading of a list of them
    """

    __slots__ = ("key", "labels", "letters", "name", "plural", "short", "words")

    def __init__(
        self,
        name: str,
        letters: str = "",
        *,
        key: str = "",
        short: str = "",
        words: tuple[str, ...] = (),
        labels: tuple[str, ...] = (),
        plural: str = "",
    ) -> None:
        self.name = name
        self.letters = letters
        self.key = key
        self.short = short or key
        self.words = words
        self.labels = labels
        self.plural = plural or f"{name}s"

    def __repr__(self) -> str:
        return f"Kind({self.name})"


KINDS = (
    Kind("risk", "R", key="r", words=("risk",)),
    Kind("impediment", "I", key="i", words=("impediment", "blocker", "imp")),
    Kind("decision", "D", key="d", words=("decision", "decided")),
    Kind(
        "dependency",
        "X",
        key="x",
        words=("dependency", "dep"),
        plural="dependencies",
    ),
    Kind("action", "A", key="a", words=("action", "todo")),
    Kind("topic", "P", key="p", words=("topic", "park", "parked", "meet-after")),
    Kind("objective", "O", short="o", words=("objective",)),
    Kind("event", "E"),
    Kind("improvement", "M"),
    Kind("vote", "V"),
    Kind("demo", "S", short="s", labels=("demo", "item"), plural="demo items"),
    Kind("feedback", "F", key="f", words=("feedback",), plural="feedback"),
    Kind("milestone", "L", short="l", labels=("milestone",)),
    Kind("problem", "Q"),
    Kind("measure", "K"),
    Kind("flow", "W", plural="flow items"),
    Kind("reading"),
    Kind("dismissal"),
    Kind("check"),
    Kind("prep", plural="preparation"),
    Kind("team"),
    Kind("pi"),
    Kind("train"),
    Kind("moment"),
)
"""All kinds, in the order in which people are told of them."""

BY_NAME = {kind.name: kind for kind in KINDS}
BY_KEY = {kind.key: kind for kind in KINDS if kind.key}
BY_WORD = {word: kind for kind in KINDS for word in kind.words}
BY_LABEL = {label: kind for kind in KINDS for label in (kind.short, *kind.labels) if label}
CAPTURED = tuple(kind for kind in KINDS if kind.short)
LETTERS = {kind.name: kind.letters for kind in KINDS if kind.letters}
"""Default reference letters by kind; a train may use others (see `store.domain.refs`)."""


def find_kind(word: str) -> Kind | None:
    """The captured kind that `word` names: a spoken word, its label, its plural or its letter."""
    low = word.lower()
    kind = BY_WORD.get(low) or BY_LABEL.get(low)
    if kind is None:
        kind = next((k for k in CAPTURED if k.plural == low), None)
    return kind
