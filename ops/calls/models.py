"""Models of a call's files.

Unknown keys are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from chalicelib.domain.call import DRAFTS, Area, Phones, ResetBy
from chalicelib.domain.channels import Channel
from ops.calls.evaluation_models import (
    AgencySpec,
    CriterionSpec,
    Evaluated,
    ReviewStageSpec,
    SelectionSpec,
    TieSpec,
)
from ops.calls.field_models import any_check, any_field
from ops.calls.publication_models import PublicNoticeSpec, ResultsSpec
from ops.calls.value_types import DeskCode, IcpNumber, LanguageTag, Moment, Slug, Strict, Words, Zone


class AuthoritySpec(Strict):
    id: Slug
    names: Words
    icp: IcpNumber | None = None


class LevelSpec(Strict):
    id: Slug
    names: Words
    receives: Literal["region", "any"]
    parent: str | None = None


class FilingSpec(Strict):
    opens: Moment
    closes: Moment


class StageSpec(Strict):
    id: Slug
    label: Words
    opens: Moment | None = None
    closes: Moment


class CalendarSpec(Strict):
    filing: FilingSpec
    recommending: dict[str, Moment]
    stages: list[StageSpec]


class ContactSpec(Strict):
    role: Words
    phone: str
    hours: Words


class RegistrationSpec(Strict):
    phone: Phones = "mobile"
    area: Area = "region"
    parent_body: bool = True
    nickname: bool = True
    help: dict[Literal["phone", "area", "parent_body", "organisation", "nickname"], Words] = Field(default_factory=dict)


class MessagesSpec(Strict):
    """Channels by which a call's messages leave the site."""

    channels: list[Channel] = Field(default_factory=list)
    gather_minutes: int = Field(default=30, ge=1, le=24 * 60)


class AccountsSpec(Strict):
    """Who may reset the passwords of applicants."""

    reset_by: ResetBy = "desk"


class RetentionSpec(Strict):
    """How long unpushed drafts are kept after the call."""

    drafts_days: int | None = Field(default=None, ge=30, le=3650)


class FileSpec(Strict):
    name: Slug
    label: Words


class CallSpec(Strict):
    """The content of call.yaml."""

    id: Slug
    names: Words
    title: Words
    lead: Words
    authority: AuthoritySpec
    languages: list[LanguageTag] = Field(min_length=1)
    zone: Zone
    region: str | None = None
    note: Words | None = None
    levels: list[LevelSpec] = Field(min_length=1)
    calendar: CalendarSpec
    grace_minutes: int = Field(ge=0, le=120)
    resubmit_days: int = Field(ge=0, le=60)
    withdrawal: bool
    drafts: int = Field(default=DRAFTS, ge=1, le=200)
    retention: RetentionSpec = Field(default_factory=RetentionSpec)
    registration: RegistrationSpec = Field(default_factory=RegistrationSpec)
    messages: MessagesSpec = Field(default_factory=MessagesSpec)
    accounts: AccountsSpec = Field(default_factory=AccountsSpec)
    evaluation: Evaluated = None
    public_notice: PublicNoticeSpec | None = None
    results: ResultsSpec | None = None
    tracks: list[Slug] = Field(min_length=1)
    contacts: list[ContactSpec] = Field(default_factory=list)
    files: list[FileSpec] = Field(default_factory=list)


class QuotaSpec(Strict):
    places: int = Field(ge=0, le=1000)
    over: Literal["refuse", "warn"]
    slack: int = Field(default=0, ge=0, le=1000)


class SectionSpec(Strict):
    id: Slug
    title: Words
    help: Words | None = None
    fields: list[any_field()] = Field(min_length=1)  # type: ignore[valid-type]


class TrackSpec(Strict):
    """The content of tracks/<id>.yaml."""

    id: Slug
    names: Words
    eligibility: Words
    selects: int = Field(ge=0)
    quotas: dict[str, QuotaSpec] = Field(default_factory=dict)
    name_field: str
    landing: str | None = None
    category_field: str | None = None
    total_size: int | None = Field(default=None, gt=0)
    criteria: list[CriterionSpec] = Field(default_factory=list)
    stages: list[ReviewStageSpec] = Field(default_factory=list)
    selection: SelectionSpec | None = None
    ties: list[TieSpec] = Field(default_factory=list)
    at_line: Literal["both", "draw"] | None = None
    sections: list[SectionSpec] = Field(min_length=1)
    checks: list[any_check()] = Field(default_factory=list)  # type: ignore[valid-type]
    retired: bool = False


class DeskSpec(Strict):
    """A row of desks.csv.

    Names are in columns `name.<language>`; the column `retired` may be left out.
    """

    code: DeskCode
    names: Words
    level: str
    parent: str | None
    region: str | None
    retired: bool = False


@dataclass(frozen=True)
class CallFile:
    """A call whose files have no faults."""

    call: CallSpec
    tracks: tuple[TrackSpec, ...]
    desks: tuple[DeskSpec, ...]
    agencies: tuple[AgencySpec, ...]
    notice: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
