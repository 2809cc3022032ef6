"""Files that we make to be downloaded, kept for a day."""

import re

from chalicelib.services.context import Tools, token

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')
"""Characters that no file of Windows has in its name."""


def hand_out(tools: Tools, body: bytes, name: str, content_type: str, *, inline: bool = False) -> str:
    """Return a link to a new file, valid for one minute."""
    return link(tools, put(tools, body, content_type), name, inline=inline)


def put(tools: Tools, body: bytes, content_type: str) -> str:
    """Write a new file and return its key, for `link`."""
    key = f"exports/{token(26)}"
    tools.objects.put(key, body, content_type)
    return key


def link(tools: Tools, key: str, name: str, *, inline: bool = False) -> str:
    """Return a link to a file that was written today.

    `inline`: a browser shows it, for a kind that it can show without running anything.
    """
    return tools.objects.presign_download(key, _NOT_IN_NAMES.sub("-", name), inline=inline)
