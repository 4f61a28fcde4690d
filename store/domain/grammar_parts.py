"""The values that the capture grammar takes and gives."""

from __future__ import annotations

from store.domain.kinds import LETTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from store.domain.dates import Iteration

    Teams = Sequence[tuple[str, str]]
    Roles = Sequence[str]
    Iterations = Sequence[Iteration]


class CaptureContext:
    """What a line may name: the train's teams, roles, iterations, letters and its today.

    `today`       the date in the train's time zone
    `teams`       pairs of id and name
    `roles`       names of roles as the train writes them; an owner may be anybody else as well
    `iterations`  name, first and last day
    `letters`     kind to reference letters, as this train has them
    `called`      a reference as the record that has it is called (B07 for B7), None for no record;
                  without it nobody can tell, and all are taken in their normal form

    All but the last two may be functions without arguments. They are asked at most once for a line,
    and only if the line needs them: a capture without a date must not wait for a time zone.
    """

    __slots__ = ("_called", "_iterations", "_roles", "_teams", "_today", "letters")

    def __init__(
        self,
        today: date | Callable[[], date],
        *,
        teams: Teams | Callable[[], Teams] = (),
        roles: Roles | Callable[[], Roles] = (),
        iterations: Iterations | Callable[[], Iterations] = (),
        letters: Mapping[str, str] = LETTERS,
        called: Callable[[str], str | None] | None = None,
    ) -> None:
        self._today = today
        self._teams = teams
        self._roles = roles
        self._iterations = iterations
        self.letters = letters
        self._called = called

    def called(self, ref: str) -> str | None:
        return ref if self._called is None else self._called(ref)

    def today(self) -> date:
        if callable(self._today):
            self._today = self._today()
        return self._today

    def teams(self) -> Teams:
        if callable(self._teams):
            self._teams = self._teams()
        return self._teams

    def roles(self) -> Roles:
        if callable(self._roles):
            self._roles = self._roles()
        return self._roles

    def iterations(self) -> Iterations:
        if callable(self._iterations):
            self._iterations = self._iterations()
        return self._iterations


class Understood:
    """A part of a line that was read, and how: the span `start:end` of the capture's `line`.

    `label` is one of kind, team, owner, by, due, link, item, objective, probability, impact,
    between, need, plan, verdict, takes, needs, review, like, level, option, as typed. `reading` is
    what to show for it in plain words.
    """

    __slots__ = ("end", "label", "reading", "start", "token")

    def __init__(self, line: str, start: int, end: int, label: str, reading: str) -> None:
        self.start = start
        self.end = end
        self.token = line[start:end]
        self.label = label
        self.reading = reading

    def __repr__(self) -> str:
        return f"Understood({self.token!r}, {self.label}, {self.reading!r})"


class Capture:
    """What one line says.

    `line`         the line that the spans of `understood` count in: as typed, unless it held
                   something that is not text (see `store.domain.text.clean`)
    `kind`         name of the kind, or None: ask, then parse again with the answer
    `text`         all that was not understood, in its order; cleaned; may be empty
    `teams`        ids; `team` is the first
    `owner`        a role or a name
    `due`          ISO date, with `due_reading` as shown to people
    `links`        references in normal form: R12
    `probability`, `impact`               1 to 5; risks only
    `needs`        leaders, for a risk, action or topic that asks leaders for a decision
    `provider`, `consumer`, `need`, `plan`    team ids and iteration names; dependencies only
    `like`, `level`                       an earlier impediment, and a level; impediments only
    `options`                             what was weighed; decisions only
    `verdict`, `item`                     fits, change or unclear, and a demo item; feedback only
    `objective`, `seconds`                a PI objective, and a timebox; demo items only
    `condition`, `consequence`            of a risk that says "if ... then ..."
    `what`, `because`, `decided_by`       of a decision that says "... because ..., by ..."
    `understood`   the parts that were read, in the order of the line
    `notes`        sentences about words that look like keys and could not be read
    `overflow`     characters beyond the limit; when not 0, nothing was read and `text` is all of it
    """

    __slots__ = (
        "because",
        "condition",
        "consequence",
        "consumer",
        "decided_by",
        "due",
        "due_reading",
        "impact",
        "item",
        "kind",
        "level",
        "like",
        "line",
        "links",
        "need",
        "needs",
        "notes",
        "objective",
        "options",
        "overflow",
        "owner",
        "plan",
        "probability",
        "provider",
        "seconds",
        "teams",
        "text",
        "understood",
        "verdict",
        "what",
    )

    def __init__(self, line: str, kind: str | None) -> None:
        self.line = line
        self.kind = kind
        self.text = ""
        self.teams: list[str] = []
        self.owner: str | None = None
        self.due: str | None = None
        self.due_reading: str | None = None
        self.links: list[str] = []
        self.probability: int | None = None
        self.impact: int | None = None
        self.provider: str | None = None
        self.consumer: str | None = None
        self.need: str | None = None
        self.needs: str | None = None
        self.plan: str | None = None
        self.like: str | None = None
        self.level: str | None = None
        self.options: list[str] = []
        self.verdict: str | None = None
        self.item: str | None = None
        self.objective: str | None = None
        self.seconds: int | None = None
        self.condition: str | None = None
        self.consequence: str | None = None
        self.what: str | None = None
        self.because: str | None = None
        self.decided_by: str | None = None
        self.understood: list[Understood] = []
        self.notes: list[str] = []
        self.overflow = 0

    @property
    def team(self) -> str | None:
        return self.teams[0] if self.teams else None
