"""Small real files for samples: PDF pages and pictures.

A PDF is a page with its title; a picture has a few bars. The PDF names a Chinese font that its reader has (PDF
32000-1, 9.7.5.2: predefined CMap UniGB-UCS2-H) and embeds none.
"""

from collections.abc import Sequence

from ops.png import true_colour_png

WIDTH, HEIGHT = 640, 360
PAPER, BAR, GROUND = b"\xff\xff\xff", b"\x2f\x6b\x4f", b"\xe6\xec\xe8"
SEAL = (
    "q 0.75 0.1 0.1 RG 0.75 0.1 0.1 rg 3 w "
    "470 250 m 470 280 445 305 415 305 c 385 305 360 280 360 250 c "
    "360 220 385 195 415 195 c 445 195 470 220 470 250 c S "
    "415 272 m 428 232 l 394 257 l 436 257 l 402 232 l f Q"
)
"""A round seal with a star and no name."""


def pdf(title: str, lines: Sequence[str], *, sealed: bool = False) -> bytes:
    """Return an A4 page with a title and lines under it.

    `sealed` adds a red seal.
    """
    content = "\n".join([_text(title, 20, 72, 760), *_lines(lines), SEAL if sealed else ""]).encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /W [1 95 500] >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    return _assembled(objects)


def png(bars: Sequence[int]) -> bytes:
    """Return a picture of bars; heights are 0 to 100."""
    return true_colour_png(WIDTH, HEIGHT, (_row(y, bars) for y in range(HEIGHT)))


def _text(words: str, size: int, x: int, y: int) -> str:
    return f"BT /F {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET"


def _lines(lines: Sequence[str]) -> list[str]:
    wrapped = [line[i : i + 36] for line in lines for i in range(0, max(len(line), 1), 36)]
    return [_text(words, 12, 72, 715 - 24 * number) for number, words in enumerate(wrapped)]


def _assembled(objects: Sequence[bytes]) -> bytes:
    """Assemble a file of objects numbered from 1.

    Their offsets are in its table.
    """
    file, starts = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        starts.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + _trailer(count, len(file))
    return bytes(file)


def _trailer(count: int, start: int) -> bytes:
    return b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)


def _row(y: int, bars: Sequence[int]) -> bytes:
    """Return one row of pixels.

    It is the ground below the bars, or the bars at this height.
    """
    if y >= HEIGHT - 40:
        return (GROUND if y < HEIGHT - 38 else PAPER) * WIDTH
    step = WIDTH // len(bars)
    gap = step // 5
    shown = ((BAR if y >= HEIGHT - 40 - (HEIGHT - 80) * bar // 100 else PAPER) for bar in bars)
    row = b"".join(PAPER * gap + ink * (step - 2 * gap) + PAPER * gap for ink in shown)
    return row + PAPER * (WIDTH - step * len(bars))
