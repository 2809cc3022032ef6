"""What all commands share: how they end, how they tell progress, how they are asked.

Exit codes: 0 done, or all is well; 1 something was found (faults of a call, a broken chain, a check that failed);
2 the command line was not understood; 3 it could not be done (no access, no such stage, an engine's refusal);
130 stopped by Ctrl-C.
"""

import sys
import time
from dataclasses import dataclass, field

DONE, FOUND, MISUSED, FAILED, INTERRUPTED = 0, 1, 2, 3, 130


class Stop(Exception):
    """A command ends here with one line that says what is wrong and what to do."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """One line to whoever runs the command; what others may read on goes to standard output instead."""
    print(f"laurel: {sentence}", file=sys.stderr, flush=True)


@dataclass
class Progress:
    """Counts what long work has done and says so now and then. `every` is in seconds."""

    what: str
    every: float = 5.0
    count: int = 0
    _said: float = field(default_factory=time.monotonic)

    def add(self, number: int = 1) -> None:
        """So many more are done."""
        self.count += number
        if time.monotonic() - self._said >= self.every:
            self._said = time.monotonic()
            say(f"{self.what}: {self.count:,} so far")


def confirmed(question: str, word: str, given: str | None) -> None:
    """Ends unless the word that names what will be lost was given, by option or typed now. Raises Stop."""
    if given is None and not sys.stdin.isatty():
        raise Stop(f"{question} That needs a word, and nobody can type it here. Give it with --yes {word}.")
    answer = input(f"{question} Type {word} to go on: ").strip() if given is None else given
    if answer != word:
        raise Stop("not confirmed; nothing was changed.")
