"""What `rte --help` says: examples first, then the verbs."""

from __future__ import annotations

from console.cli.verbs import VERBS

EXAMPLES = """\
rte: run the events of a release train, and keep everything that was said.

  rte demo                                         look around in a sample train
  rte init                                         set your own train up, in a minute
  rte                                              open the console on your train
  rte --plain                                      the same line by line, without drawing
  rte capture                                      one line to capture into, where you are
  rte add risk "test rig is late @GAN due:fri"     capture a line; prints its reference
  git log --format=%s | rte add action -           capture every line of a pipe
  rte list impediment                              what is stuck, and what asks for a next step
  rte show B08 --history                           one record, and where it came from
  rte calendar --zone Asia/Kolkata                 the next events, in two zones
  rte event start art-sync && rte now              drive the room from any shell
  rte minutes > minutes.md                         the minutes, also in the middle of an event
"""

OPTIONS = """\
For every verb, before or behind it:
  --store PATH     the folder of the train's store   (else $RTE_STORE, else rte trains)
  --as-of MOMENT   answer as of 2026-11-18 or 2026-11-18T09:00   (else $RTE_NOW)
  --by WHO         the role that a change is stamped with   (else $RTE_BY, else your login)
  --json           data with a schema, for scripts
  --read-only      write nothing into the store, whatever is asked   (else $RTE_READ_ONLY=1)

rte VERB --help tells more. Exit codes: 0 done, 1 failed, 2 not understood, 3 refused by a rule or
changed by somebody else, 4 no rights, 5 damaged store.
"""


def overview() -> str:
    """The whole help page."""
    verbs = "\n".join(f"  {name:<9} {about}" for name, (_, about) in VERBS.items())
    return f"{EXAMPLES}\nVerbs:\n{verbs}\n\n{OPTIONS}"
