"""The forms of improvements: what becomes of one, its verdict, and what it says."""

from __future__ import annotations

from dataclasses import replace

from console.screens.choosing_form import ChoosingForm
from console.screens.read_back_form import FieldRow, FormField, ReadBackForm
from console.session import Session
from store.domain import improving
from store.domain.improving import EFFECTS, Deed, Need, Said
from store.domain.records import Improvement
from store.insight.improvements import hypothesis, present_value, suggestion
from store.insight.rows import Row
from store.insight.snapshot import Snapshot
from store.ledger import improving as use
from store.ledger.improving import Item

FIELDS = ("iteration", "owner", "metric", "base", "goal", "effect", "present", "why", "to")
"""Every field that a deed may demand, from above; only those of the chosen one are shown."""


def shown_fields(form: ReadBackForm[Improvement | None], wanted: dict[str, Need]) -> None:
    """Show these fields and hide the others; what was typed into those stays there."""
    for row in form.query(FieldRow):
        need = wanted.get(row.field)
        row.display = need is not None
        if need is not None:
            row.call(FormField(row.field, need.label, need.example))


def about_words(item: Improvement, snap: Snapshot) -> str:
    """Its hypothesis, what its measure says now, and where that comes from."""
    now = present_value(item, snap)
    if now.value is None:
        said = f"Now: no data{f' ({now.why})' if now.why else ''}."
    else:
        said = f"Now it is at {now.value:g}{', computed' if item.gauge else ', as said'}."
    return f"{hypothesis(item, snap)} {said}"


class DeedForm(ChoosingForm[Improvement | None]):
    """Answers with the improvement as it is then. A deed by arrows, then what it demands."""

    def __init__(self, session: Session, item: Improvement, deeds: tuple[Deed, ...]) -> None:
        super().__init__(session, [Row("deed", d.name, "", "", d.name, d.means, "") for d in deeds])
        self._item = item

    def title_words(self) -> str:
        """The improvement, and where it stands."""
        return f"{self._item.ref} · {improving.told(self._item)}"

    def about(self) -> str:
        """Its hypothesis, and what its measure says."""
        return about_words(self._item, self.session.snapshot)

    def fields(self) -> tuple[FormField, ...]:
        """Every field there may be; `show_chosen` hides those that the deed has no place for."""
        return tuple(FormField(name, name) for name in FIELDS)

    @property
    def deed(self) -> Deed:
        """The deed under the cursor."""
        return improving.DEEDS[self.chosen]

    def show_chosen(self) -> None:
        """The fields that this deed has a place for."""
        shown_fields(self, {n.field: n for n in improving.needs(self._item, self.deed)})
        self.preview()

    def _said(self, typed: dict[str, str]) -> Said:
        return Said(**{name: value or None for name, value in typed.items()})

    def read_back(self, typed: dict[str, str]) -> str:
        """What it would be then, in one line."""
        ledger, said = self.session.ledger, self._said(typed)
        fields = use.fields_of(ledger, self._item, self.deed, said)
        plain = {k: v for k, v in fields.items() if k != "steps_taken"}
        after = replace(self._item, **plain)
        why = f" because {after.note}" if after.note else ""
        meant = f" · meant for {after.meant_for}" if "meant_for" in fields else ""
        return f"{after.ref} {improving.told(after)}{meant}{why}"

    def save(self, typed: dict[str, str]) -> Improvement:
        """Do it."""
        return self.session.do(
            use.do, self.session.ledger, self._item.ref, self.deed, self._said(typed),
            self._item.rev,
        )  # fmt: skip


