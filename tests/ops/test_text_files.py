"""A file of text is read as it was saved, or refused with what to do."""

import codecs

import pytest

from ops.text_files import FileText, NotText, decode

ROWS = "login,name\n370100,济南市大数据局𠮷\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ROWS.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + ROWS.encode(), "UTF-8"),
        (ROWS.encode("gb18030"), "GB 18030"),
        (ROWS.replace("𠮷", "").encode("gbk"), "GB 18030"),
        (ROWS.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + ROWS.encode("utf-16-be"), "UTF-16"),
        (b"", "UTF-8"),
    ],
)
def test_a_text_is_read_in_the_encoding_it_was_saved_in(data: bytes, encoding: str) -> None:
    read = decode(data)
    assert read.encoding == encoding
    assert read.text.replace("𠮷", "") == (ROWS.replace("𠮷", "") if data else "")


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        ROWS.encode("utf-16-le"),
        bytes(range(256)),
        b"name\nM\xfc\n",
        codecs.BOM_UTF16_LE + b"\x00\xd8",
    ],
)
def test_what_is_no_text_is_refused_with_how_to_save_it(data: bytes) -> None:
    with pytest.raises(NotText, match="Save it as UTF-8"):
        decode(data)


def test_a_text_that_has_lost_characters_is_refused() -> None:
    with pytest.raises(NotText, match="characters were lost"):
        decode("370100,����\n".encode())


def test_plain_text_is_utf_8() -> None:
    assert decode(b"a,b\r\n") == FileText("a,b\r\n", "UTF-8")
