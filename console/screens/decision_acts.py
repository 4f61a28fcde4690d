"""What can be done with a decision: agree, reject, supersede, weigh, see whether it still holds."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.screens.read_back_form import FormField, ReadBackForm
from console.session import Session
from console.widgets.notice import say
from store.domain import deciding as rules
from store.domain.records import Decision
from store.errors import RuleBroken
from store.insight.decisions import revisit_day
from store.insight.rows import Row
from store.ledger import capturing, deciding

NO_DECISION = "Put the cursor on a decision first; d captures one."
VERDICTS = (("agree", "agreed"), ("reject", "rejected"))


def _decision(screen: ConsoleScreen, row: Row | None, deed: str) -> Decision | None:
    """The decision under the cursor, if this can be done with it; a notice says why not."""
    ledger = screen.session.ledger
    found = ledger.views.get("decision", row.id) if row else None
    if not isinstance(found, Decision):
        say(screen.app, "No decision", NO_DECISION)
        return None

    def allowed() -> Decision:
        rules.refuse(found, deed, deciding.newest(ledger, found).ref)
        return found

    return screen.attempt(allowed)


# -- a later one takes its place


class SupersedeScreen(ReadBackForm[Decision | None]):
    """What is decided now, in one line; the earlier decision stays in the log, linked."""

    def __init__(self, session: Session, decision: Decision) -> None:
        super().__init__(session)
        self._decision = decision

    def title_words(self) -> str:
        """The earlier one."""
        return f"{self._decision.ref} · what holds now?"

    def about(self) -> str:
        """What was decided, and by whom."""
        who = f" · decided by {self._decision.owner}" if self._decision.owner else ""
        return f"{self._decision.text}{who}"

    def fields(self) -> tuple[FormField, ...]:
        """One line, as in a capture."""
        example = "what because why, by whom; or #X23, one on record"
        return (FormField("line", "decided", example),)

    def read_back(self, typed: dict[str, str]) -> str:
        """The later decision, and what was understood of it."""
        line, ref = typed["line"].strip(), self._decision.ref
        later = deciding.takes_over(self.session.ledger, self._decision, line)
        if later is not None:
            return f"{later.ref} takes the place of {ref}: {later.text}"
        words = capturing.understand(self.session.ledger, line, "decision").text
        if not words:
            raise RuleBroken("Say what is decided now: what because why, by whom.")
        said, note = self.session.preview(line, "decision")
        return f"Takes the place of {ref}: {said}{f' — {note}' if note else ''}\n{words}"

    def save(self, typed: dict[str, str]) -> Decision:
        """Let it take the place."""
        session, old = self.session, self._decision
        return session.do(deciding.supersede, session.ledger, old.ref, typed["line"], old.rev)


def supersede(screen: ConsoleScreen, row: Row | None) -> None:
    """A later decision takes the place of the one under the cursor."""
    decision = _decision(screen, row, "supersede")
    if decision is None:
        return

    def answered(later: Decision | None) -> None:
        if later is not None:
            words = f"{later.ref} supersedes {decision.ref} · u takes it back"
            say(screen.app, "Saved", words, "information")

    screen.app.push_screen(SupersedeScreen(screen.session, decision), answered)


# -- agreed, rejected, still holds


def answer(screen: ConsoleScreen, row: Row | None) -> None:
    """A proposal is agreed or rejected; one that is agreed is looked at again."""
    found = screen.session.ledger.views.get("decision", row.id) if row else None
    if isinstance(found, Decision) and found.state == rules.PROPOSED:
        _verdict(screen, found)
    elif (decision := _decision(screen, row, "look at again")) is not None:
        _look_again(screen, decision)


def _verdict(screen: ConsoleScreen, decision: Decision) -> None:
    session = screen.session

    def save(typed: Mapping[str, str]) -> None:
        ledger, ref, rev = session.ledger, decision.ref, decision.rev
        if typed["it"] == "agree":
            who = "" if typed["who"].strip() == (decision.owner or "") else typed["who"]
            session.do(deciding.agree, ledger, ref, who, typed["why"], rev)
        else:
            session.do(deciding.reject, ledger, ref, typed["why"], rev)

    fields = (
        Field("it", "it is", choices=VERDICTS),
        Field("who", "decided by", decision.owner or "", "BO-OPS, PM, SA"),
        Field("why", "why", "", "what tipped it; a rejection needs it"),
    )
    title = f"{decision.ref} Agreed or rejected?"
    screen.app.push_screen(AnswerScreen(title, decision.text, fields, save))


def _look_again(screen: ConsoleScreen, decision: Decision) -> None:
    session = screen.session

    def save(typed: Mapping[str, str]) -> None:
        session.do(
            deciding.still_holds, session.ledger, decision.ref, typed["note"], typed["next"],
            decision.rev,
        )  # fmt: skip

    fields = (
        Field("note", "it holds", "", "what was looked at, and what it says"),
        Field("next", "look again", "", "in 4 weeks, I5; empty for never"),
    )
    about = f"{decision.text}\nIf it does not: Esc, then v says what holds now."
    title = f"{decision.ref} Does it still hold?"
    screen.app.push_screen(AnswerScreen(title, about, fields, save))


# -- options, and when to look again


def weigh(screen: ConsoleScreen, row: Row | None) -> None:
    """Add an option that was weighed, or say on which day to look again."""
    decision = _decision(screen, row, "set a day for")
    if decision is None:
        return
    session = screen.session
    now = revisit_day(decision)
    known = now.isoformat() if now else ""

    def save(typed: Mapping[str, str]) -> None:
        day = "" if typed["revisit"].strip() == known else typed["revisit"].strip()
        if known and not typed["revisit"].strip():
            day = deciding.NEVER
        session.do(deciding.weigh, session.ledger, decision.ref, typed["option"], day, decision.rev)

    weighed = "; ".join(decision.weighed)
    fields = (
        Field("option", "one option", "", "what else could be done, and its effect"),
        Field("revisit", "look again", known, "in 4 weeks, 4 dec, I5; empty for never"),
    )
    about = f"{decision.text}{chr(10)}Weighed: {weighed}" if weighed else decision.text
    screen.app.push_screen(AnswerScreen(f"{decision.ref} What was weighed?", about, fields, save))


SUPERSEDE = Act("v", "supersede", supersede)
ANSWER = Act("o", "agree, still holds", answer)
WEIGH = Act("w", "options, revisit", weigh)
