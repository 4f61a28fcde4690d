"""Every field of every record that people fill is known to be one, and is tried with bad words."""

from __future__ import annotations

from store.domain.records import NESTED, TYPES
from store.domain.text import clean
from store.ledger.opening import memory_ledger
from tests.hostile_helpers import CODED, FREE, TEXTS, free, poison, worded_fields
from tests.screen_helpers import Clock


def test_of_every_field_it_is_said_whether_it_holds_peoples_words() -> None:
    there = set(worded_fields())
    said = {(kind, name) for table in (FREE, CODED) for kind in table for name in table[kind]}
    assert there - said == set(), "new fields: say in FREE or CODED what may stand in them"
    assert said - there == set(), "these are in no record any more"
    assert not any(FREE[kind] & CODED.get(kind, set()) for kind in FREE)


def test_the_hostile_train_leaves_no_field_out() -> None:
    filled = poison(memory_ledger(now=Clock()), raw=True)
    named = {("team", "short"), ("pi", "short"), ("iterations", "name")}
    wanted = {(kind, name) for kind in (*TYPES, *NESTED) for name in free(kind)}
    assert wanted - filled.seen == named, "these have names that others repeat, and a sting too"
    used = {text for text in TEXTS for given in filled.given.values() if given.startswith(text)}
    assert len(used) >= len(TEXTS) - 1, "one of them holds half a pair, which no file can"


def test_each_of_the_words_would_act_or_is_kept_as_it_is() -> None:
    """Cleaning takes away what acts in a terminal and nothing that can be seen."""
    for text in TEXTS:
        kept = clean(text)
        assert clean(kept) == kept
        if text.isprintable() and text.isascii():
            assert kept == text
