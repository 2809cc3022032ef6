"""Routes of a jury's roll and rules: formal checks, freezing, fixing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.roll import FormalCheck
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import short_id
from chalicelib.frozen import dataclass
from chalicelib.services.evaluation import rolls, rules
from chalicelib.services.evaluation.rolls import Checked, ListFigures, RollFigures, RollPage, RollRow
from chalicelib.web import views
from chalicelib.web.http.endpoint import ORGANISER, Request, endpoint
from chalicelib.web.http.schemas import Body, Id, PageQuery

bp = Blueprint(__name__)

JURY = "/calls/{call}/juries/{track}/{stage}"


class CheckedIn(Body):
    """An entry to check.

    `revision` is that which was looked at; `settles` are the doubles that it is checked in sight of.
    """

    id: Id
    revision: Annotated[int, Field(ge=1, lt=10_000)]
    settles: list[Id] = Field(default_factory=list, max_length=limits.ASKS)


class ChecksIn(Body):
    """One verdict for some entries; `not_admit` needs a reason."""

    entries: list[CheckedIn] = Field(max_length=rolls.MOST_CHECKED)
    verdict: Literal["admit", "not_admit"]
    reason: str = Field(default="", max_length=limits.REASON)


@dataclass(frozen=True, kw_only=True)
class RolledJuryOut:
    """A jury as far as its roll and rules go.

    `roll` and `refused` are how many entries were admitted and not, once the roll is frozen, `followed` how many of
    both have been told. `rules` is the digest of the fixed rules, empty before.
    """

    state: JuryState
    roll: int | None
    refused: int
    followed: int
    rules: str
    version: int
    ruled_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CheckOut:
    """The formal check of an entry, of what it is now."""

    verdict: Literal["admit", "not_admit"]
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RollListOut:
    """How far the formal check of one desk's entries is."""

    desk: str
    nominated: int
    admitted: int
    refused: int
    unchecked: int
    correcting: int


@dataclass(frozen=True, kw_only=True)
class CheckedHeadOut:
    head: views.HeadOut
    check: CheckOut | None


@dataclass(frozen=True, kw_only=True)
class PairOut:
    """Two entries that look like doubles."""

    one: CheckedHeadOut
    other: CheckedHeadOut
    settled: bool


@dataclass(frozen=True, kw_only=True)
class RollOut:
    """How far a roll is, list by list.

    `etag` is that of all that would be frozen; `outcomes` counts the outcomes that entries of the track have.
    """

    jury: RolledJuryOut
    lists: list[RollListOut]
    pairs: list[PairOut]
    etag: str
    outcomes: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class DoubleOut(CheckedHeadOut):
    """Another entry that looks like one."""

    settled: bool


@dataclass(frozen=True, kw_only=True)
class RollRowOut(CheckedHeadOut):
    """An entry of a desk's list."""

    rank: int
    doubles: list[DoubleOut]


@dataclass(frozen=True, kw_only=True)
class RollPageOut:
    """One page of a desk's entries, in its order."""

    items: list[RollRowOut]
    cursor: str | None


@dataclass(frozen=True, kw_only=True)
class FixedRulesOut:
    """A jury and its rules.

    `lacks_second`: the call asks for a second person, and there is a single organiser's account.
    """

    jury: RolledJuryOut
    lacks_second: bool


@endpoint(bp, "GET", f"{JURY}/roll", allow=ORGANISER, returns=RollOut)
def read_roll(request: Request, call: str, track: str, stage: str) -> RollOut:
    """Return how far the formal check of a track is (形式审查)."""
    return _roll(rolls.summarise(request.act, JuryId(call, track, stage)), request)


@endpoint(bp, "GET", f"{JURY}/roll/lists/{{desk}}", allow=ORGANISER, query=PageQuery, returns=RollPageOut)
def read_roll_list(request: Request, query: PageQuery, call: str, track: str, stage: str, desk: str) -> RollPageOut:
    """Return one page of a desk's entries with their checks and doubles."""
    return _page(rolls.read_page(request.act, JuryId(call, track, stage), desk, query.cursor), request)


