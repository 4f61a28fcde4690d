"""The capture bar: what is typed or pasted stays until somebody says that it is saved."""

from __future__ import annotations

import random

import pytest
from rich.console import RenderableType
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Input

from console.widgets.capture_bar import ANY_KIND, CaptureBar
from console.widgets.capture_line import CaptureLine
from console.widgets.history import History


def _key_of(binding: BindingType) -> str:
    return binding.key if isinstance(binding, Binding) else binding[0]


class EditApp(App[None]):
    """One line to edit: Textual's own, or ours in its bar."""

    def __init__(self, stock: bool) -> None:
        super().__init__()
        self._stock = stock

    def compose(self) -> ComposeResult:
        yield Input(compact=True, select_on_focus=False) if self._stock else CaptureBar()

    def on_mount(self) -> None:
        self.line = self.query_exactly_one(Input)
        self.line.cursor_blink = False
        self.line.focus()


class BarApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.bar = CaptureBar(hint="one line, then Enter")
        self.heard: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.bar

    def on_mount(self) -> None:
        self.bar.open("risk")

    def on_capture_bar_changed(self, event: CaptureBar.Changed) -> None:
        self.heard.append(("changed", event.text))
        event.bar.preview = f"heard {event.text}" if event.text else ""

    def on_capture_bar_submitted(self, event: CaptureBar.Submitted) -> None:
        self.heard.append(("submitted", event.text, event.kind))

    def on_capture_bar_left(self, event: CaptureBar.Left) -> None:
        self.heard.append(("left", event.text))

    def on_capture_bar_pasted(self, event: CaptureBar.Pasted) -> None:
        self.heard.append(("pasted", event.text, *event.lines))

    @property
    def said(self) -> str:
        part = self.bar.query("_Said").first()
        return part.render_line(0).text.strip()

    @property
    def badge(self) -> str:
        return self.bar.query("_Badge").first().render_line(0).text.strip()

    def paste(self, text: str) -> None:
        self.bar.query_exactly_one(CaptureLine).post_message(events.Paste(text))


async def test_typing_is_told_and_the_preview_is_shown() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        assert app.said == "one line, then Enter"
        assert app.badge == "▌ risk:"
        await pilot.press(*"ab")
        assert app.heard == [("changed", "a"), ("changed", "ab")]
        assert app.said == "heard ab"


async def test_enter_keeps_the_text_until_it_is_saved() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press(*"ab", "enter")
        assert app.heard[-1] == ("submitted", "ab", "risk")
        assert app.bar.text == "ab"
        app.bar.saved("saved R12")
        await pilot.pause()
        assert app.bar.text == ""
        assert app.bar.active


async def test_a_refusal_leaves_the_text_and_says_why_until_it_changes() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press(*"ab", "enter")
        app.bar.refused("Owned needs an owner. Type owner:RTE.")
        await pilot.pause()
        assert app.bar.text == "ab"
        assert app.said == "! Owned needs an owner. Type owner:RTE."
        await pilot.press("c")
        assert app.said == "heard abc"


async def test_what_is_typed_while_saving_stays() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press(*"ab", "enter", *"cd")
        app.bar.saved()
        await pilot.pause()
        assert app.bar.text == "cd"


async def test_an_empty_line_is_nothing_to_save() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("enter", "space", "enter")
        assert [heard[0] for heard in app.heard] == ["changed"]


async def test_escape_leaves_and_keeps_the_draft() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press(*"ab", "escape")
        assert app.heard[-1] == ("left", "ab")
        assert app.bar.text == "ab"


async def test_a_draft_comes_back_as_if_typed() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.bar.restore("half a thought", "decision")
        await pilot.press("!")
        assert app.bar.text == "half a thought!"
        assert app.badge == "▌ decision:"


async def test_going_on_with_a_draft_keeps_its_kind_until_another_is_named() -> None:
    app = BarApp()
    async with app.run_test():
        app.bar.restore("staging is dow", "impediment")
        app.bar.open()
        assert app.bar.kind == "impediment"
        app.bar.open("risk")
        assert app.bar.kind == "risk"
        app.bar.restore("")
        app.bar.open()
        assert app.bar.kind == ANY_KIND


async def test_several_pasted_lines_come_out_whole() -> None:
    app = BarApp()
    text = "one\r\ntwo\n\n  three\u2028four\t\n"
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("x")
        app.paste(text)
        await pilot.pause()
        assert app.heard[-1] == ("pasted", text, "one", "two", "  three", "four\t")
        assert app.bar.text == "x"


async def test_one_pasted_line_goes_in_at_the_cursor_and_is_cleaned() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press(*"ab", "left")
        app.paste("1\x1b]52;c;UFdORUQ=\x07\u202e\x9b2J2\x00\n")
        await pilot.pause()
        assert app.bar.text == "a12b"


