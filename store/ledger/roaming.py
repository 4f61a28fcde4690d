"""The ways of a risk: its letter, its words, back to its team, or into an impediment.

Each is one use-case. Which letter may follow which, and what it owes, stands in
`store.domain.roam`; here it is looked up under the lock and written.
"""

from __future__ import annotations

from collections.abc import Mapping

from store.domain import roam
from store.domain.births import birth, changes
from store.domain.grammar import Capture, parse_capture
from store.domain.grammar_words import normal
from store.domain.records import Impediment, Risk, Team
from store.domain.roam import Said
from store.domain.text import clean
from store.errors import RuleBroken, UsageFault
from store.insight import risk_reviews
from store.ledger.capturing import context
from store.ledger.ledger import Change, Ledger
from store.ledger.saying import day_of, role_of, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

FORM = "Say it as: if CONDITION, then CONSEQUENCE."


def the_risk(ledger: Ledger, ref: str) -> Risk:
    """The risk with this reference; `UsageFault` for anything else."""
    return ledger.the(Risk, ref)


def after(ledger: Ledger, risk: Risk) -> Risk:
    """The risk as it stands once a change of it is on disk."""
    found = ledger.views.get("risk", risk.id)
    assert isinstance(found, Risk)  # changed under the lock just now
    return found


def understand(ledger: Ledger, typed: Mapping[str, str]) -> Said:
    """What was typed into the fields of a form: names as the train writes them, days read.

    UsageFault for a day that cannot be read or for too many words.
    """
    found: dict[str, str] = {}
    for field, text in typed.items():
        if field in ("review", "due"):
            said = day_of(ledger, text)
        elif field == "owner":
            said = role_of(ledger, text)
        else:
            said = words(text, f"The {field}")
        if said:
            found[field] = said
    return Said(**found)


def give_letter(
    ledger: Ledger, ref: str, letter: str, said: Said, expect_rev: int | None = None
) -> Risk:
    """Give a risk its ROAM letter with the duties of that letter.

    A risk that was handed back to its team is the train's again. Refuses as `roam.give` does, and
    with `ChangedMeanwhile` a risk that is no longer at `expect_rev`.
    """
    with ledger.change("roam") as change:
        risk = ledger.the(Risk, ref, expect_rev)
        fields: Doc = dict(roam.give(risk, letter, said, ledger.today))
        fields["roamed"] = _roamed(ledger, risk, change, letter, fields)
        if letter != risk.roam:
            fields["letters_before"] = list(roam.letters(risk))
        change.amend("risk", risk.id, fields)
    return after(ledger, risk)


def _roamed(ledger: Ledger, risk: Risk, change: Change, letter: str, facts: Doc) -> list[Doc]:
    """The letters given to a risk with one more, stamped; `facts` hold what was said with it.

    What had slipped by then is kept too: the room that gave the letter knew of it.
    """
    doc = ledger.db.state.doc("risk", risk.id) or {}
    said = ("owner", "review", "action", "due", "note", "team")
    more = {
        "letter": letter,
        "before": risk.roam,
        "at": change.stamp.at,
        "event": change.stamp.event,
        **{name: facts.get(name) for name in said},
        "slipped": [dep.ref for dep in risk_reviews.slipped(ledger.snapshot(), risk)],
    }
    return [*doc.get("roamed", ()), {k: v for k, v in more.items() if v not in (None, [])}]


def restate(
    ledger: Ledger,
    ref: str,
    condition: str,
    consequence: str,
    exposure: str = "",
    contingency: str | None = None,
    trigger: str | None = None,
    expect_rev: int | None = None,
) -> Risk:
    """Say a risk anew as condition and consequence, and with `exposure` (`4 5`) how large it is.

    `contingency` is what is done if it happens all the same, `trigger` the sign that it does; ""
    takes one away, None leaves it. What the risk said before stays in its history. Refuses a part
    without words, figures that are not 1 to 5, and a risk that is resolved, has happened or is
    merged.
    """
    fields = restated(condition, consequence, exposure, contingency, trigger)
    return _say_anew(ledger, ref, fields, expect_rev)


def restated(
    condition: str,
    consequence: str,
    exposure: str = "",
    contingency: str | None = None,
    trigger: str | None = None,
) -> Doc:
    """The fields that `restate` sets, with its refusals."""
    named = (("condition", condition), ("consequence", consequence))
    parts = [words(text, f"The {called}").strip(" ,") for called, text in named]
    for part, (called, _) in zip(parts, named, strict=True):
        if not part:
            raise RuleBroken(f"The {called} has no words yet. {FORM}")
    return {
        "condition": parts[0],
        "consequence": parts[1],
        "text": f"if {parts[0]}, then {parts[1]}",
        **_figures(exposure),
        **prepared(contingency, trigger),
    }


def prepared(contingency: str | None, trigger: str | None) -> Doc:
    """What is ready for the case that it happens; "" takes a field away, None leaves it."""
    said = {"contingency": contingency, "trigger": trigger}
    return {k: words(v, f"The {k}") or None for k, v in said.items() if v is not None}


