"""The three looks of the console: dark, light, and high contrast.

One accent says "here you are" and nothing else; warning and error appear only where somebody
should act. Each pair that carries text has a contrast of at least 4.5 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.theme import Theme

DEFAULT = "rail-dark"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one look, by what they are for."""

    dark: bool
    ground: str
    raised: str
    """Behind what floats or takes input."""
    text: str
    quiet: str
    rule: str
    accent: str
    warning: str
    error: str
    success: str
    cursor: str
    on_cursor: str
    resting: str
    """Behind the cursor's line while keys go elsewhere."""


PALETTES = {
    "rail-dark": Palette(
        dark=True,
        ground="#13161b",
        raised="#1c2129",
        text="#dde1e7",
        quiet="#909aa8",
        rule="#3a4350",
        accent="#62c6c0",
        warning="#eab464",
        error="#ff8f80",
        success="#8fcf9a",
        cursor="#24494d",
        on_cursor="#f2f6f8",
        resting="#222832",
    ),
    "rail-light": Palette(
        dark=False,
        ground="#f8f7f3",
        raised="#eeece5",
        text="#23272d",
        quiet="#5c6570",
        rule="#c9c6bc",
        accent="#0a6a68",
        warning="#8a5000",
        error="#b1261c",
        success="#2c6b38",
        cursor="#cfe6e4",
        on_cursor="#10181a",
        resting="#e7e5dd",
    ),
    "contrast": Palette(
        dark=True,
        ground="#000000",
        raised="#121212",
        text="#ffffff",
        quiet="#d4d4d4",
        rule="#9a9a9a",
        accent="#5ff0ff",
        warning="#ffd75f",
        error="#ffa0a0",
        success="#a8ffb0",
        cursor="#ffffff",
        on_cursor="#000000",
        resting="#3a3a3a",
    ),
}


def _variables(look: Palette) -> dict[str, str]:
    """Textual's variables that would otherwise be derived, as colours of this look."""
    return {
        "text": look.text,
        "text-muted": look.quiet,
        "text-disabled": look.quiet,
        "text-primary": look.accent,
        "text-secondary": look.quiet,
        "text-accent": look.accent,
        "text-warning": look.warning,
        "text-error": look.error,
        "text-success": look.success,
        "foreground-muted": look.quiet,
        "border": look.accent,
        "border-blurred": look.rule,
        "block-cursor-foreground": look.on_cursor,
        "block-cursor-background": look.cursor,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": look.text,
        "block-cursor-blurred-background": look.resting,
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": look.raised,
        "input-cursor-background": look.accent,
        "input-cursor-foreground": look.ground,
        "input-cursor-text-style": "none",
        "input-selection-background": look.cursor,
        "input-selection-foreground": look.on_cursor,
        "footer-background": look.ground,
        "footer-foreground": look.quiet,
        "footer-item-background": look.ground,
        "footer-key-background": look.ground,
        "footer-key-foreground": look.text,
        "footer-description-background": look.ground,
        "footer-description-foreground": look.quiet,
        "scrollbar": look.rule,
        "scrollbar-hover": look.quiet,
        "scrollbar-active": look.accent,
        "scrollbar-background": look.ground,
        "scrollbar-background-hover": look.ground,
        "scrollbar-background-active": look.ground,
        "scrollbar-corner-color": look.ground,
        "screen-selection-background": look.cursor,
        "screen-selection-foreground": look.on_cursor,
        "link-color": look.accent,
        "link-color-hover": look.on_cursor,
        "link-background-hover": look.cursor,
        "button-foreground": look.text,
        "button-color-foreground": look.ground,
    }


def theme(name: str) -> Theme:
    """One of the three looks as a Textual theme."""
    look = PALETTES[name]
    return Theme(
        name=name,
        dark=look.dark,
        primary=look.accent,
        secondary=look.quiet,
        accent=look.accent,
        warning=look.warning,
        error=look.error,
        success=look.success,
        foreground=look.text,
        background=look.ground,
        surface=look.raised,
        panel=look.raised,
        boost=look.raised,
        variables=_variables(look),
    )


def register(app: App[Any], name: str = DEFAULT) -> None:
    """Make the looks known to the app and put one on; an unknown name gives the default."""
    for known in PALETTES:
        app.register_theme(theme(known))
    app.theme = name if name in app.available_themes else DEFAULT
