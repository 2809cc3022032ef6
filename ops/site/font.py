"""The font of printed forms, cut to what Chinese administration writes.

It is Noto Serif SC of npm, which has a sixth more characters and four times the bytes. Kept are those of GBK, which
has the names of people and places that GB 2312 lacks, the Latin alphabets, signs, and what the font has beyond
Unicode's first plane.
"""

from pathlib import Path

from ops.bootstrap import ROOT

PACKAGE = ROOT / "static_site/node_modules/@expo-google-fonts/noto-serif-sc"
TARGET = ROOT / "chalicelib/data/noto-serif-sc.ttf"
LICENCE = TARGET.with_suffix(".OFL.txt")
BEYOND = 0x10000
"""The first character beyond Unicode's first plane."""
ALWAYS = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x2000, 0x2070), range(0x2100, 0x2300), range(0x2460, 0x2700))
DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "STAT", "gasp", "prep")
"""Tables that a PDF has no use for."""


def write(package: Path = PACKAGE, target: Path = TARGET, licence: Path = LICENCE) -> None:
    """Write the font and its licence where the functions read them.

    Raises OSError when the package is missing.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    cut(package / "400Regular/NotoSerifSC_400Regular.ttf", target)
    licence.write_bytes((package / "LICENSE_FONT").read_bytes())


def cut(source: Path, target: Path) -> None:
    """Write a font with the characters that forms may need.

    It has no tables for other uses.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    with TTFont(source, lazy=True, recalcTimestamp=False) as font:
        beyond = {code for code in font.getBestCmap() if code >= BEYOND}
        options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14])
        options.drop_tables += DROPPED
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters() | beyond)
        subsetter.subset(font)
        font.save(target)


def characters() -> set[int]:
    """Return the characters of the first plane that forms may need."""
    pairs = (bytes([first, second]) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    gbk = {ord(sign) for pair in pairs if len(sign := pair.decode("gbk", "ignore")) == 1}
    return gbk | {code for some in ALWAYS for code in some}
