"""A form on paper, as values.

What stands where, and nothing of fonts or files.
"""

from math import sqrt
from typing import Literal

from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class Entry:
    """A label and what is said under it.

    `hint` is what an empty form says of the question.
    """

    label: str
    text: str
    hint: str = ""


@dataclass(frozen=True)
class RuledRow:
    """A ruled row: one entry, or two short ones beside each other."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Box:
    """A text of many lines in a box of its own.

    `lines` is how many it has room for at least.
    """

    entry: Entry
    lines: int


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `least` is as narrow as it may be, `most` as wide as its longest cell, both in Chinese characters.
    """

    label: str
    least: float
    most: float


@dataclass(frozen=True)
class Grid:
    """A table with a heading."""

    entry: Entry
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def widths(self, whole: float) -> list[float]:
        """Return the width of each column, filling `whole` Chinese characters.

        Where there is not room for the longest cell of each, they share by the root of it: a column with four times
        the text is twice as wide, and its cells twice as high.
        """
        settled: dict[int, float] = {}
        while free := [i for i in range(len(self.columns)) if i not in settled]:
            rate = (whole - sum(settled.values())) / sum(sqrt(self.columns[i].most) for i in free)
            shares = {i: rate * sqrt(self.columns[i].most) for i in free}
            cramped = {i: self.columns[i].least for i in free if shares[i] < self.columns[i].least}
            content = {i: self.columns[i].most for i in free if shares[i] > self.columns[i].most}
            settled |= cramped or content or shares
        taken = sum(settled.values())
        return [settled[i] * whole / taken for i in range(len(self.columns))]


Block = RuledRow | Box | Grid


@dataclass(frozen=True)
class PaperPart:
    """Blocks under one heading."""

    title: str
    help: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Cover:
    """The first page.

    The call, the form's name, who files what, who made the form.
    """

    call: str
    title: str
    number: Entry
    entries: tuple[Entry, ...]
    maker: str


@dataclass(frozen=True)
class PledgeText:
    """What the applicant pledges, and the lines to sign, seal and date."""

    title: str
    paragraphs: tuple[str, ...]
    signing: tuple[str, ...]


@dataclass(frozen=True)
class OpinionBox:
    """The box for a body's opinion.

    `signing` is its line for signature, seal and date.
    """

    label: str
    text: str
    signing: str


@dataclass(frozen=True)
class Foot:
    """What stands at the foot of each page.

    `page` has places for {n} and {of}; `address` is where the QR leads, empty for none; `mark` lies across each page.
    """

    words: str
    page: str
    address: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Paper:
    """A whole form.

    `missing` says of signs that a font lacks, with a place for {signs}.
    """

    language: Literal["zh", "en"]
    title: str
    cover: Cover
    parts: tuple[PaperPart, ...]
    pledge: PledgeText
    opinions_title: str
    opinions: tuple[OpinionBox, ...]
    foot: Foot
    missing: str

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All questions with what is said under them, in order."""
        return tuple(entry for part in self.parts for block in part.blocks for entry in _entries(block))


def _entries(block: Block) -> tuple[Entry, ...]:
    return block.entries if isinstance(block, RuledRow) else (block.entry,)