def prepare(
    ledger: Ledger,
    ref: str,
    contingency: str | None = None,
    trigger: str | None = None,
    expect_rev: int | None = None,
) -> Risk:
    """Say what is done if a risk happens, and by which sign the train sees it; the rest stays.

    Refuses where neither is said, and a risk that is resolved, has happened or is merged.
    """
    fields = prepared(contingency, trigger)
    if not fields:
        raise RuleBroken("Say what is done if it happens, or the sign that it does.")
    return _say_anew(ledger, ref, fields, expect_rev)


def restate_line(
    ledger: Ledger,
    ref: str,
    line: str,
    contingency: str | None = None,
    trigger: str | None = None,
) -> Risk:
    """The same from one line, `if ..., then ...`, with the key words of a capture."""
    risk = the_risk(ledger, ref)
    found = parse_capture(line, kind="risk", context=context(ledger))
    if found.notes:
        raise UsageFault(found.notes[0])
    if found.condition is None or found.consequence is None:
        raise UsageFault(f"{risk.ref} is not said in two parts. {FORM}")
    fields: Doc = {
        "condition": found.condition,
        "consequence": found.consequence,
        "text": found.text,
        **prepared(contingency, trigger),
    }
    found.text = ""
    return _say_anew(ledger, ref, fields | changes(found, "risk", risk.links), risk.rev)


def _say_anew(ledger: Ledger, ref: str, fields: Doc, expect_rev: int | None) -> Risk:
    with ledger.change("restate") as change:
        risk = ledger.the(Risk, ref, expect_rev)
        roam.refuse_closed(risk)
        change.amend("risk", risk.id, fields)
    return after(ledger, risk)


def _figures(exposure: str) -> Doc:
    """`4 5`, `4x5` or `p:4 i:5` as probability and impact; nothing changes neither."""
    said = clean(exposure, limit=len(exposure) + 1).lower()
    if not said:
        return {}
    digits = [letter for letter in said if letter.isdigit()]
    rest = "".join(letter for letter in said if letter not in "pi: x×*,12345")
    if len(digits) != 2 or rest:
        raise UsageFault("Probability and impact are two figures from 1 to 5: write 4 5.")
    return {"p": int(digits[0]), "i": int(digits[1])}


def the_team(ledger: Ledger, text: str) -> Team:
    """The team of this id or name. UsageFault, naming the teams, for none."""
    said = clean(text).lstrip("@")
    wanted = normal(said)
    for team in ledger.teams:
        if wanted in (normal(team.short), normal(team.name)):
            return team
    known = ", ".join(f"@{team.short}" for team in ledger.teams[:12])
    called = f"No team is called {said[:40]!r}" if said else "Which team is it about"
    raise UsageFault(f"{called}: write {known}.")


def hand_back(ledger: Ledger, ref: str, team: str) -> Risk:
    """Drop a risk back to the team that it is about; the train no longer looks after it.

    A letter given later makes it the train's again. Refuses a team that is not there, and a risk
    that is resolved, has happened or is merged.
    """
    found = the_team(ledger, team)
    with ledger.change("risk.back") as change:
        risk = the_risk(ledger, ref)
        roam.refuse_closed(risk)
        if risk.level == "team" and risk.team == found.short:
            raise RuleBroken(f"{risk.ref} is with {found.short} already.")
        others = [name for name in (risk.team, *risk.teams) if name and name != found.short]
        fields: Doc = {
            "team": found.short,
            "teams": list(dict.fromkeys(others)) or None,
            "level": "team",
        }
        fields["roamed"] = _roamed(ledger, risk, change, risk.roam, fields)
        change.amend("risk", risk.id, fields)
    return after(ledger, risk)


def as_impediment(risk: Risk) -> str:
    """The words for a risk that has happened: what was a condition is a fact now."""
    if risk.condition and risk.consequence:
        return f"{risk.condition}, so {risk.consequence}"
    return risk.text


def happened(ledger: Ledger, ref: str, line: str = "") -> tuple[Risk, Impediment]:
    """A risk has happened: an impediment takes its place, and each names the other.

    `line` says what is in the way, with the key words of a capture (`owner:RTE due:fri`); without
    words of its own the risk's words are taken. Refuses a risk that is resolved, has happened or
    is merged.
    """
    found = parse_capture(line, kind="impediment", context=context(ledger))
    with ledger.change("risk.happened") as change:
        risk = the_risk(ledger, ref)
        roam.refuse_closed(risk)
        key = change.new("impediment", _impediment(found, risk, change))
        became = change.ref_of("impediment", key)
        change.amend("risk", risk.id, {
            "occurred": ledger.today.isoformat(),
            "impediment": became,
            "settled_in": change.stamp.event,
        })  # fmt: skip
    impediment = ledger.views.get("impediment", key)
    assert isinstance(impediment, Impediment)  # stored just now
    return after(ledger, risk), impediment


def _impediment(found: Capture, risk: Risk, change: Change) -> Doc:
    found.text = found.text or as_impediment(risk)
    doc = birth(found, change.stamp)
    doc["risk"] = risk.ref
    doc["links"] = list(dict.fromkeys((*found.links, *risk.links)))
    if risk.team and "team" not in doc:
        doc["team"] = risk.team
        doc["teams"] = list(risk.teams)
    return {name: value for name, value in doc.items() if value not in (None, [])}
