"""Text in lines: where Chinese and Latin text may be broken."""

import re
from collections.abc import Callable, Iterator

NEVER_FIRST = "，。、；：？！）】〕》〉」』”’…—·%％‰℃,.;:?!)]}>〓"
"""Signs that begin no line."""
NEVER_LAST = "（【〔《〈「『“‘([{<￥$"
"""Signs that end no line."""
_PIECE = re.compile(r"\d+[年月日]|[A-Za-z0-9\u00c0-\u024f_@#&+*=~^|\\/%.,:;?!'\"()\[\]{}<>$-]+|\s|.", re.DOTALL)
"""What is not broken if it fits: a year or day, a Latin word, or one sign."""


def broken(text: str, width: float, width_of: Callable[[str], float], indent: float = 0) -> list[str]:
    """Return a text in lines of at most a width.

    There is at least one, and the first is narrower by `indent`. Only a piece that is wider than a whole line is
    broken within.
    """
    lines: list[str] = []
    line, used, room = "", 0.0, width - indent
    for piece in _pieces(text, width, width_of):
        if line and used + width_of(piece.rstrip(" ")) > room + 0.01:
            lines.append(line.rstrip(" "))
            line, used, room = "", 0.0, width
            piece = piece.lstrip(" ")
        line, used = line + piece, used + width_of(piece)
    return [*lines, line.rstrip(" ")]


def _pieces(text: str, width: float, width_of: Callable[[str], float]) -> Iterator[str]:
    """Yield what is parted only where it exceeds a line."""
    together = ""
    for match in _PIECE.finditer(text):
        piece = match[0]
        if together and piece[0] not in NEVER_FIRST and together[-1] not in NEVER_LAST:
            yield from _cut(together, width, width_of)
            together = ""
        together += piece
    yield from _cut(together, width, width_of)


def _cut(piece: str, width: float, width_of: Callable[[str], float]) -> Iterator[str]:
    while len(piece) > 1 and width_of(piece) > width:
        fits = 1
        while width_of(piece[: fits + 1]) <= width:
            fits += 1
        yield piece[:fits]
        piece = piece[fits:]
    yield piece
