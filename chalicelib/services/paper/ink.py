"""The font of forms, styles of text, and a line drawn."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.frozen import dataclass

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT_FILE = Path(__file__).parents[2] / "data" / "noto-serif-sc.ttf"
"""The font, cut and packaged as data beside the code (`ops/site/font.py`)."""
FONT = "Paper"
LACKING = "〓"
"""What is drawn for a sign that the font lacks, as printers do."""
SELECTORS = range(0xFE00, 0xFE10)
"""They choose a sign's variant and are not seen."""


@dataclass(frozen=True)
class Style:
    """How a text looks, in points; `after` is the room below it."""

    size: float = 10.5
    leading: float = 16
    align: Literal["left", "center", "right"] = "left"
    indent: float = 0
    after: float = 0
    grey: float = 0
    bold: bool = False

    def width_of(self, text: str) -> float:
        """Return how wide a line of text is."""
        widths = font().face.charWidths
        units: int = sum(widths[ord(sign)] for sign in text)
        return units * self.size / 1000


@cache
def font() -> Any:
    """Return the font, registered with the library once per process."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    loaded = TTFont(FONT, str(FONT_FILE))
    registerFont(loaded)
    return loaded


def printable(text: str) -> str:
    """Return a text as the font can show it."""
    known = font().face.charToGlyph
    return text if all(ord(sign) in known for sign in text) else "".join(map(_shown, text))


def lacking(text: str) -> set[str]:
    """Return the signs of a text that the font lacks."""
    return {sign for sign in text if _shown(sign) == LACKING != sign}


def _shown(sign: str) -> str:
    if ord(sign) in font().face.charToGlyph or sign == "\n":
        return sign
    if sign.isspace():
        return " "
    is_unseen = unicodedata.category(sign) == "Cf" or ord(sign) in SELECTORS
    return "" if is_unseen else LACKING


def draw(canvas: "Canvas", text: str, x: float, y: float, style: Style, space: float = 0) -> None:
    """Draw a line, with `space` more between its signs.

    A bold one has an outline, since the font has one weight.
    """
    line = canvas.beginText(x, y)
    line.setFont(FONT, style.size)
    line.setFillGray(style.grey)
    line.setTextRenderMode(2 if style.bold else 0)
    line.setCharSpace(space)
    if style.bold:
        canvas.setLineWidth(style.size / 48)
    line.textOut(text)
    line.setTextRenderMode(0)
    line.setCharSpace(0)
    canvas.drawText(line)
