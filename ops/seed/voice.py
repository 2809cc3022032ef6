"""How a text that was written once is told by many: its slots are filled, its figures differ from place to place.

``{unit}`` is a word that the sample gives; ``{312}`` a figure that grows with the size of the place;
``{~26}`` one that differs a little and does not grow. The same figure is told the same way all through a sample.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_SLOT = re.compile(r"\{(~?)([^{}]+)\}")
_FIGURE = re.compile(r"[0-9]+(?:\.([0-9]+))?")


@dataclass(frozen=True)
class Voice:
    """Who tells: a sample's name, its words, and its size. At size 1 figures stay as they were written."""

    sample: str
    words: Mapping[str, str]
    size: float = 1.0

    def tell(self, value: Any) -> Any:
        """Texts, and lists and mappings of texts, with every slot filled. Raises KeyError for an unknown word."""
        if isinstance(value, str):
            return _SLOT.sub(self._filled, value)
        if isinstance(value, Mapping):
            return {key: self.tell(one) for key, one in value.items()}
        return [self.tell(one) for one in value] if isinstance(value, list) else value

    def _filled(self, slot: re.Match[str]) -> str:
        steady, word = slot.groups()
        figure = _FIGURE.fullmatch(word)
        return self._figure(word, figure[1], bool(steady)) if figure else self.words[word]

    def _figure(self, written: str, decimals: str | None, steady: bool) -> str:
        if self.size == 1.0:
            return written
        places = len(decimals or "")
        told = self._steady(written) if steady else float(written) * self._wobble(written) * self.size
        return f"{max(told, 10.0**-places):.{places}f}"

    def _steady(self, written: str) -> float:
        """About what is written; of a share near all, what is left to a hundred varies, so that none is more."""
        figure = float(written)
        if 90 <= figure < 100:
            return 100 - (100 - figure) * self._wobble(written)
        return figure * self._wobble(written)

    def _wobble(self, written: str) -> float:
        """0.92 to 1.08, by the sample and the figure."""
        return 0.92 + 0.16 * share(self.sample, written)


def share(*words: str) -> float:
    """A number from 0 up to 1 that follows from words."""
    return int.from_bytes(sha256("\n".join(words).encode()).digest()[:6], "big") / 2**48


def pick(options: list[Any], *words: str) -> Any:
    """One of the options, by words."""
    return options[int(share(*words) * len(options))]
