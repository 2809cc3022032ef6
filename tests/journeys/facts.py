"""The people of the journeys and what they know of their units. All names and numbers are invented."""

import itertools
import os
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FilePayload

from chalicelib.forms.fields.contacts import check_character
from ops.seed import sample_files

CALL = "shandong-2021"
"""The call whose people act where a journey says no other."""
DEMO = "yunfan-jihai"
ENGLISH_DEMO = "averil-tides"
PASSWORD = "春风化雨-润物无声"
_numbers = itertools.count(int.from_bytes(os.urandom(2)))


def credit_code(prefix: str, number: int) -> str:
    """A unified social credit code that is right by its check character and belongs to nobody."""
    body = f"{prefix}370303MA{number:07d}"
    return body + check_character(body)


@dataclass(frozen=True)
class Unit:
    """A unit that files, and the person who does it."""

    name: str
    person: str
    kind: str
    nickname: str
    parent: str
    login: str
    mobile: str = "13905330001"
    region: str = "370303"
    password: str = PASSWORD

    def dossier(self) -> dict[str, str]:
        """Its facts as the dossier asks for them, in the order of the page."""
        return {
            "unit_name": self.name,
            "uscc": credit_code("91", int(self.login[-5:])),
            "unit_kind": self.kind,
            "region": self.region,
            "contact_name": self.person,
            "contact_mobile": self.mobile,
            "contact_phone": "0533-5550188",
            "contact_email": "shuju@example.cn",
        }


def unit(name: str = "张店区惠民数据服务有限公司", **facts: Any) -> Unit:
    """A company of Zhangdian District, another one at each call."""
    number = f"{next(_numbers) % 100000:05d}"
    known = {
        "person": "江映雪",
        "kind": "company",
        "nickname": "张店区工业和信息化局",
        "parent": "张店区工业和信息化局",
    }
    return Unit(name=name, login=f"zhangdian{number}", **{**known, **facts})


def document(title: str) -> FilePayload:
    """A page of PDF, as a file chooser takes it."""
    return {
        "name": f"{title}.pdf",
        "mimeType": "application/pdf",
        "buffer": sample_files.pdf(title, [title], sealed=True),
    }


def picture(title: str) -> FilePayload:
    """A small picture, as a file chooser takes it."""
    return {"name": f"{title}.png", "mimeType": "image/png", "buffer": sample_files.png([30, 60, 90])}
