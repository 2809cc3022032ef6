"""Variation of a text between samples: words and figures.

`{unit}` is a word of the sample, `{312}` a figure that grows with the sample's size, `{~26}` one that differs a
little and does not grow. Within a sample the same figure varies the same way everywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_SLOT = re.compile(r"\{(~?)([^{}]+)\}")
_FIGURE = re.compile(r"[0-9]+(?:\.([0-9]+))?")


@dataclass(frozen=True)
class TextVariation:
    """A sample's name, words and size.

    At size 1 figures stay as written.
    """

    sample: str
    words: Mapping[str, str]
    size: float = 1.0

    def fill(self, value: Any) -> Any:
        """Fill every slot of a text.

        Lists and mappings are filled text by text. Raises KeyError for an unknown word.
        """
        if isinstance(value, str):
            return _SLOT.sub(self._filled, value)
        if isinstance(value, Mapping):
            return {key: self.fill(one) for key, one in value.items()}
        return [self.fill(one) for one in value] if isinstance(value, list) else value

    def _filled(self, slot: re.Match[str]) -> str:
        steady, word = slot.groups()
        figure = _FIGURE.fullmatch(word)
        return self._figure(word, figure[1], bool(steady)) if figure else self.words[word]

    def _figure(self, written: str, decimals: str | None, steady: bool) -> str:
        if self.size == 1.0:
            return written
        places = len(decimals or "")
        figure = self._steady(written) if steady else float(written) * self._wobble(written) * self.size
        return f"{max(figure, 10.0**-places):.{places}f}"

    def _steady(self, written: str) -> float:
        """Return a figure near the written one.

        From 90 to 100 it is the distance to 100 that varies, so that no share exceeds 100.
        """
        figure = float(written)
        if 90 <= figure < 100:
            return 100 - (100 - figure) * self._wobble(written)
        return figure * self._wobble(written)

    def _wobble(self, written: str) -> float:
        """Return a factor of 0.92 to 1.08, by sample and figure."""
        return 0.92 + 0.16 * share(self.sample, written)


def share(*words: str) -> float:
    """Return a number in [0, 1) that depends on the words alone."""
    return int.from_bytes(sha256("\n".join(words).encode()).digest()[:6], "big") / 2**48


def pick(options: list[Any], *words: str) -> Any:
    """Choose an option, which depends on the words alone."""
    return options[int(share(*words) * len(options))]
