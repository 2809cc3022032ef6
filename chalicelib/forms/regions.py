"""Administrative regions by code: names, levels, and nesting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LEVELS = ("province", "city", "county")


def under(code: str, ancestor: str | None) -> bool:
    """Return whether a code is another or lies under it.

    It does if the ancestor without its trailing ``00`` pairs is a prefix. Every code lies under None, which means
    everywhere; the empty code lies nowhere.
    """
    return bool(code) and code.startswith(_stem(ancestor or ""))


def _stem(code: str) -> str:
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


class Regions:
    """All known regions.

    ``data`` is ``{code: [name, parent code or None]}``, as ``ops regions`` writes it.
    """

    def __init__(self, data: Mapping[str, Sequence[str | None]]) -> None:
        self._data = data

    def known(self, code: str) -> bool:
        """Return whether the region exists."""
        return code in self._data

    def name(self, code: str) -> str:
        """Return the region's name, or the code itself if unknown."""
        return str(self._data[code][0]) if code in self._data else code

    def named(self, name: str) -> list[str]:
        """Return the codes of the regions of a name, in their order.

        A city may be called without its last sign (泰安 for 泰安市).
        """
        return [code for code, (known, _) in self._data.items() if known in {name, f"{name}市"}]

    def parent(self, code: str) -> str | None:
        """Return the code of the region above.

        None at the top and for an unknown code.
        """
        return self._data[code][1] if code in self._data else None

    def path(self, code: str) -> list[str]:
        """Return the codes from the province down to this region.

        Empty for an unknown code.
        """
        if code not in self._data:
            return []
        above = self.parent(code)
        return [*self.path(above), code] if above else [code]

    def level(self, code: str) -> str | None:
        """Return ``province``, ``city`` or ``county``; None for an unknown code.

        By the region's place in the chain of parents.
        """
        depth = len(self.path(code))
        return LEVELS[min(depth, len(LEVELS)) - 1] if depth else None
