"""Text that XML can hold, for spreadsheets and documents."""

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_not_in_xml(text: str) -> str:
    """Return a text without characters that XML 1.0 cannot hold (section 2.2).

    With one of these in a text, no program opens the file.
    """
    return _NOT_IN_XML.sub("", text)
