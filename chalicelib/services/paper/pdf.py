"""A form as PDF: A4, ruled, with a Chinese font.

The same paper gives the same bytes. A sign that the font lacks is drawn as 〓 and named at the end.
"""

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.domain.paper.document import Cover, Entry, Foot, Paper
from chalicelib.frozen import dataclass
from chalicelib.services.paper.ink import FONT, Style, draw, lacking, printable
from chalicelib.services.paper.lines import broken
from chalicelib.services.paper.pieces import MM, RULE, TEXT, WIDTH, Pieces

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
SIDE, TOP, BOTTOM = (PAGE_WIDTH - WIDTH) / 2, 24 * MM, 26 * MM
QR = 13 * MM
CALL = Style(20, 32, bold=True)
FORM = Style(28, 42, bold=True)
COVER = Style(14, 20)
FOOT = Style(9)
MARK_SIZE = 110


@dataclass(frozen=True)
class Rendered:
    """A file of a form, and the signs that its font lacks."""

    body: bytes
    missing: tuple[str, ...]


def render(paper: Paper) -> Rendered:
    """Return the form as PDF."""
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate

    missing = tuple(sorted(lacking("".join(_texts(paper)))))
    note = paper.missing.format(signs="、".join(f"U+{ord(sign):04X}" for sign in missing)) if missing else ""
    frame = Frame(SIDE, BOTTOM, WIDTH, PAGE_HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=paper.title,
        author=paper.cover.maker,
        subject=paper.cover.call,
        lang={"zh": "zh-CN", "en": "en-GB"}[paper.language],
        invariant=1,
        pageTemplates=[
            PageTemplate("cover", [frame], onPage=lambda canvas, _: _draw_cover(canvas, paper.cover)),
            PageTemplate("page", [frame]),
        ],
    )
    pieces = Pieces(is_chinese=paper.language == "zh").story(paper, note)
    document.build([NextPageTemplate("page"), *pieces], canvasmaker=partial(_canvas_with_foot, paper.foot))
    return Rendered(out.getvalue(), missing)


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts of a form."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _draw_cover(canvas: "Canvas", cover: Cover) -> None:
    """Draw the first page."""
    _draw_number(canvas, cover.number)
    y = PAGE_HEIGHT - 78 * MM
    for text, style in ((cover.call, CALL), (cover.title, FORM)):
        for line in broken(printable(text), WIDTH, style.width_of):
            _draw_centred(canvas, line, y, style)
            y -= style.leading
        y -= 4 * MM
    y = PAGE_HEIGHT - 158 * MM
    for entry in cover.entries:
        y = _draw_line(canvas, entry, y)
    _draw_centred(canvas, printable(cover.maker), 38 * MM, COVER)


def _draw_centred(canvas: "Canvas", text: str, y: float, style: Style) -> None:
    draw(canvas, text, (PAGE_WIDTH - style.width_of(text)) / 2, y, style)


def _draw_number(canvas: "Canvas", number: Entry) -> None:
    """Draw the filing number at the top right, on a line."""
    y, right = PAGE_HEIGHT - 32 * MM, PAGE_WIDTH - SIDE
    label, text = printable(number.label), printable(number.text)
    start = right - max(40 * MM, TEXT.width_of(text) + 8)
    draw(canvas, label, start - TEXT.width_of(label) - 6, y, TEXT)
    draw(canvas, text, start + 4, y, TEXT)
    canvas.setLineWidth(RULE)
    canvas.line(start, y - 3, right, y - 3)


def _draw_line(canvas: "Canvas", entry: Entry, y: float) -> float:
    """Draw a label and its text, and return where the next is."""
    left, right = SIDE + 6 * MM, PAGE_WIDTH - SIDE - 6 * MM
    start, step = left + 50 * MM, 11 * MM
    below = _draw_label(canvas, printable(entry.label), left, y, 46 * MM)
    for line in broken(printable(entry.text), right - start - 6, COVER.width_of):
        draw(canvas, line, start + 3, y, COVER)
        canvas.setLineWidth(RULE)
        canvas.line(start, y - 4, right, y - 4)
        y -= step
    return min(y, below + COVER.leading - step)


def _draw_label(canvas: "Canvas", label: str, x: float, y: float, width: float) -> float:
    """Draw a label of the cover, and return the height below it.

    One line of Chinese has its signs spread over the width, as forms do.
    """
    lines = broken(label, width, COVER.width_of)
    is_spread = len(lines) == 1 and any(sign > "\u2e80" for sign in label)
    for line in lines:
        space = (width - COVER.width_of(line)) / max(len(line) - 1, 1) if is_spread else 0
        draw(canvas, line, x, y, COVER, min(space, 3 * COVER.size))
        y -= COVER.leading
    return y


def _canvas_with_foot(foot: Foot, *args: Any, **options: Any) -> Any:
    """Return a canvas that knows how many pages there are.

    It draws each page's foot when all are done.
    """
    from reportlab.pdfgen.canvas import Canvas

    class Footed(Canvas):  # type: ignore[misc]
        """A canvas that keeps its pages until the last."""

        def __init__(self) -> None:
            super().__init__(*args, **options)
            self._pages: list[dict[str, Any]] = []
            if foot.address:
                _draw_code(self, foot.address)

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for n, page in enumerate(self._pages):
                self.__dict__.update(page)
                _draw_foot(self, foot, n, len(self._pages) - 1)
                super().showPage()
            super().save()

    return Footed()


def _draw_foot(canvas: "Canvas", foot: Foot, n: int, of: int) -> None:
    """Draw a page's foot; the cover, page 0, has no number."""
    canvas.saveState()
    y = 13 * MM
    draw(canvas, printable(foot.words), SIDE, y, FOOT)
    if n:
        _draw_centred(canvas, foot.page.format(n=n, of=of), y, FOOT)
    if foot.address:
        canvas.saveState()
        canvas.translate(PAGE_WIDTH - SIDE - QR, 7 * MM)
        canvas.doForm("code")
        canvas.restoreState()
    if foot.mark:
        canvas.setFont(FONT, MARK_SIZE)
        canvas.setFillGray(0.5, 0.12)
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(40)
        canvas.drawCentredString(0, -MARK_SIZE / 3, printable(foot.mark))
    canvas.restoreState()


def _draw_code(canvas: "Canvas", address: str) -> None:
    """Draw the QR of an address, once for all pages."""
    from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(address.encode()))
    code.make()
    count = code.getModuleCount()
    side = QR / count
    canvas.beginForm("code", 0, 0, QR, QR)
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                canvas.rect(column * side, (count - 1 - row) * side, side, side, stroke=0, fill=1)
    canvas.endForm()
