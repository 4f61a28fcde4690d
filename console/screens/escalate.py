"""Escalating an impediment: one form, read back as the brief; and the answer that comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog
from console.screens.read_back_form import FormField, ReadBackForm
from console.session import Session
from store.domain.calendar import day
from store.domain.escalating import MOST_OPTIONS, Brief, asks_at, escalation
from store.domain.impeding import WORDS, awaited
from store.domain.records import Decision, Impediment
from store.domain.words import due_word
from store.errors import RuleBroken
from store.exchange.brief import NOT_SAID, Page, page
from store.insight.impediments import age_days
from store.ledger import capturing, impeding
from store.ledger.briefing import as_escalation, draft

OPTIONS = tuple(f"option{number}" for number in range(1, MOST_OPTIONS + 1))


class BriefScreen(Dialog[bool]):
    """A brief to read and say aloud, whole. Answers whether it is to be saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take(True)", "it is right: save and copy it"),
        Binding("escape", "take(False)", "back to the fields", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    BriefScreen VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    BriefScreen Static { height: auto; }
    BriefScreen .heading { margin: 1 0 0 0; }
    BriefScreen .line { padding: 0 0 0 3; }
    """

    def __init__(self, title: str, brief: Page) -> None:
        super().__init__()
        self._title = title
        self._brief = brief

    def compose(self) -> ComposeResult:
        """The page, scrolling."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            with VerticalScroll():
                yield from self._lines()
        yield Footer(show_command_palette=False)

    def _lines(self) -> Iterator[Static]:
        """A widget a line: what is wrapped stays under its heading."""
        yield Static(Content.styled(self._brief.title, "bold"))
        yield Static(Content.styled(self._brief.about, "$text-muted"))
        for part in self._brief.parts:
            yield Static(Content.styled(part.title, "bold"), classes="heading")
            for number, line in enumerate(part.lines, start=1):
                said = f"{number} {line}" if part.listed else line
                tone = "$text-muted" if line == NOT_SAID else ""
                yield Static(Content.styled(said, tone), classes="line")

    def on_mount(self) -> None:
        """Keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_take(self, right: bool) -> None:
        """Answer."""
        self.dismiss(right)


class EscalateScreen(ReadBackForm[Impediment | None]):
    """The brief of an escalation, begun with what the record knows."""

    DEFAULT_CSS = """
    EscalateScreen #about, EscalateScreen.-low #about { max-height: 1; }
    EscalateScreen.-low #said { max-height: 3; }
    """

    def __init__(self, session: Session, impediment: Impediment) -> None:
        super().__init__(session)
        self._impediment = impediment

    def title_words(self) -> str:
        """The impediment, and where it is."""
        here = self._impediment.level
        return f"{self._impediment.ref} · escalate from {WORDS.get(here, here)}"

    def about(self) -> str:
        """What it says, and how long it has been so."""
        days = age_days(self._impediment, self.session.ledger.today)
        since = f" · {days} d" if days is not None else ""
        return f"{self._impediment.text}{since}"

    def fields(self) -> tuple[FormField, ...]:
        """The parts of the brief, in its order; facts and what was tried as far as on record."""
        known = draft(self.session.ledger, self._impediment)
        options = (
            FormField(name, f"option {number}", example)
            for number, (name, example) in enumerate(zip(OPTIONS, EXAMPLES, strict=True), start=1)
        )
        return (
            FormField("to", "to level", ", ".join(WORDS), known.to),
            FormField("wanted", "wanted", "which decision, or which help?"),
            FormField("whom", "from", asks_at(known.to)),
            FormField("due", "by", "fri, 20 nov, in 3 days, I5"),
            FormField("facts", "facts", "what is seen, since when, who waits", known.facts),
            FormField("impact", "impact", "objectives, days, teams", known.impact),
            FormField("tried", "tried", "what has been tried so far", known.tried),
            *options,
            FormField("nothing", "do nothing", "what happens if nobody decides?", known.nothing),
            FormField("recommended", "recommend", "which option, and why"),
            FormField("owner", "owner", "who carries the decision out", known.owner),
            FormField("know", "we will know", "how it will show that it worked"),
        )

    def understood(self, typed: dict[str, str]) -> Brief:
        """What is typed, as a brief."""
        parts = {name: text for name, text in typed.items() if name not in (*OPTIONS, "due")}
        options = tuple(typed[name] for name in OPTIONS if name in typed)
        said = Brief(options=options, **parts)
        return impeding.understand(self.session.ledger, said, typed["due"])

    def read_back(self, typed: dict[str, str]) -> str:
        """In one line where it goes; the page itself comes behind the last field."""
        brief = self.understood(typed)
        facts = escalation(self._impediment, brief, self.session.ledger.today)
        return (
            f"{self._impediment.ref} → {WORDS[str(facts['to'])]}: {brief.wanted} · from "
            f"{brief.whom} · {len(brief.choices)} options. Enter behind the last field reads it."
        )

    def proceed(self) -> None:
        """Read the whole page back; Enter there saves it."""
        brief = self.refuse(lambda: self._page(self.typed))
        if brief is not None:
            title = f"{self._impediment.ref} · read it aloud, then Enter saves it"
            self.app.push_screen(BriefScreen(title, brief), self._decided)

    def _page(self, typed: dict[str, str]) -> Page:
        self.read_back(typed)
        brief, snap = self.understood(typed), self.session.snapshot
        said = as_escalation(self._impediment, brief, snap.today.isoformat())
        return page(snap, _owned(self._impediment, brief), said)

    def _decided(self, right: bool | None) -> None:
        if right:
            self._save()

    def save(self, typed: dict[str, str]) -> Impediment:
        """Escalate."""
        brief, item = self.understood(typed), self._impediment
        return self.session.do(impeding.escalate, self.session.ledger, item.ref, brief, item.rev)


EXAMPLES = (
    "buy a second licence: 4 k, works on Monday",
    "share the one of GAN: free, both slower",
    "a third way, or leave it empty",
)


def _owned(impediment: Impediment, brief: Brief) -> Impediment:
    """The impediment as it would be owned after the decision."""
    return replace(impediment, owner=brief.owner or impediment.owner)


class AnswerEscalationScreen(ReadBackForm[Decision | None]):
    """The decision that was wanted: one line, and what comes next."""

    def __init__(self, session: Session, impediment: Impediment) -> None:
        super().__init__(session)
        self._impediment = impediment

    def title_words(self) -> str:
        """The impediment that waits."""
        return f"{self._impediment.ref} · the answer"

    def about(self) -> str:
        """What was asked, from whom, by when, with the options."""
        waits = awaited(self._impediment)
        if waits is None:
            return f"{self._impediment.text}. Its brief is not on record. What was decided?"
        due = day(waits.due)
        by = f", {due_word(due, self.session.ledger.today)}" if due else ""
        return f"Asked from {waits.whom}{by}: {waits.wanted}. {'; '.join(waits.options)}"

    def fields(self) -> tuple[FormField, ...]:
        """The decision as in a capture, and the next step if there is one already."""
        return (
            FormField("line", "decided", "to buy a licence because the yard waits, by PM"),
            FormField("then", "next step", "order it due:fri owner:PM; may stay empty"),
        )

    def read_back(self, typed: dict[str, str]) -> str:
        """The decision in its parts, then the next step."""
        return answer_in_words(self.session, self._impediment, typed)

    def save(self, typed: dict[str, str]) -> Decision:
        """Keep the decision, each naming the other."""
        return self.session.do(
            impeding.answer,
            self.session.ledger,
            self._impediment.ref,
            typed["line"],
            typed["then"],
            self._impediment.rev,
        )[1]


def answer_in_words(session: Session, item: Impediment, typed: Mapping[str, str]) -> str:
    """An answer as it was understood: the decision in its parts, then the next step."""
    line, then = typed["line"], typed["then"]
    if not line.strip():
        raise RuleBroken(f"{item.ref}: what was decided, why, and by whom? Who waits will read it.")
    found = capturing.understand(session.ledger, line, "decision")
    by = found.owner or found.decided_by
    parts = [f"{item.ref} is answered: {found.what or found.text}"]
    parts += [f"because {found.because}"] if found.because else []
    parts += [f"decided by {by}"] if by else []
    said = " · ".join(parts)
    return f"{said}\nnext: {step_in_words(session, then)}" if then.strip() else said


def step_in_words(session: Session, line: str) -> str:
    """A next step as it was understood: words, day, owner."""
    found = impeding.read_step(session.ledger, line)
    parts = [found.text, f"by {found.due_reading}" if found.due_reading else ""]
    parts.append(f"owner {found.owner}" if found.owner else "")
    return " · ".join(part for part in parts if part)
