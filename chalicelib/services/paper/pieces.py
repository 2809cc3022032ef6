"""The parts of a form, as pieces to lay out on pages."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from chalicelib.domain.paper.document import Box, Entry, Grid, OpinionBox, Paper, PaperPart, PledgeText, RuledRow
from chalicelib.services.paper.ink import Style, draw, printable
from chalicelib.services.paper.lines import broken

MM = 72 / 25.4
WIDTH = 162 * MM
LABEL_WIDTH = 95.0
PADDING, CELL_PADDING = 5, 3
RULE = 0.6
SHORT_CELL, SHORT_ANSWER = 60, 300
"""Longest texts of rows in the middle of their height.

Such rows are never parted between pages: the library makes one too high whose cells are not at the top.
"""
PAGE = 247 * MM
"""The height of a page without margins."""

TEXT = Style()
LONG = Style(indent=21)
LABEL = Style(align="center")
SIGNED = Style(align="right")
HEADING = Style(bold=True)
HINT = Style(8.5, 12, grey=0.35)
CELL = Style(9, 12.5)
COLUMN = Style(9, 12.5, "center")
TITLE = Style(14, 21, after=6, bold=True)
HEADLINE = Style(20, 30, "center", after=18, bold=True)
PLEDGE = Style(12, 23, indent=24)
SIGNING = Style(12, 30)

_NARROW = [(f"{side}PADDING", (0, 0), (-1, -1), CELL_PADDING) for side in ("LEFT", "RIGHT")]


class Pieces:
    """What turns parts of a form into pieces.

    A paragraph of Chinese begins with the room of two signs.
    """

    def __init__(self, *, is_chinese: bool) -> None:
        self._long, self._pledge = (LONG, PLEDGE) if is_chinese else (TEXT, SIGNING)

    def story(self, paper: Paper, note: str) -> Iterator[Any]:
        """Yield the pieces behind the cover; `note` is the last."""
        from reportlab.platypus import CondPageBreak, PageBreak, Spacer

        yield PageBreak()
        for part in paper.parts:
            yield CondPageBreak(45 * MM)
            yield from self._part(part)
            yield Spacer(0, 6 * MM)
        yield PageBreak()
        yield from self._pledged(paper.pledge)
        yield PageBreak()
        yield _lines(paper.opinions_title, TITLE)
        for opinion in paper.opinions:
            yield self._opinion(opinion)
        if note:
            yield Spacer(0, 4 * MM)
            yield _lines(note, HINT)

    def _part(self, part: PaperPart) -> Iterator[Any]:
        yield _lines(part.title, TITLE)
        if part.help:
            yield _lines(part.help, HINT)
        for block in part.blocks:
            match block:
                case RuledRow():
                    yield from _on_one_page(_row(block))
                case Box():
                    yield from self._box(block)
                case Grid():
                    yield from _grid(block)

    def _box(self, box: Box) -> Iterator[Any]:
        from reportlab.platypus import CondPageBreak, Spacer

        text = box.entry.text
        said = _paragraphs(text, self._long) if text else [Spacer(0, box.lines * TEXT.leading)]
        yield CondPageBreak((5 if text else box.lines + 4) * TEXT.leading)
        yield _table([[[*_headed(box.entry), *said]]], [WIDTH])

    def _pledged(self, pledge: PledgeText) -> Iterator[Any]:
        from reportlab.platypus import KeepTogether, Spacer

        yield _lines(pledge.title, HEADLINE)
        for text in pledge.paragraphs:
            yield _lines(text, self._pledge)
        yield KeepTogether([Spacer(0, 12 * MM), *(_lines(line, SIGNING) for line in pledge.signing)])

    def _opinion(self, opinion: OpinionBox) -> Any:
        from reportlab.platypus import KeepTogether, Spacer

        said = _paragraphs(opinion.text, self._long) if opinion.text else []
        room = Spacer(0, max(34 * MM - len(said) * TEXT.leading, 14 * MM))
        body = [*said, room, _lines(opinion.signing, SIGNED)]
        cells = [_lines(opinion.label, LABEL), body]
        style = _middle([opinion.text], SHORT_ANSWER)
        return KeepTogether([_table([cells], [LABEL_WIDTH, WIDTH - LABEL_WIDTH], style)])


def _row(row: RuledRow) -> Any:
    whole = WIDTH / len(row.entries)
    cells = [cell for entry in row.entries for cell in (_lines(entry.label, LABEL), _answer(entry))]
    style = _middle([entry.text + entry.hint for entry in row.entries], SHORT_ANSWER)
    return _table([cells], [LABEL_WIDTH, whole - LABEL_WIDTH] * len(row.entries), style)


def _answer(entry: Entry) -> list[Any]:
    return [*_paragraphs(entry.text, TEXT), *_hint(entry)]


def _headed(entry: Entry) -> list[Any]:
    return [_lines(entry.label, HEADING), *_hint(entry)]


def _hint(entry: Entry) -> list[Any]:
    return [_lines(entry.hint, HINT)] if entry.hint else []


def _grid(grid: Grid) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak

    room = (WIDTH - 2 * CELL_PADDING * len(grid.columns)) / CELL.size
    widths = [width * CELL.size + 2 * CELL_PADDING for width in grid.widths(room)]
    heads = [_lines(column.label, COLUMN) for column in grid.columns]
    rows = [[_lines(cell, CELL if i else COLUMN) for i, cell in enumerate(row)] for row in grid.rows]
    yield CondPageBreak(6 * TEXT.leading)
    yield from _on_one_page(_table([[_headed(grid.entry)]], [WIDTH]))
    middle = [one for n, row in enumerate(grid.rows, start=1) for one in _middle(row, SHORT_CELL, n)]
    style = [*_middle([], 0), *middle, *_NARROW]
    yield from _on_one_page(_table([heads, *rows], widths, style, repeat=1), 2)


def _middle(texts: Sequence[str], short: int, row: int = 0) -> list[Any]:
    """Return the style of a row that has only short texts."""
    is_short = max(map(len, texts), default=0) <= short
    return [("VALIGN", (0, row), (-1, row), "MIDDLE")] if is_short else []


def _table(rows: list[list[Any]], widths: Sequence[float], style: Sequence[Any] = (), repeat: int = 0) -> Any:
    """Return a ruled table, whose rows may be parted between pages."""
    from reportlab.lib.colors import black
    from reportlab.platypus import Table

    whole = (0, 0), (-1, -1)
    closed = [
        ("LINEBELOW", (0, "inrowsplitstart"), (-1, "inrowsplitstart"), RULE, black),
        ("LINEABOVE", (0, "inrowsplitend"), (-1, "inrowsplitend"), RULE, black),
    ]
    rules = [("GRID", *whole, RULE, black), *closed, ("VALIGN", *whole, "TOP")]
    paddings = {"LEFT": PADDING, "RIGHT": PADDING, "TOP": 3, "BOTTOM": 5}
    padded = [(f"{side}PADDING", *whole, width) for side, width in paddings.items()]
    return Table(rows, list(widths), repeatRows=repeat, splitInRow=1, style=[*rules, *padded, *style])


def _on_one_page(table: Any, rows: int = 1) -> Iterator[Any]:
    """Yield a table with its first rows on one page."""
    from reportlab.platypus import CondPageBreak

    table.wrap(WIDTH, PAGE)
    yield CondPageBreak(min(sum(table._rowHeights[:rows]), PAGE))
    yield table


def _paragraphs(text: str, style: Style) -> list[Any]:
    return [_lines(line, style) for line in text.split("\n")]


def _lines(text: str, style: Style) -> Any:
    return _lines_class()(printable(text), style)


@cache
def _lines_class() -> Any:
    """Return the class of text in lines, once the library is there."""
    from reportlab.platypus import Flowable

    class Lines(Flowable):  # type: ignore[misc]
        """Text in lines, which may be parted between pages."""

        def __init__(self, text: str, style: Style, lines: list[str] | None = None, indent: float = 0) -> None:
            super().__init__()
            self.text, self.style, self.lines = text, style, lines
            self.indent = style.indent if lines is None else indent

        def wrap(self, width: float, _: float) -> tuple[float, float]:
            self.lines = self._broken(width)
            self.width, self.height = width, len(self.lines) * self.style.leading + self.style.after
            return width, self.height

        def _broken(self, width: float) -> list[str]:
            return self.lines or broken(self.text, width, self.style.width_of, self.indent)

        def split(self, width: float, height: float) -> list[Any]:
            lines = self._broken(width)
            fit = int(height // self.style.leading)
            if not 0 < fit < len(lines):
                return [self] if fit > 0 else []
            return [Lines("", self.style, lines[:fit], self.indent), Lines("", self.style, lines[fit:])]

        def draw(self) -> None:
            style, lines = self.style, self.lines or []
            y = (len(lines) - 0.5) * style.leading + style.after - style.size * 0.36
            for n, line in enumerate(lines):
                room = self.width - style.width_of(line)
                starts = {"left": 0.0 if n else self.indent, "center": room / 2, "right": room}
                draw(self.canv, line, starts[style.align], y, style)
                y -= style.leading

    return Lines
