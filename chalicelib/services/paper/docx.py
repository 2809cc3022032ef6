"""A form as Word, to be filled in or changed by hand.

The file is written as it is (ECMA-376), since a library for it would bring 12 MB to do these few things. Word has
fonts of its own, so nothing is lacking; and no QR, since what can be changed proves nothing.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from xml.sax.saxutils import escape

from chalicelib.domain.paper.document import Box, Entry, Grid, OpinionBox, Paper, PaperPart, RuledRow
from chalicelib.forms.xml_text import without_not_in_xml
from chalicelib.frozen import dataclass

TWIPS = 20
"""Parts of a point in which Word measures."""
WIDTH = 9184
"""Of the text, in twips: A4 less 24 mm on each side."""
LABEL = 1900
LINE = 320
MARGIN = 80
BODY, HINT, CELL = 21, 17, 18
"""Sizes of text, in half points."""
WRITTEN_AT = (1980, 1, 1, 0, 0, 0)

_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/footer.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/footer" Target="footer.xml"/></Relationships>'
)
_STYLES = (
    f"{_HEAD}<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>'
    f'<w:sz w:val="{BODY}"/><w:lang w:val="{{language}}" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="28"/></w:rPr></w:style></w:styles>'
)


def render(paper: Paper) -> bytes:
    """Return the form as a document of Word."""
    language = {"zh": "zh-CN", "en": "en-GB"}[paper.language]
    core = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_safe(paper.title)}</dc:title>'
        f"<dc:subject>{_safe(paper.cover.call)}</dc:subject><dc:creator>{_safe(paper.cover.maker)}</dc:creator>"
        "</cp:coreProperties>"
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/document.xml": _document(paper),
        "word/footer.xml": _footer(paper),
        "word/styles.xml": _STYLES.format(language=language),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WRITTEN_AT), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _document(paper: Paper) -> str:
    indent = 2 * BODY * TWIPS // 2 if paper.language == "zh" else 0
    parts = [*_cover(paper)]
    for part in paper.parts:
        parts += [_paragraph(part.title, style="Heading1"), *_part(part, indent)]
    pledge = paper.pledge
    parts.append(_paragraph(pledge.title, size=40, bold=True, align="center", after=360, new_page=True))
    parts += [_paragraph(text, size=24, indent=indent, leading=460) for text in pledge.paragraphs]
    parts += [_paragraph(line, size=24, leading=640) for line in ("", *pledge.signing)]
    parts.append(_paragraph(paper.opinions_title, style="Heading1", new_page=True))
    parts.append(_table([_opinion(one, indent) for one in paper.opinions]))
    page = (
        '<w:sectPr><w:footerReference xmlns:r="' + _OFFICE + '" w:type="default" r:id="r2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1361" w:right="1361" w:bottom="1474" w:left="1361"'
        ' w:header="851" w:footer="737" w:gutter="0"/>'
        "</w:sectPr>"
    )
    return f"{_HEAD}<w:document {_NAMES}><w:body>{''.join(parts)}{_paragraph('')}{page}</w:body></w:document>"


def _footer(paper: Paper) -> str:
    before, between, after = paper.foot.page.replace("{n}", "\0").replace("{of}", "\0").split("\0")
    page = _run(before, CELL) + _field("PAGE") + _run(between, CELL) + _field("NUMPAGES") + _run(after, CELL)
    words = _run(f"{paper.foot.words}　　", CELL)
    return f'{_HEAD}<w:ftr {_NAMES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{words}{page}</w:p></w:ftr>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_run("1", CELL)}</w:fldSimple>'


def _cover(paper: Paper) -> Iterable[str]:
    cover = paper.cover
    if paper.foot.mark:
        yield _paragraph(paper.foot.mark, size=32, bold=True)
    yield _paragraph(f"{cover.number.label}　{cover.number.text or '＿＿＿＿＿＿＿＿'}", align="right", after=1800)
    yield _paragraph(cover.call, size=40, bold=True, align="center", after=240)
    yield _paragraph(cover.title, size=56, bold=True, align="center", after=2400)
    rows = [
        TableRow((2600, 5400), ([_paragraph(one.label, size=28)], [_paragraph(one.text, size=28)]), least=620)
        for one in cover.entries
    ]
    yield _table(rows, only_below=True)
    yield _paragraph("", after=900)
    yield _paragraph(cover.maker, size=28, align="center")
    yield _paragraph("", new_page=True)


def _part(part: PaperPart, indent: int) -> Iterable[str]:
    if part.help:
        yield _paragraph(part.help, size=HINT, grey=True)
    rows: list[TableRow] = []
    for block in part.blocks:
        match block:
            case RuledRow():
                rows.append(_entries(block.entries))
            case Box():
                said = [_paragraph(line, indent=indent) for line in block.entry.text.split("\n")]
                blank = [] if block.entry.text else [_paragraph("")] * block.lines
                rows.append(TableRow((WIDTH,), ([*_headed(block.entry), *said, *blank],)))
            case Grid():
                rows += _grid(block)
    yield _table(rows)


@dataclass(frozen=True)
class TableRow:
    """A row of a table.

    The width of each cell, the paragraphs in it, and the row's least height.
    """

    widths: tuple[int, ...]
    cells: tuple[list[str], ...]
    least: int = 0


def _entries(entries: Sequence[Entry]) -> TableRow:
    whole = WIDTH // len(entries)
    cells: list[list[str]] = []
    for entry in entries:
        cells.append([_paragraph(entry.label, align="center")])
        cells.append([*(_paragraph(line) for line in entry.text.split("\n")), *_hint(entry)])
    return TableRow((LABEL, whole - LABEL) * len(entries), tuple(cells))


def _headed(entry: Entry) -> list[str]:
    return [_paragraph(entry.label, bold=True), *_hint(entry)]


def _hint(entry: Entry) -> list[str]:
    return [_paragraph(entry.hint, size=HINT, grey=True)] if entry.hint else []


def _grid(grid: Grid) -> Iterable[TableRow]:
    room = (WIDTH - 2 * MARGIN * len(grid.columns)) / (CELL * TWIPS / 2)
    edges = map(round, accumulate((w * CELL * TWIPS / 2 + 2 * MARGIN for w in grid.widths(room)), initial=0.0))
    widths = tuple(after - before for before, after in pairwise(edges))
    yield TableRow((WIDTH,), (_headed(grid.entry),))
    yield TableRow(widths, tuple([_paragraph(one.label, size=CELL, align="center")] for one in grid.columns))
    for row in grid.rows:
        yield TableRow(widths, tuple([_paragraph(text, size=CELL)] for text in row))


def _opinion(opinion: OpinionBox, indent: int) -> TableRow:
    said = [_paragraph(line, indent=indent) for line in opinion.text.split("\n")]
    room = [_paragraph("")] * max(5 - len(said), 2)
    label = _paragraph(opinion.label, align="center")
    signing = _paragraph(opinion.signing, align="right")
    return TableRow((LABEL, WIDTH - LABEL), ([label], [*said, *room, signing]))


def _table(rows: Sequence[TableRow], *, only_below: bool = False) -> str:
    """Return a table whose rows may be divided differently.

    Every cell spans columns of a common grid.
    """
    sides = ("bottom", "insideH") if only_below else ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    edges = sorted({edge for row in rows for edge in accumulate(row.widths, initial=0)})
    grid = "".join(f'<w:gridCol w:w="{after - before}"/>' for before, after in pairwise(edges))
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in {"top": 30, "left": MARGIN, "bottom": 40, "right": MARGIN}.items()
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, edges) for row in rows)}</w:tbl>"
    )


def _row(row: TableRow, edges: Sequence[int]) -> str:
    ends = list(accumulate(row.widths, initial=0))
    spans = [edges.index(after) - edges.index(before) for before, after in pairwise(ends)]
    cells = [_cell(*cell) for cell in zip(row.widths, spans, row.cells, strict=True)]
    height = f'<w:trPr><w:trHeight w:val="{row.least}" w:hRule="atLeast"/></w:trPr>' if row.least else ""
    return f"<w:tr>{height}{''.join(cells)}</w:tr>"


def _cell(width: int, span: int, paragraphs: Sequence[str]) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{properties}{''.join(paragraphs)}</w:tc>"


def _paragraph(
    text: str,
    *,
    size: int = BODY,
    style: str = "",
    align: str = "left",
    indent: int = 0,
    after: int = 0,
    leading: int = 0,
    bold: bool = False,
    grey: bool = False,
    new_page: bool = False,
) -> str:
    properties = [
        f'<w:pStyle w:val="{style}"/>' if style else "",
        "<w:pageBreakBefore/>" if new_page else "",
        _spacing(after, leading) if after or leading or not style else "",
        f'<w:ind w:firstLine="{indent}"/>' if indent and text else "",
        f'<w:jc w:val="{align}"/>' if align != "left" else "",
    ]
    run = _run(text, None if style else size, bold=bold, grey=grey) if text else ""
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{run}</w:p>"


def _spacing(after: int, leading: int) -> str:
    return f'<w:spacing w:after="{after}" w:line="{leading or LINE}" w:lineRule="{"exact" if leading else "atLeast"}"/>'


def _run(text: str, size: int | None, *, bold: bool = False, grey: bool = False) -> str:
    fonts = '<w:rFonts w:eastAsia="黑体"/><w:b/>' if bold else ""
    colour = '<w:color w:val="595959"/>' if grey else ""
    sized = f'<w:sz w:val="{size}"/>' if size else ""
    return f'<w:r><w:rPr>{fonts}{colour}{sized}</w:rPr><w:t xml:space="preserve">{_safe(text)}</w:t></w:r>'


def _safe(text: str) -> str:
    return escape(without_not_in_xml(text))
