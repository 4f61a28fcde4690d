"""`rte stage`: the audience's view in a terminal of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.parsing import Parser
from console.moment import clock_for
from console.terminal import prepare

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte stage                         on the projector, while the console runs elsewhere
  rte --store PATH stage            of the train in PATH, for instance a demo

It follows the running event by itself and can change nothing: the store is opened for reading
only. Esc leaves, t changes the colours, ? helps."""


def run(asked: Asked, words: list[str]) -> int:
    """Open the stage and stay until the person leaves."""
    Parser("stage", "the audience's view of the running event", EXAMPLES).parse_args(words)
    prepare()
    folder = Path(asked.folder)
    from console.stage import run_stage  # here: Textual reads the environment when imported

    return run_stage(folder, lambda zone: clock_for(folder, asked.as_of, zone))
