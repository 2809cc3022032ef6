"""Shared parts of commands: exit codes, messages, progress, confirmation.

Exit codes: 0 done, or all is well; 1 something was found (faults of a call, a broken chain, a failed check); 2
the command line was not understood; 3 it could not be done (no access, no such stage, AWS refused); 130 stopped
by Ctrl-C.
"""

import difflib
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

DONE, FAULTY, MISUSED, FAILED, INTERRUPTED = 0, 1, 2, 3, 130


class Stop(Exception):
    """Failure that ends a command with one line.

    The line says what is wrong and what to do.
    """

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """Print one line for the operator to standard error.

    Results go to standard output instead.
    """
    print(f"laurel: {sentence}", file=sys.stderr, flush=True)


def did_you_mean(word: object, among: Iterable[str]) -> str:
    """Return "; did you mean …?" with the nearest right word.

    Empty where none is near.
    """
    near = nearest(str(word), among)
    return f"; did you mean {near}?" if near else ""


def nearest(word: str, among: Iterable[str]) -> str | None:
    """Return the word most like this one, None where none is near."""
    is_word = any(map(str.isalnum, word))
    return next(iter(difflib.get_close_matches(word, list(among), n=1)), None) if is_word else None


@dataclass
class Progress:
    """Progress of long work, reported every few seconds (`every`)."""

    what: str
    every: float = 5.0
    count: int = 0
    _last_report: float = field(default_factory=time.monotonic)

    def add(self, number: int = 1) -> None:
        """Count `number` more as done."""
        self.count += number
        if time.monotonic() - self._last_report >= self.every:
            self._last_report = time.monotonic()
            say(f"{self.what}: {self.count:,} so far")


def confirm(question: str, word: str, answer: str | None) -> None:
    """Require the word that names what will be lost.

    It comes from an option (`answer`), or is typed now. Raises Stop when it is wrong, or when nobody can type
    it.
    """
    if answer is None and not sys.stdin.isatty():
        raise Stop(f"{question} That needs a word, and nobody can type it here. Give it with --yes {word}.")
    typed = input(f"{question} Type {word} to go on: ").strip() if answer is None else answer
    if typed != word:
        raise Stop("not confirmed; nothing was changed.")
