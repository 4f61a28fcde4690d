"""Lengths of time: the accepted forms are exactly these, all else is refused with an example."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.durations import parse_duration
from store.errors import UsageFault


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("1s", 1),
        ("15m", 900),
        ("7m", 420),
        ("7m30s", 450),
        ("90m", 5400),
        ("1h", 3600),
        ("1h30", 5400),
        ("1h30m", 5400),
        ("1H30M", 5400),
        ("24h", 86_400),
        ("+5", 300),
        ("1:30", 5400),
        ("0:05", 300),
        (" 15m ", 900),
    ],
)
def test_accepted(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "0s",
        "0m",
        "+0",
        "-5",
        "-5m",
        "24h1",
        "25h",
        "86401s",
        "1h60",
        "1:60",
        "1:5",
        "1.5h",
        "5 m",
        "m",
        "h",
        "::",
        "1e3s",
        "٥m",
        "１5m",
        "5min",
        "nan",
        "inf",
        "5m\n5m",
        "1:30:00",
        "5M\x00",
        "9" * 20,
        "9" * 16,
        "x" * 1000000,
        "\x1b[2J",
        "\ud800m",
    ],
    ids=lambda text: ascii(text[:16]),
)
def test_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageFault) as fault:
        parse_duration(text)
    sentence = fault.value.sentence
    assert "15m" in sentence
    assert len(sentence) < 200
    assert sentence.isprintable()


@given(st.integers(1, 86_400))
def test_every_length_in_range_can_be_written(seconds: int) -> None:
    assert parse_duration(f"{seconds}s") == seconds
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours or minutes:
        assert parse_duration(f"{hours}h{minutes}") == hours * 3600 + minutes * 60


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        seconds = parse_duration(text)
    except UsageFault:
        return
    assert 1 <= seconds <= 86_400
