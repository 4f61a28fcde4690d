"""What quick capture must know of a train, small enough to be read in a millisecond.

A context is a plain dict kept in the journal's checkpoint. It is derived from the state and from
nothing else; `advance` brings it up to the entries that came after the checkpoint, or says that
it cannot and the whole store must be opened. Nothing heavy is imported here.

    train, zone, roles, letters   of the train
    teams                  [[id, name], ...] in the train's order
    intervals              planning intervals with their iterations, as stored
    refs                   highest number of each letter ever given out
    event                  of the open event what its clock and a stamp need, or null
    moments                [[id, moment], ...] of that event, in order
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.entry import Entry

    Context = dict[str, Any]
    Tables = dict[str, dict[str, dict[str, Any]]]

SETTING = ("train", "team", "pi")
"""Tables that shape the context as a whole: a change there means making it anew."""
STEP = ("key", "title", "minutes", "day", "at", "flexible")
"""What a clock needs of a step."""


def context_of(tables: Tables, refs: dict[str, int], letters: dict[str, str]) -> Context | None:
    """The context of a state's tables; None in a store that holds no train."""
    train = next(iter(tables.get("train", {}).values()), None)
    if train is None:
        return None
    teams = sorted(
        (t for t in tables.get("team", {}).values() if not t.get("retired")),
        key=lambda t: (t.get("order", 0), t.get("short", "")),
    )
    event, moments = _open_event(tables)
    return {
        "train": train.get("name", ""),
        "zone": train.get("zone", "UTC"),
        "roles": train.get("roles", []),
        "letters": letters,
        "teams": [[t.get("short", ""), t.get("name", "")] for t in teams],
        "intervals": [
            {k: p.get(k) for k in ("short", "start", "end", "state", "iterations")}
            for p in sorted(tables.get("pi", {}).values(), key=lambda p: p.get("start", ""))
        ],
        "refs": dict(refs),
        "event": event,
        "moments": moments,
    }


def _open_event(tables: Tables) -> tuple[dict[str, Any] | None, list[list[Any]]]:
    timed: dict[str, list[list[Any]]] = {}
    for key, moment in tables.get("moment", {}).items():
        timed.setdefault(moment["event"], []).append([key, moment])
    for event in reversed(list(tables.get("event", {}).values())):
        moments = timed.get(event.get("ref", ""))
        if moments and not any(m["do"] == "close" for _, m in moments):
            return _known(event), moments
    return None, []


def _known(event: dict[str, Any]) -> dict[str, Any]:
    """Of an event what is needed here; what its steps say of themselves would only be carried."""
    return {
        **{name: event.get(name, "") for name in ("ref", "title", "pi")},
        **{name: event.get(name) for name in ("begins", "on")},
        "steps": [{k: s[k] for k in STEP if k in s} for s in event.get("steps") or ()],
    }


def advance(context: Context, entries: list[Entry]) -> bool:
    """Take in entries after the checkpoint; False if the context cannot follow them."""
    return all(_follow(context, op) for entry in entries for op in entry.get("ops", ()))


def _follow(context: Context, op: list[Any]) -> bool:
    code, table = op[0], op[1]
    if code not in ("p", "u", "d") or table in SETTING or table == "event":
        return False
    if table == "moment":
        return _follow_moment(context, op)
    if code == "p":
        note_ref(context, op[3].get("ref"))
    return True


def _follow_moment(context: Context, op: list[Any]) -> bool:
    """Moves of the open event are taken in; its closing, and undoing one, need the whole store."""
    code, key, moment = op[0], op[2], op[3]
    event = context["event"]
    if event is None or moment.get("event") != event["ref"] or moment.get("do") == "close":
        return False
    if code == "p":
        context["moments"].append([key, moment])
        return True
    if code == "d":
        context["moments"] = [pair for pair in context["moments"] if pair[0] != key]
        return True
    return False


def note_ref(context: Context, ref: object) -> None:
    """Count a reference that was given out."""
    if not isinstance(ref, str):
        return
    letters = ref.rstrip("0123456789")
    digits = ref[len(letters) :]
    if letters and digits:
        refs = context["refs"]
        refs[letters] = max(refs.get(letters, 0), int(digits))