class VerdictForm(ChoosingForm[Improvement | None]):
    """Answers with the improvement and its verdict: moved, partly or no effect; or carry or drop.

    The verdict that the figures suggest stands first and says so; nobody has to follow it.
    """

    def __init__(self, session: Session, item: Improvement) -> None:
        snap = session.snapshot
        hint = suggestion(item, snap)
        judged = item.state == improving.DONE
        effects = sorted(EFFECTS, key=lambda effect: effect != hint) if judged else []
        rows = [Row("effect", e, "", "", e, _means(e, hint), "") for e in effects]
        for deed in improving.choices(item):
            if deed.name in ("done", "carry", "drop"):
                rows.append(Row("deed", deed.name, "", "", deed.name, deed.means, ""))
        super().__init__(session, rows)
        self._item = item

    def title_words(self) -> str:
        """The question of the loop."""
        return f"{self._item.ref} · did it move what it was meant to move?"

    def about(self) -> str:
        """Its hypothesis, and what its measure says."""
        return about_words(self._item, self.session.snapshot)

    def fields(self) -> tuple[FormField, ...]:
        """What a verdict, a carrying or a dropping may be said with."""
        return tuple(FormField(name, name) for name in ("present", "why", "to"))

    def _deed(self) -> Deed:
        return improving.DEEDS["verify" if self.chosen in EFFECTS else self.chosen]

    def show_chosen(self) -> None:
        """The fields that this answer has a place for; a verdict itself is chosen above."""
        wanted = {n.field: n for n in improving.needs(self._item, self._deed())}
        wanted.pop("effect", None)
        last = self._item.present
        if "present" in wanted and last is not None:
            wanted["present"] = replace(wanted["present"], example=f"{last:g} unless you say else")
        if self._item.gauge:
            wanted.pop("present", None)
        shown_fields(self, wanted)
        self.preview()

    def _said(self, typed: dict[str, str]) -> Said:
        said = Said(**{name: value or None for name, value in typed.items()})
        return replace(said, effect=self.chosen) if self.chosen in EFFECTS else said

    def read_back(self, typed: dict[str, str]) -> str:
        """The verdict, in one line."""
        ledger, said = self.session.ledger, self._said(typed)
        fields = use.fields_of(ledger, self._item, self._deed(), said)
        plain = {k: v for k, v in fields.items() if k != "steps_taken"}
        after = replace(self._item, **plain)
        value = (fields.get("steps_taken") or {}).get("value")
        now = f" · its measure says {value:g}" if value is not None else ""
        why = f" · {after.note}" if after.note else ""
        return f"{after.ref} {improving.told(after)}{now}{why}"

    def save(self, typed: dict[str, str]) -> Improvement:
        """Keep it."""
        return self.session.do(
            use.do, self.session.ledger, self._item.ref, self._deed(), self._said(typed),
            self._item.rev,
        )  # fmt: skip


MEANS = {
    improving.MOVED: "it came to where it should",
    improving.PARTLY: "it moved, and not as far",
    improving.NO_EFFECT: "nothing moved: what did we learn?",
}


def _means(effect: str, hint: str | None) -> str:
    return f"{MEANS[effect]}{' · what the figures say' if effect == hint else ''}"


ITEM_FIELDS = (
    FormField("text", "if we", "script the rebuild"),
    FormField("metric", "then", "hours to rebuild, or a measure like pair:DRE>FAT"),
    FormField("base", "goes from", "16"),
    FormField("goal", "to", "2"),
    FormField("due", "by", "18 dec, I5; without it the end of its interval"),
    FormField("owner", "owner", "SM-GAN"),
    FormField("nature", "it is a", "backlog item, policy or working agreement"),
    FormField("size", "size", "3 points, half a sprint"),
    FormField("meant_for", "meant for", "PI-27.1"),
    FormField("backlog", "in backlog", "what the ART backlog calls it"),
)


class ItemForm(ReadBackForm[Improvement | None]):
    """What an improvement says: a new one, or one that is on record."""

    def __init__(
        self, session: Session, item: Improvement | None = None, start: Item | None = None
    ) -> None:
        super().__init__(session)
        self._item = item
        self._start = start or Item("")

    def title_words(self) -> str:
        """New, or which one."""
        return f"{self._item.ref} · say it again" if self._item else "New improvement item"

    def about(self) -> str:
        """Why it takes this form."""
        return (
            "What is done, what it moves, from where to where, by when. Accepting it asks for an "
            "owner, a measure and a goal."
        )

    def fields(self) -> tuple[FormField, ...]:
        """All of an item, with what it says already."""
        return tuple(replace(one, value=self._value(one.name)) for one in ITEM_FIELDS)

    def _value(self, name: str) -> str:
        source: object = self._item if self._item is not None else self._start
        value = getattr(source, name)
        if name == "metric" and self._item is not None and self._item.gauge:
            value = self._item.gauge
        if value is None:
            return ""
        return f"{value:g}" if isinstance(value, float | int) else str(value)

    def _read(self, typed: dict[str, str]) -> Item:
        """As typed; a field that said something and was emptied is taken away."""
        emptied = {
            name: "-" for name, text in typed.items() if not text.strip() and self.known(name)
        }
        return replace(self._start, **(typed | (emptied if self._item is not None else {})))

    def read_back(self, typed: dict[str, str]) -> str:
        """The hypothesis, and who has it."""
        ledger, said, item = self.session.ledger, self._read(typed), self._item
        fields = use.read_new(ledger, said) if item is None else use.otherwise(ledger, item, said)
        after = replace(item or Improvement(id="new", ref="it"), **fields)
        who = f" · {after.owner}" if after.owner else " · no owner yet"
        what = f" · {after.nature}" if after.nature else ""
        return f"{hypothesis(after, self.session.snapshot)}{who}{what}"

    def save(self, typed: dict[str, str]) -> Improvement:
        """Keep it."""
        session, item = self.session, self._read(typed)
        if self._item is None:
            return session.do(use.propose, session.ledger, item)
        return session.do(use.say, session.ledger, self._item.ref, item, self._item.rev)