async def test_a_paste_that_is_too_long_is_cut_and_says_so() -> None:
    app = BarApp()
    async with app.run_test(size=(120, 10)) as pilot:
        await pilot.press(*"ab")
        app.paste("x" * 12_000)
        await pilot.pause()
        assert len(app.bar.text) == 10_000
        assert app.bar.text.startswith("abx")
        assert "2,002 more were not taken" in app.said
        await pilot.press("y")
        await pilot.pause()
        assert len(app.bar.text) == 10_000
        assert "1 more were not taken" in app.said


async def test_up_and_down_recall_what_was_captured_and_give_the_draft_back() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        for word in ("one", "two"):
            await pilot.press(*word, "enter")
            app.bar.saved()
            await pilot.pause()
        await pilot.press(*"dra", "up")
        assert app.bar.text == "two"
        await pilot.press("up", "up")
        assert app.bar.text == "one"
        await pilot.press("down", "down")
        assert app.bar.text == "dra"
        await pilot.press("down")
        assert app.bar.text == "dra"


async def test_a_character_asks_for_no_layout_and_little_paint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = BarApp()
    async with app.run_test(size=(120, 10)) as pilot:
        await pilot.press(*"some words")
        line = app.bar.query_exactly_one(CaptureLine)
        before = app.screen._layout_updates, line._layout_updates
        asked: list[tuple[Region, ...]] = []
        with monkeypatch.context() as patched:
            patched.setattr(line, "_set_dirty", lambda *regions: asked.append(regions))
            await pilot.press("x")
        assert (app.screen._layout_updates, line._layout_updates) == before
        assert asked
        assert all(regions and sum(r.width for r in regions) <= 2 for regions in asked)


async def test_the_cursor_of_a_text_longer_than_the_line_stays_in_view() -> None:
    app = BarApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.bar.restore("word " * 40)
        await pilot.press("E", "N", "D")
        line = app.bar.query_exactly_one(CaptureLine)
        assert line.render_line(0).text.rstrip().endswith("END")
        await pilot.press("home")
        assert line.render_line(0).text.startswith("word word")


KEYS = [key for binding in Input.BINDINGS for key in _key_of(binding).split(",") if key != "enter"]


@pytest.mark.parametrize("seed", range(4))
async def test_it_edits_as_textuals_own_input_and_shows_what_it_holds(seed: int) -> None:
    """All keys of `Input`, in some order, with both clipboards filled by their own line."""
    chance = random.Random(seed)
    keys = [chance.choice([*"abc def 漢.", *KEYS]) for _ in range(70)]
    ends = []
    for stock in (True, False):
        app = EditApp(stock)
        async with app.run_test(size=(60, 10)) as pilot:
            line = app.line
            line.value = "two words, and more"
            line.cursor_position = 3
            story = []
            for key in keys:
                await pilot.press({" ": "space", ".": "full_stop"}.get(key, key))
                story.append((key, line.value, line.selection))
                shown = app.screen._compositor.render_strips(app.size)[line.region.y]
                seen = shown.crop(line.region.x, line.region.right).text
                whole = Input.render_line(line, 0).adjust_cell_length(line.region.width)
                assert seen == whole.text
            ends.append(story)
    assert ends[0] == ends[1]


async def test_text_that_comes_while_a_frame_is_due_is_sent_with_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("a")
        line = app.bar.query_exactly_one(CaptureLine)
        asked: list[Region] = []
        monkeypatch.setattr(line, "_set_dirty", lambda *regions: asked.extend(regions))
        line.value = "ab"
        line.show_text()
        line.value = "abXY"
        assert line.render_line(0).text.rstrip() == "ab", "only this was asked to be sent"
        asked.clear()
        line.show_text()
        assert line.render_line(0).text.rstrip() == "abXY"
        assert Region.from_union(asked).contains_region(Region(2, 0, 2, 1))


async def test_the_text_and_what_is_said_of_it_are_one_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = BarApp()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        frames: list[object] = []
        show = app._display

        def counted(screen: Screen[object], update: RenderableType | None) -> None:
            if update is not None:
                frames.append(update)
            show(screen, update)

        monkeypatch.setattr(app, "_display", counted)
        for character in "twenty characters :)":
            await pilot.press(character)
            await pilot.pause(0.03)  # two of Textual's frames
        assert app.said == "heard twenty characters :)"
    # One each; a timer that comes between a key and its frame is no reason to fail.
    assert 20 <= len(frames) <= 30


def test_history_forgets_repeats_and_starts_from_the_end() -> None:
    history = History()
    assert history.step(-1, "draft") is None
    for text in ("a", "a", "b"):
        history.add(text)
    assert [history.step(-1, "draft") for _ in range(3)] == ["b", "a", None]
    assert [history.step(1, "x") for _ in range(3)] == ["b", "draft", None]
