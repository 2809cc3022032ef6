"""PNG files (RFC 2083).

They are in true colour, or with a palette where they must be small.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterable
from functools import cache

Colour = tuple[int, int, int]
COLOURS = 64
"""Most colours of a palette."""

TRUE_COLOUR, PALETTE = 2, 3


def true_colour_png(width: int, height: int, rows: Iterable[bytes]) -> bytes:
    """Return a PNG of rows of pixels.

    A pixel has three bytes: red, green, blue.
    """
    return _png(width, height, TRUE_COLOUR, rows, compression=6)


def indexed_png(width: int, height: int, pixels: bytes) -> bytes:
    """Return a PNG with a palette.

    `pixels` has four bytes (red, green, blue, opacity) per pixel, row by row. Opacity is dropped.
    """
    colours = list(zip(pixels[0::4], pixels[1::4], pixels[2::4], strict=True))
    palette = [colour for colour, _ in Counter(map(_rounded, colours)).most_common(COLOURS)]

    @cache
    def index(colour: Colour) -> int:
        return min(range(len(palette)), key=lambda i: _distance(palette[i], colour))

    indices = bytes(map(index, colours))
    rows = (indices[y * width : (y + 1) * width] for y in range(height))
    return _png(width, height, PALETTE, rows, compression=9, palette=bytes(sum(palette, ())))


def _png(width: int, height: int, kind: int, rows: Iterable[bytes], *, compression: int, palette: bytes = b"") -> bytes:
    """Return a file of unfiltered rows, eight bits per sample."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)),
        *([(b"PLTE", palette)] if palette else []),
        (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), compression)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _rounded(colour: Colour) -> Colour:
    """Round a colour, so that near colours become one.

    White and the tints near it stay as they are.
    """
    if min(colour) > 224:
        return colour
    red, green, blue = (min(255, (part + 8) // 16 * 16) for part in colour)
    return red, green, blue


def _distance(a: Colour, b: Colour) -> int:
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
