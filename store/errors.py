"""The one family of refusals and faults that people see.

Each carries a short title and one sentence (what, where, what instead). A screen shows it as a
notice, the command line prints it on stderr and ends with `exit_code`. Anything else that is
raised is a defect of the program.
"""

from __future__ import annotations


class ConsoleError(Exception):
    """A fault with a title and one sentence for a person.

    `title` names the fault in two or three words; `sentence` says what is wrong, where, and what
    to do instead. Neither is ever markup.
    """

    title = "Not done"
    exit_code = 1

    def __init__(self, sentence: str, *, title: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if title is not None:
            self.title = title


class NotSaved(ConsoleError):
    """The disk or the system refused: nothing was stored, memory and file are as before."""

    title = "Not saved"
    exit_code = 1


class UsageFault(ConsoleError):
    """What was asked cannot be understood: a word, an option, a date."""

    title = "Not understood"
    exit_code = 2


class RuleBroken(ConsoleError):
    """A rule of the domain refuses it; nothing changed."""

    title = "Not possible"
    exit_code = 3


class ChangedMeanwhile(RuleBroken):
    """Somebody else changed the record since it was read."""

    title = "Changed meanwhile"


class Busy(ConsoleError):
    """Another process holds the store's lock past the deadline; the sentence names it."""

    title = "Store is busy"
    exit_code = 3


class NoRights(ConsoleError):
    """The operating system denies the file or folder to this user."""

    title = "No rights"
    exit_code = 4


class Damaged(ConsoleError):
    """The store cannot be trusted as it is: empty, headerless, or of a newer format."""

    title = "Damaged store"
    exit_code = 5