@endpoint(bp, "PUT", f"{JURY}/roll/checks", allow=ORGANISER, body=ChecksIn, status=204)
def check_entries(request: Request, body: ChecksIn, call: str, track: str, stage: str) -> None:
    """Write the formal check of one entry or several.

    It is the draft of the roll, which the organiser alone reads.
    """
    id = JuryId(call, track, stage)
    entries = [
        Checked(_entry(id, one.id), one.revision, tuple(_entry(id, other) for other in one.settles))
        for one in body.entries
    ]
    rolls.check(request.act, id, entries, body.verdict, body.reason)


@endpoint(bp, "POST", f"{JURY}/roll", allow=ORGANISER, body=Body, returns=RolledJuryOut)
def freeze_roll(request: Request, body: Body, call: str, track: str, stage: str) -> RolledJuryOut:
    """Freeze the roll (冻结参评名单) as its If-Match names it.

    Then owners and desks learn what is admitted. That of a later stage needs no If-Match: it has the best of the tally
    before, as many as that stage keeps.
    """
    return _jury(rolls.freeze(request.act, JuryId(call, track, stage), request.if_match))


@endpoint(bp, "GET", f"{JURY}/rules", allow=ORGANISER, returns=FixedRulesOut)
def read_fixed_rules(request: Request, call: str, track: str, stage: str) -> FixedRulesOut:
    """Return whether the rules of a jury are fixed."""
    return _fixed(rules.read(request.act, JuryId(call, track, stage)))


@endpoint(bp, "POST", f"{JURY}/rules", allow=ORGANISER, body=Body, returns=FixedRulesOut)
def fix_rules(request: Request, body: Body, call: str, track: str, stage: str) -> FixedRulesOut:
    """Fix and seal the rules by which entries are judged (固定评审规则)."""
    return _fixed(rules.fix(request.act, JuryId(call, track, stage)))


def _entry(id: JuryId, submission: str) -> str:
    """Return an entry's short id. Raises NotFound for another track's."""
    entry = short_id(submission)
    if id.submission(entry) != submission:
        raise NotFound()
    return entry


def _roll(value: RollFigures, request: Request) -> RollOut:
    def side(entry: str) -> CheckedHeadOut:
        return CheckedHeadOut(
            head=views.head(value.heads[entry], request.caller), check=_check(value.checks.get(entry))
        )

    return RollOut(
        jury=_jury(value.jury),
        lists=[_list(one) for one in value.lists],
        pairs=[PairOut(one=side(p.one), other=side(p.other), settled=p.settled) for p in value.pairs],
        etag=value.etag,
        outcomes=value.outcomes,
    )


def _list(value: ListFigures) -> RollListOut:
    return RollListOut(**vars(value), unchecked=value.unchecked)


def _page(value: RollPage, request: Request) -> RollPageOut:
    return RollPageOut(items=[_row(one, request) for one in value.rows], cursor=value.cursor)


def _row(value: RollRow, request: Request) -> RollRowOut:
    doubles = [
        DoubleOut(head=views.head(one.head, request.caller), check=_check(one.check), settled=one.settled)
        for one in value.doubles
    ]
    head = views.head(value.head, request.caller)
    return RollRowOut(head=head, check=_check(value.check), rank=value.rank, doubles=doubles)


def _check(value: FormalCheck | None) -> CheckOut | None:
    return CheckOut(verdict=value.verdict, reason=value.reason, at=value.at) if value else None


def _jury(value: Jury) -> RolledJuryOut:
    return RolledJuryOut(
        state=value.state,
        roll=value.roll,
        refused=value.refused,
        followed=value.followed,
        rules=value.rules,
        version=value.version,
        ruled_at=value.ruled_at,
    )


def _fixed(value: rules.FixedRules) -> FixedRulesOut:
    return FixedRulesOut(jury=_jury(value.jury), lacks_second=value.lacks_second)
