"""Teams of the train: added, renamed, retired, brought back. Records stay filed under short ids."""

from __future__ import annotations

from dataclasses import replace

from store.domain.records import Team
from store.domain.setup_words import TeamWords, read_name, read_teams
from store.errors import RuleBroken, UsageFault
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

FILED = ("team", "provider", "consumer", "scope", "teams", "order")
"""Fields by which records name a team."""


def _every(ledger: Ledger) -> list[Team]:
    """Teams of the train, retired ones too."""
    found = [t for t in ledger.views.all("team") if isinstance(t, Team)]
    return sorted(found, key=lambda t: (t.order, t.short))


def team_called(ledger: Ledger, short: str) -> Team:
    """The team with this short id, retired or not; `UsageFault` names those there are."""
    teams = _every(ledger)
    found = next((t for t in teams if t.short.casefold() == short.strip().casefold()), None)
    if found is None:
        known = ", ".join(t.short for t in teams) or "none yet"
        raise UsageFault(f"There is no team {short[:20]!r}. There is: {known}.")
    return found


def add_teams(ledger: Ledger, text: str) -> tuple[TeamWords, ...]:
    """Add the teams that a line names, behind those there are. Refuses a short id in use."""
    ledger.require_train()
    with ledger.change("team.add") as change:
        every = _every(ledger)
        new = read_teams(text, [t.short for t in every])
        for team in new:
            _refuse_name(every, team.name)
        place = max((t.order for t in every), default=-1) + 1
        for order, team in enumerate(new, start=place):
            doc: Doc = {"short": team.short, "name": team.name, "text": team.name, "order": order}
            doc |= {"people": team.people, "at": change.stamp.at, "by": change.stamp.by}
            change.new("team", {k: v for k, v in doc.items() if v is not None})
    return new


def change_team(ledger: Ledger, short: str, text: str, expect_rev: int | None = None) -> TeamWords:
    """Give a team another name, number of people or, while nothing is filed under it, short id."""
    with ledger.change("team.change") as change:
        team = team_called(ledger, short)
        others = [t for t in _every(ledger) if t.id != team.id]
        (new, *more) = read_teams(text)
        if more:
            raise UsageFault("That names several teams. Change one at a time, or add them.")
        # A short id that was made up from the name is no wish to change the one there is.
        stated = new.short in text.split() and new.short.upper() != team.short.upper()
        if stated:
            read_teams(text, [t.short for t in others])
            _refuse_filed(ledger, team)
        new = new if stated else replace(new, short=team.short)
        _refuse_name(others, new.name)
        fields: Doc = {"name": new.name, "text": new.name, "short": new.short, "people": new.people}
        change.amend("team", team.id, fields, expect_rev)
    return new


def retire_team(ledger: Ledger, short: str, expect_rev: int | None = None) -> Team:
    """Take a team out of the train. Its records stay; nothing new can name it."""
    with ledger.change("team.retire") as change:
        team = team_called(ledger, short)
        if team.retired:
            raise RuleBroken(f"{team.name} {team.short} is retired already.")
        if len(ledger.teams) < 2:
            raise RuleBroken(f"{team.name} is the last team. Add another one first.")
        fields: Doc = {"retired": ledger.today.isoformat()}
        change.amend("team", team.id, fields, expect_rev)
    return team


def return_team(ledger: Ledger, short: str, expect_rev: int | None = None) -> Team:
    """Bring a retired team back, at its old place."""
    with ledger.change("team.return") as change:
        team = team_called(ledger, short)
        if not team.retired:
            raise RuleBroken(f"{team.name} {team.short} is part of the train.")
        _refuse_name([t for t in _every(ledger) if t.id != team.id], team.name)
        change.amend("team", team.id, {"retired": None}, expect_rev)
    return team


def _refuse_name(teams: list[Team], name: str) -> None:
    """Two teams of one name could not be told apart aloud."""
    wanted = read_name(name, "A team").casefold()
    other = next((t for t in teams if t.name.casefold() == wanted), None)
    if other is not None:
        gone = f" (retired {other.retired})" if other.retired else ""
        raise RuleBroken(f"There is a team {other.name} {other.short}{gone}. Choose another name.")


def _refuse_filed(ledger: Ledger, team: Team) -> None:
    """A short id stays once records are filed under it: they would lose their team."""
    ref = filed_under(ledger, team.short)
    if ref is not None:
        raise RuleBroken(
            f"{team.short} stays the short id, because {ref} is filed under it. Change the name, "
            "or add a team and retire this one."
        )


def filed_under(ledger: Ledger, short: str) -> str | None:
    """The reference of a record that names the team with this short id; None if there is none."""
    for table, docs in ledger.db.state.tables.items():
        for doc in docs.values() if table != "team" else ():
            if any(_holds(doc.get(name), short) for name in FILED):
                return str(doc.get("ref") or f"a {table}")
    return None


def _holds(value: object, short: str) -> bool:
    return value == short or (isinstance(value, list) and short in value)
