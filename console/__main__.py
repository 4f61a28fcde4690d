"""The command `rte`, and `python -m console`."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; see docs/command-line.md."""
    from console.cli.run import run

    if argv is not None:
        return run(list(argv))
    code = run(sys.argv[1:])
    if "threading" not in sys.modules:
        # Everything is flushed and nothing runs beside us: taking the interpreter apart would only
        # cost a tenth of the time that a capture takes.
        os._exit(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
