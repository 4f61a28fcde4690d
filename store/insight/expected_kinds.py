"""Kinds of record that a step may be expected to leave behind by capturing them."""

from __future__ import annotations

CAPTURED = ("decision", "action", "risk", "impediment", "dependency", "topic", "feedback", "vote")
"""As `expects` of a step may name them; a step that expects nothing else is filled by them."""
