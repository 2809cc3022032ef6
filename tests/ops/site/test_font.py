"""The font of printed forms: cut from npm's, with the signs of names, and with its licence beside it."""

from fontTools.ttLib import TTFont

from chalicelib.services.paper.ink import FONT_FILE
from ops.site import font


def test_functions_read_the_font_where_it_is_written() -> None:
    assert font.TARGET == FONT_FILE


def test_it_has_the_signs_of_names_and_of_forms_and_no_tables_for_other_uses() -> None:
    with TTFont(FONT_FILE, lazy=True) as cut:
        covered = set(cut.getBestCmap())
        assert {sign for sign in "镕喆堃玥瑄龑髙□〓①—“”×Åé" if ord(sign) not in covered} == set()
        assert set(font.DROPPED).isdisjoint(cut.keys())


def test_all_of_gbk_that_the_whole_font_has_is_kept() -> None:
    whole = TTFont(font.PACKAGE / "400Regular/NotoSerifSC_400Regular.ttf", lazy=True)
    with whole, TTFont(FONT_FILE, lazy=True) as cut:
        assert font.characters() & set(whole.getBestCmap()) <= set(cut.getBestCmap())


def test_its_licence_is_beside_it() -> None:
    text = font.LICENCE.read_text()
    assert "SIL Open Font License" in text
    assert "Google" in text
