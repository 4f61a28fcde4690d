"""Putting a question of the console aside, with the reason, and taking it up again."""

from __future__ import annotations

from store.domain.dismissing import MAX_REFS, refuse_again, refuse_no_reason
from store.domain.text import clean
from store.errors import UsageFault
from store.insight.signal import Signal
from store.insight.signals import all_signals, signal_called
from store.ledger.ledger import Ledger


def dismiss(ledger: Ledger, key: str, why: str) -> Signal:
    """Put the signal with this key aside for the evidence that there is now, and say why.

    Refuses a key that asks nothing, no reason, and to put the same evidence aside twice.
    """
    key, why = clean(key), clean(why)
    refuse_no_reason(why)
    with ledger.change("signal.dismiss") as change:
        snap = ledger.snapshot()
        found = signal_called(snap, key)
        if found is None:
            known = [one.key for one in all_signals(snap)]
            ask = f"There are: {', '.join(known[:6])}." if known else "Nothing asks now."
            raise UsageFault(f"No signal is called {key[:60]!r}. {ask} See: rte signals")
        refuse_again(found.key, found.refs, found.dismissed)
        change.new(
            "dismissal",
            {
                "signal": found.key,
                "why": why,
                "refs": list(found.refs[:MAX_REFS]),
                "on": change.stamp.today,
                **change.stamp.fields(),
            },
        )
    return next(s for s in all_signals(ledger.snapshot()) if s.key == found.key)
