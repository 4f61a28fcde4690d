"""Asking a person at a terminal: one question a line, a refused answer stays in the line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from store.domain.text import clean, decode
from store.errors import ConsoleError, UsageFault
from store.ledger.questions import Plan, Question, answer

Read = Callable[[str, str], str]
"""Reads a line, given the prompt and what stands in the line already; EOFError at the end."""
Tell = Callable[[str], None]
MORE = "      another team, or Enter: "


def ask(plan: Plan, questions: Sequence[Question], read: Read, tell: Tell, of: int) -> Plan:
    """The plan with each question answered. Enter accepts the usual answer, shown in brackets.

    An answer that cannot be used is told why, in one sentence, and can be corrected in the line.
    `of` is how many answers there are in all. UsageFault when the person ends the input.
    """
    for number, question in enumerate(questions, start=1):
        said = ""
        while True:
            said = _answer(f"{number}/{of} {_prompt(question, plan)}", said, question, read)
            try:
                plan = answer(plan, question, said)
            except ConsoleError as fault:
                tell(f"    {fault.sentence}")
                continue
            break
        if question.reading is not None and said.strip():
            tell(f"    {question.reading(plan)}")
    return plan


def _prompt(question: Question, plan: Plan) -> str:
    usual = question.said(plan)
    return f"{question.ask} [{usual}]: " if usual else f"{question.ask} ({question.hint}): "


def _answer(prompt: str, said: str, question: Question, read: Read) -> str:
    """One answer; teams may come one a line, up to an empty one."""
    first = typed(read_or_stop(read, prompt, said))
    if question.fact != "teams" or not first.strip() or any(mark in first for mark in ",;\n"):
        return first
    lines = [first]
    while more := typed(read_or_stop(read, MORE, "")).strip():
        lines.append(more)
    return ", ".join(lines)


def read_or_stop(read: Read, prompt: str, said: str) -> str:
    """A line; the end of the input is the person's way out."""
    try:
        return read(prompt, said)
    except EOFError:
        raise UsageFault(
            "The answers ended early; nothing was made. Type rte init again."
        ) from None


def typed(text: str) -> str:
    """What was typed, cleaned; a paste keeps its lines."""
    return clean(decode(os.fsencode(text)), block=True)


def yes(text: str) -> bool:
    """Whether an answer to a question that Enter answers with yes says so."""
    return typed(text).strip().lower() in ("", "y", "yes")


def can_ask() -> bool:
    """Whether there is a person at a terminal to answer."""
    return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def terminal_reader() -> Read:
    """The reader for this process's terminal: with line editing where the system has it."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="surrogateescape")
    if not _is_terminal(sys.stdout):
        return _plain
    try:
        import readline
    except ImportError:
        return _plain

    def read(prompt: str, said: str) -> str:
        readline.set_startup_hook(lambda: readline.insert_text(said))
        try:
            return input(prompt)
        finally:
            readline.set_startup_hook()

    return read


def _plain(prompt: str, said: str) -> str:
    """Without line editing: a refused answer is shown above the line."""
    if said:
        prompt = f"    (was: {said})\n{prompt}"
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")
