"""Telling people something: a short title and one sentence, never markup."""

from __future__ import annotations

from typing import Any, Literal

from textual.app import App

from store.domain.text import clean

Severity = Literal["information", "warning", "error"]

_SECONDS = {"information": 4.0, "warning": 8.0, "error": 15.0}


def say(
    app: App[Any], title: str, sentence: str, severity: Severity = "warning", limit: int = 400
) -> None:
    """Show a notice over the screen; it goes by itself and takes no focus.

    `limit` bounds the sentence in characters: a notice is read, not scrolled.
    """
    shown = clean(sentence)
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    app.notify(
        shown,
        title=clean(title),
        severity=severity,
        timeout=_SECONDS[severity],
        markup=False,
    )
