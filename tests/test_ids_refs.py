"""Identities, references and the table of kinds."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain import kinds, refs
from store.domain.ids import DIGITS, new_id, parse_id
from store.errors import UsageFault

MS = st.integers(0, (1 << 48) - 1)
ENTROPY = st.integers(0, (1 << 74) - 1)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=3)


@given(MS, ENTROPY)
def test_an_id_is_a_version_7_uuid_and_gives_its_parts_back(at_ms: int, entropy: int) -> None:
    parts = parse_id(new_id("risk", at_ms, entropy))
    code = uuid.UUID(int=parts.number)
    assert (parts.kind, parts.at_ms) == ("risk", at_ms)
    assert (code.version, code.variant) == (7, uuid.RFC_4122)
    low = parts.number & ((1 << 62) - 1)
    high = (parts.number >> 64) & 0xFFF
    assert high << 62 | low == entropy


@given(MS, MS, ENTROPY, ENTROPY)
def test_the_order_of_ids_is_the_order_of_time(a: int, b: int, x: int, y: int) -> None:
    if a < b:
        assert new_id("risk", a, x) < new_id("risk", b, y)


def test_an_id_known_from_the_standard() -> None:
    """The example of RFC 9562, appendix A.6."""
    known = uuid.UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    entropy = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    made = new_id("risk", 0x017F22E279B0, entropy)
    assert parse_id(made).number == known.int
    code = made.removeprefix("risk-")
    assert len(code) == 26
    assert set(code) <= set(DIGITS)


def test_ten_bytes_and_their_low_74_bits_are_the_same_entropy() -> None:
    data = bytes(range(200, 210))
    assert new_id("vote", 5, data) == new_id("vote", 5, int.from_bytes(data, "big"))


@pytest.mark.parametrize(
    ("kind", "at_ms", "entropy"),
    [("Risk", 0, 0), ("", 0, 0), ("a-b", 0, 0), ("risk", -1, 0), ("risk", 1 << 48, 0)],
)
def test_what_cannot_be_an_id_is_not_made(kind: str, at_ms: int, entropy: int) -> None:
    with pytest.raises(ValueError, match=r"kind|moment"):
        new_id(kind, at_ms, entropy)


def test_too_little_entropy_is_not_taken() -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        new_id("risk", 0, b"123456789")


GOOD = new_id("risk", 1_795_000_000_000, 12345)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "risk",
        "risk-",
        GOOD[:-1],
        GOOD + "0",
        GOOD.upper(),
        "risk-" + "v" * 26,
        "risk-" + "0" * 26,
        "risk-" + "_" * 26,
        GOOD.replace("risk", "r1sk"),
        GOOD[:-1] + "w",
        "x" * 1000000,
    ],
    ids=lambda text: text[:32],
)
def test_what_is_no_id_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UsageFault) as fault:
        parse_id(text)
    assert len(fault.value.sentence) < 150


@given(LETTERS, st.integers(1, 999_999))
def test_a_reference_reads_back_whatever_its_case(letters: str, number: int) -> None:
    shown = refs.format_ref(letters, number)
    assert refs.parse_ref(shown) == refs.parse_ref(shown.lower()) == (letters.upper(), number)
    assert refs.normal_ref(shown.lower()) == shown


@given(st.text(max_size=12))
def test_reading_a_reference_never_fails(text: str) -> None:
    ref = refs.parse_ref(text)
    assert ref is None or refs.parse_ref(refs.format_ref(*ref)) == ref


@pytest.mark.parametrize(
    "text", ["", "R", "12", "R0", "R00", "ABCD1", "R1234567", "R-1", "R1a", "R٣", "É1", "R 1", "1R"]
)
def test_what_is_no_reference(text: str) -> None:
    assert refs.parse_ref(text) is None


def test_leading_zeros_and_case_carry_no_meaning() -> None:
    assert refs.same_ref("B08", "b8")
    assert not refs.same_ref("B08", "B80")
    assert not refs.same_ref("nothing", "nothing")


def test_a_train_may_use_other_letters() -> None:
    letters = {**kinds.LETTERS, "impediment": "B", "dependency": "D", "decision": "X"}
    assert refs.kind_of_ref("b08", letters) == "impediment"
    assert refs.kind_of_ref("D401", letters) == "dependency"
    assert refs.kind_of_ref("D401", kinds.LETTERS) == "decision"
    assert refs.kind_of_ref("Z1", letters) is None


def test_no_two_kinds_share_a_name_a_letter_a_key_or_a_word() -> None:
    letters = [kind.letters for kind in kinds.KINDS if kind.letters]
    keys = [kind.key for kind in kinds.KINDS if kind.key]
    words = [word for kind in kinds.KINDS for word in kind.words]
    for values in ([kind.name for kind in kinds.KINDS], letters, keys, words):
        assert len(values) == len(set(values))
    assert {kind.key: kind.name for kind in kinds.CAPTURED if kind.key} == {
        "r": "risk",
        "i": "impediment",
        "d": "decision",
        "x": "dependency",
        "a": "action",
        "p": "topic",
        "f": "feedback",
    }
    labels = [label for kind in kinds.KINDS for label in (kind.short, *kind.labels) if label]
    assert len({*labels, *words}) == len(labels) + len(words)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        *(("Risk", "risk"), ("risks", "risk")),
        *(("o", "objective"), ("blocker", "impediment")),
        *(("dependencies", "dependency"), ("meet-after", "topic")),
        *(("x", "dependency"), ("f", "feedback")),
        *(("demo", "demo"), ("item", "demo"), ("s", "demo"), ("demo items", "demo")),
    ],
)
def test_a_kind_is_found_by_what_people_say(word: str, name: str) -> None:
    kind = kinds.find_kind(word)
    assert kind is not None
    assert kind.name == name


@pytest.mark.parametrize("word", ["", "vote", "e", "riskk", "team"])
def test_other_words_name_no_kind_that_can_be_captured(word: str) -> None:
    assert kinds.find_kind(word) is None
