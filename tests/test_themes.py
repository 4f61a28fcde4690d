"""The looks: every pair of colours that carries text can be read."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.color import Color

from console import themes
from console.widgets.painted import TONES
from console.widgets.rows_view import RowsView

LEAST = 4.5


def contrast(one: Color, other: Color) -> float:
    """Contrast of two opaque colours as WCAG 2 defines it."""

    def luminance(color: Color) -> float:
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in color.normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", themes.PALETTES)
def test_every_text_can_be_read_on_every_ground_it_stands_on(name: str) -> None:
    look = themes.PALETTES[name]
    texts = ("text", "quiet", "accent", "warning", "error", "success")
    pairs = [(text, ground) for text in texts for ground in ("ground", "raised")]
    pairs += [
        ("on_cursor", "cursor"),
        ("text", "resting"),
        ("ground", "accent"),
        ("ground", "text"),
    ]
    for text, ground in pairs:
        ratio = contrast(Color.parse(getattr(look, text)), Color.parse(getattr(look, ground)))
        assert ratio >= LEAST, f"{name}: {text} on {ground} is {ratio:.2f}"


@pytest.mark.parametrize("name", themes.PALETTES)
def test_current_selected_and_resting_lines_are_told_apart(name: str) -> None:
    look = themes.PALETTES[name]
    assert len({look.ground, look.cursor, look.resting}) == 3


@pytest.mark.parametrize("name", themes.PALETTES)
async def test_what_widgets_really_draw_can_be_read(name: str) -> None:
    """Through the stylesheet: every tone of a list, and both looks of its cursor."""

    class Look(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - Textual's generator
            yield RowsView()

    app = Look()
    themes.register(app, name)
    async with app.run_test():
        view = app.query_exactly_one(RowsView)
        looks = [f"tone--{tone}" for tone in TONES if tone != "rule"]
        for part in [*looks, "list--cursor", "list--resting"]:
            style = view.get_component_rich_style(part)
            assert style.color is not None
            assert style.bgcolor is not None
            pair = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            assert contrast(*pair) >= LEAST, part


def test_an_unknown_look_gives_the_default() -> None:
    app: App[None] = App()
    themes.register(app, "no-such-look")
    assert app.theme == themes.DEFAULT
    themes.register(app, "contrast")
    assert app.theme == "contrast"
