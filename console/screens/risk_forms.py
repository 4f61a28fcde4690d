"""The small forms of the risk workshop: say it anew, it happened, back to the team."""

from __future__ import annotations

from console.screens.read_back_form import FormField, ReadBackForm
from console.session import Session
from store.domain.records import Impediment, Risk
from store.insight.risk_walk import exposure_in_words
from store.ledger import capturing, roaming


class RestateScreen(ReadBackForm[Risk | None]):
    """A risk as condition and consequence, and how large it is if the room can tell."""

    def __init__(self, session: Session, risk: Risk) -> None:
        super().__init__(session)
        self._risk = risk

    def title_words(self) -> str:
        """The risk."""
        return f"{self._risk.ref} · as condition and consequence"

    def about(self) -> str:
        """What it says now."""
        return f"{self._risk.text} · exposure {exposure_in_words(self._risk)}"

    def fields(self) -> tuple[FormField, ...]:
        """The two parts, and its two figures."""
        risk = self._risk
        known = f"{risk.p} {risk.i}" if risk.p is not None and risk.i is not None else ""
        return (
            FormField("condition", "if", "the yard floods in spring", risk.condition or ""),
            FormField("consequence", "then", "O402 slips by an iteration", risk.consequence or ""),
            FormField(
                "exposure", "p and i", "4 5: how likely, how bad, 1 to 5; empty if unknown", known
            ),
            FormField(
                "contingency",
                "if it happens",
                "what we do then; may stay empty",
                risk.contingency or "",
            ),
            FormField(
                "trigger",
                "sign",
                "by what we see that it happens; may stay empty",
                risk.trigger or "",
            ),
        )

    def read_back(self, typed: dict[str, str]) -> str:
        """The whole sentence, and its figures."""
        fields = roaming.restated(**typed)
        parts = [f"{self._risk.ref} {fields['text']}"]
        if "p" in fields:
            parts.append(f"probability {fields['p']} × impact {fields['i']}")
        if fields["contingency"]:
            parts.append(f"if it happens: {fields['contingency']}")
        if fields["trigger"]:
            parts.append(f"sign: {fields['trigger']}")
        return " · ".join(parts)

    def save(self, typed: dict[str, str]) -> Risk:
        """Say it anew."""
        return self.session.do(
            roaming.restate, self.session.ledger, self._risk.ref, **typed,
            expect_rev=self._risk.rev,
        )  # fmt: skip


class HappenedScreen(ReadBackForm[Impediment | None]):
    """A risk has happened: the words of the impediment that takes its place."""

    def __init__(self, session: Session, risk: Risk) -> None:
        super().__init__(session)
        self._risk = risk

    def title_words(self) -> str:
        """The risk."""
        return f"{self._risk.ref} has happened"

    def about(self) -> str:
        """What was expected."""
        return f"{self._risk.text}. What is in the way now, who removes it, what is next?"

    def fields(self) -> tuple[FormField, ...]:
        """One line, as in a capture."""
        said = roaming.as_impediment(self._risk)
        return (FormField("line", "impediment", "words owner:RTE due:fri", said),)

    def read_back(self, typed: dict[str, str]) -> str:
        """The impediment, and what was understood of it."""
        line = typed["line"].strip() or roaming.as_impediment(self._risk)
        said, note = self.session.preview(line, "impediment")
        words = capturing.understand(self.session.ledger, line, "impediment").text
        return f"New {said}{f' — {note}' if note else ''}\n{words}"

    def save(self, typed: dict[str, str]) -> Impediment:
        """Make the impediment."""
        return self.session.do(
            roaming.happened, self.session.ledger, self._risk.ref, typed["line"]
        )[1]


class HandBackScreen(ReadBackForm[Risk | None]):
    """A risk that a team can settle alone goes back to it."""

    def __init__(self, session: Session, risk: Risk) -> None:
        super().__init__(session)
        self._risk = risk

    def title_words(self) -> str:
        """The risk."""
        return f"{self._risk.ref} · back to its team"

    def about(self) -> str:
        """What it says."""
        return f"{self._risk.text}. A letter given later makes it the train's again."

    def fields(self) -> tuple[FormField, ...]:
        """The team."""
        teams = ", ".join(team.short for team in self.session.snapshot.teams)
        return (FormField("team", "team", teams, self._risk.team or ""),)

    def read_back(self, typed: dict[str, str]) -> str:
        """The team by its name."""
        team = roaming.the_team(self.session.ledger, typed["team"])
        return f"{self._risk.ref} goes back to {team.short} {team.name}"

    def save(self, typed: dict[str, str]) -> Risk:
        """Hand it back."""
        return self.session.do(
            roaming.hand_back, self.session.ledger, self._risk.ref, typed["team"]
        )
