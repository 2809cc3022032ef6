"""What each file of a call may say. Unknown keys are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from chalicelib.domain.call import Area, Phones
from chalicelib.domain.channels import Channel
from ops.calls.fields import any_check, any_field
from ops.calls.values import Moment, Slug, Strict, Words, Zone


class Authority(Strict):
    id: Slug
    names: Words
    icp: str | None = Field(default=None, pattern=r"^[\u4e00-\u9fff]ICP备\d{8,10}号(-\d{1,3})?$")


class Level(Strict):
    id: Slug
    names: Words
    receives: Literal["region", "any"]
    parent: str | None = None


class Filing(Strict):
    opens: Moment
    closes: Moment


class Stage(Strict):
    id: Slug
    label: Words
    opens: Moment | None = None
    closes: Moment


class Calendar(Strict):
    filing: Filing
    recommending: dict[str, Moment]
    stages: list[Stage]


class Contact(Strict):
    role: Words
    phone: str
    hours: Words


class Registration(Strict):
    phone: Phones = "mobile"
    area: Area = "region"
    parent_body: bool = True
    nickname: bool = True
    help: dict[Literal["phone", "area", "parent_body", "organisation", "nickname"], Words] = Field(
        default_factory=dict
    )


class Messages(Strict):
    """By which ways a call's messages leave the site."""

    channels: list[Channel] = Field(default_factory=list)
    gather_minutes: int = Field(default=30, ge=1, le=24 * 60)


class File(Strict):
    name: Slug
    label: Words


class Call(Strict):
    """call.yaml"""

    id: Slug
    names: Words
    title: Words
    lead: Words
    authority: Authority
    languages: list[str] = Field(min_length=1)
    zone: Zone
    region: str | None = None
    note: Words | None = None
    levels: list[Level] = Field(min_length=1)
    calendar: Calendar
    grace_minutes: int = Field(ge=0, le=120)
    resubmit_days: int = Field(ge=0, le=60)
    withdrawal: bool
    registration: Registration = Field(default_factory=Registration)
    messages: Messages = Field(default_factory=Messages)
    tracks: list[Slug] = Field(min_length=1)
    contacts: list[Contact] = Field(default_factory=list)
    files: list[File] = Field(default_factory=list)


class Quota(Strict):
    places: int = Field(ge=0, le=1000)
    over: Literal["refuse", "warn"]
    slack: int = Field(default=0, ge=0, le=1000)


class Criterion(Strict):
    id: Slug
    names: Words


class Section(Strict):
    id: Slug
    title: Words
    help: Words | None = None
    fields: list[any_field()] = Field(min_length=1)  # type: ignore[valid-type]


class Track(Strict):
    """tracks/<id>.yaml"""

    id: Slug
    names: Words
    eligibility: Words
    selects: int = Field(ge=0)
    quotas: dict[str, Quota] = Field(default_factory=dict)
    name_field: str
    landing: str | None = None
    category_field: str | None = None
    total_size: int | None = Field(default=None, gt=0)
    criteria: list[Criterion] = Field(default_factory=list)
    sections: list[Section] = Field(min_length=1)
    checks: list[any_check()] = Field(default_factory=list)  # type: ignore[valid-type]


class Desk(Strict):
    """A line of desks.csv; its names stand in columns ``name.<language>``."""

    code: str = Field(pattern=r"^[0-9a-z][0-9a-z-]*$")
    names: Words
    level: str
    parent: str | None
    region: str | None


@dataclass(frozen=True)
class CallFile:
    """A call whose files are right."""

    call: Call
    tracks: tuple[Track, ...]
    desks: tuple[Desk, ...]
    notice: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
