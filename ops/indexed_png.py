"""PNG files with a palette, as small as pictures of pages get without tools of their own."""

import struct
import zlib
from collections import Counter
from functools import cache

Colour = tuple[int, int, int]
COLOURS = 64


def write(width: int, height: int, points: bytes) -> bytes:
    """A PNG of `points`, four bytes (red, green, blue, opacity) each, row by row; opacity is not kept."""
    colours = list(zip(points[0::4], points[1::4], points[2::4], strict=True))
    palette = [colour for colour, _ in Counter(map(_rounded, colours)).most_common(COLOURS)]

    @cache
    def index(colour: Colour) -> int:
        return min(range(len(palette)), key=lambda i: _far(palette[i], colour))

    indices = bytes(map(index, colours))
    rows = b"".join(b"\0" + indices[y * width : (y + 1) * width] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", bytes(sum(palette, ()))),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _rounded(colour: Colour) -> Colour:
    """Near colours count as one; white and the tints near it stay what they are."""
    if min(colour) > 224:
        return colour
    red, green, blue = (min(255, (part + 8) // 16 * 16) for part in colour)
    return red, green, blue


def _far(a: Colour, b: Colour) -> int:
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
