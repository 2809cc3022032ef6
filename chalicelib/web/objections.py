"""Routes of objections: to file, follow and handle them.

The code of an objection comes in a body, never in an address, so that no log has it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.access import Role
from chalicelib.domain.publication.objections import (
    LONGEST_STATEMENT,
    LONGEST_SUMMARY,
    Consequence,
    DeskAnswer,
    ObjectionRuling,
    ObjectionState,
    Objector,
    Refusal,
)
from chalicelib.domain.publication.rules import Objecting
from chalicelib.frozen import dataclass
from chalicelib.services.publication import objections, rulings
from chalicelib.services.publication.objections import DeclaredEvidence, OwnObjection, TypedObjection
from chalicelib.services.publication.rulings import ObjectionView
from chalicelib.services.uploads.uploads import Ticket
from chalicelib.web.accounts import visitor
from chalicelib.web.attachments import LinkOut, TicketOut
from chalicelib.web.http.endpoint import ANYONE, DESK, HOLDERS, ORGANISER, Request, endpoint, number_in
from chalicelib.web.http.schemas import Body, Line, ProofText
from chalicelib.web.selections import DigestIn

bp = Blueprint(__name__)
OBJECTIONS = "/calls/{call}/objections"
READERS = frozenset({Role.ORGANISER, Role.OBSERVER})
MOST_FILES = 10


class EvidenceIn(Body):
    name: str = Field(min_length=1, max_length=limits.FILE_NAME)
    size: int = Field(gt=0)


class ObjectionIn(Body):
    """An objection to a row of a notice, and who objects.

    `corrections`: the right words of the row by name, where the ground is that they are misspelt.
    """

    row: int = Field(ge=1)
    by: Objecting
    ground: Line
    statement: str = Field(max_length=LONGEST_STATEMENT * 2)
    name: Line
    phone: Line
    organisation: Line = ""
    address: Line = ""
    corrections: dict[Literal["name", "unit_name"], Line] = Field(default_factory=dict)
    files: list[EvidenceIn] = Field(max_length=MOST_FILES)
    proof: ProofText

    def typed(self) -> TypedObjection:
        """Return the objection without the proof."""
        return TypedObjection(
            self.row,
            self.by,
            self.ground,
            self.statement,
            Objector(self.name, self.phone, self.organisation, self.address),
            [DeclaredEvidence(one.name, one.size) for one in self.files],
            {str(name): text for name, text in self.corrections.items()},
        )


class CodeIn(Body):
    """The code that was shown when the objection was written."""

    code: Line


class TakeIn(Body):
    summary: str = Field(max_length=LONGEST_SUMMARY)


class RefuseIn(Body):
    refusal: Refusal
    note: str = Field(default="", max_length=limits.REASON)


class AnswerIn(Body):
    text: str = Field(max_length=LONGEST_STATEMENT)


class ObjectionRulingIn(Body):
    upheld: bool
    consequence: Consequence = "none"
    reason: str = Field(max_length=limits.REASON)


@dataclass(frozen=True, kw_only=True)
class TicketsOut:
    items: list[TicketOut]


@dataclass(frozen=True, kw_only=True)
class BegunOut:
    """An objection that was begun.

    Its code, shown this once, and where its evidence goes.
    """

    code: str
    tickets: list[TicketOut]


@dataclass(frozen=True, kw_only=True)
class RulingOut:
    consequence: Consequence
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class OwnObjectionOut:
    """An objection as whoever filed it reads it.

    `name` is that of the entry; `files` are the names of its evidence. It was taken or refused, else neither is set.
    """

    notice: int
    row: int
    name: str
    ground: str
    state: ObjectionState
    statement: str
    files: list[str]
    filed_at: datetime | None
    taken_at: datetime | None
    refused_at: datetime | None
    rule_by: datetime | None
    refusal: Refusal | None
    note: str
    ruling: RulingOut | None


@dataclass(frozen=True, kw_only=True)
class ObjectorOut:
    name: str
    phone: str
    organisation: str
    address: str


@dataclass(frozen=True, kw_only=True)
class AnswerOut:
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ProposedRulingOut:
    """A ruling that waits for a second person."""

    consequence: Consequence
    reason: str
    at: datetime
    own: bool
    digest: str


@dataclass(frozen=True, kw_only=True)
class ObjectionFileOut:
    id: str
    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class ObjectionOut:
    """An objection as organiser and observer read it."""

    id: str
    notice: int
    row: int
    submission: str
    track: str
    name: str
    unit_name: str
    ground: str
    by: Objecting
    state: ObjectionState
    statement: str
    corrections: Mapping[str, str]
    files: list[ObjectionFileOut]
    objector: ObjectorOut | None
    filed_at: datetime
    desk: str
    summary: str
    refusal: Refusal | None
    note: str
    answer_by: datetime | None
    rule_by: datetime | None
    answer: AnswerOut | None
    ruling: RulingOut | None
    proposal: ProposedRulingOut | None
    needs_second: bool


@dataclass(frozen=True, kw_only=True)
class ObjectionsOut:
    items: list[ObjectionOut]


@dataclass(frozen=True, kw_only=True)
class DeskObjectionOut:
    """An objection as the desk reads it that is to answer."""

    id: str
    submission: str
    track: str
    name: str
    unit_name: str
    ground: str
    state: ObjectionState
    summary: str
    answer_by: datetime | None
    answer: AnswerOut | None
    ruling: RulingOut | None


@dataclass(frozen=True, kw_only=True)
class DeskObjectionsOut:
    items: list[DeskObjectionOut]


@endpoint(
    bp,
    "POST",
    "/calls/{call}/public-notices/{n}/objections",
    allow=ANYONE,
    body=ObjectionIn,
    status=201,
    returns=BegunOut,
    repeatable=False,
)
def begin_objection(request: Request, body: ObjectionIn, call: str, n: str) -> BegunOut:
    """Write an objection (异议) to a row of a public notice.

    It counts once its evidence has arrived and it is completed. The code in the answer is the only way back to it.
    """
    begun = objections.begin(request.tools, call, number_in(n), body.typed(), body.proof, visitor(request))
    return BegunOut(code=begun.code, tickets=_tickets(begun.tickets))


@endpoint(bp, "POST", f"{OBJECTIONS}/complete", allow=ANYONE, body=CodeIn, returns=OwnObjectionOut, repeatable=False)
def complete_objection(request: Request, body: CodeIn, call: str) -> OwnObjectionOut:
    """File an objection whose evidence has arrived."""
    return _own(objections.complete(request.tools, call, body.code))


@endpoint(bp, "POST", f"{OBJECTIONS}/tickets", allow=ANYONE, body=CodeIn, returns=TicketsOut, repeatable=False)
def renew_objection_tickets(request: Request, body: CodeIn, call: str) -> TicketsOut:
    """Return where evidence goes that has not arrived yet."""
    return TicketsOut(items=_tickets(objections.renew_tickets(request.tools, call, body.code)))


@endpoint(bp, "POST", f"{OBJECTIONS}/follow", allow=ANYONE, body=CodeIn, returns=OwnObjectionOut, repeatable=False)
def follow_objection(request: Request, body: CodeIn, call: str) -> OwnObjectionOut:
    """Return how far one's own objection is, by its code."""
    return _own(objections.follow(request.tools, call, body.code))


@endpoint(bp, "GET", OBJECTIONS, allow=READERS, returns=ObjectionsOut)
def list_objections(request: Request, call: str) -> ObjectionsOut:
    """Return a call's objections, with who objects."""
    return ObjectionsOut(items=[_objection(one, request) for one in rulings.read_all(request.act, call)])


@endpoint(bp, "GET", f"{OBJECTIONS}/to-answer", allow=DESK, returns=DeskObjectionsOut)
def list_objections_to_answer(request: Request, call: str) -> DeskObjectionsOut:
    """Return the objections that the caller's desk is to answer."""
    return DeskObjectionsOut(items=[_for_desk(one) for one in rulings.read_for_desk(request.act, call)])


@endpoint(bp, "GET", f"{OBJECTIONS}/{{objection}}/files/{{file}}/link", allow=READERS, returns=LinkOut)
def link_objection_file(request: Request, call: str, objection: str, file: str) -> LinkOut:
    """Return a link of one minute to a piece of evidence."""
    return LinkOut(url=rulings.link_file(request.act, call, objection, file))


@endpoint(bp, "POST", f"{OBJECTIONS}/{{objection}}/take", allow=ORGANISER, body=TakeIn, returns=ObjectionOut)
def take_objection(request: Request, body: TakeIn, call: str, objection: str) -> ObjectionOut:
    """Take an objection (受理异议).

    It holds the award until it is ruled on."""
    return _objection(rulings.take(request.act, call, objection, body.summary), request)


@endpoint(bp, "POST", f"{OBJECTIONS}/{{objection}}/refuse", allow=ORGANISER, body=RefuseIn, returns=ObjectionOut)
def refuse_objection(request: Request, body: RefuseIn, call: str, objection: str) -> ObjectionOut:
    """Refuse to take an objection (不予受理).

    For one of a closed list of reasons."""
    return _objection(rulings.refuse(request.act, call, objection, body.refusal, body.note), request)


@endpoint(bp, "POST", f"{OBJECTIONS}/{{objection}}/answer", allow=HOLDERS, body=AnswerIn, returns=DeskObjectionOut)
def answer_objection(request: Request, body: AnswerIn, call: str, objection: str) -> DeskObjectionOut:
    """Say what there is to an objection (核实答复)."""
    return _for_desk(rulings.answer(request.act, call, objection, body.text))


@endpoint(bp, "POST", f"{OBJECTIONS}/{{objection}}/rule", allow=ORGANISER, body=ObjectionRulingIn, returns=ObjectionOut)
def rule_on_objection(request: Request, body: ObjectionRulingIn, call: str, objection: str) -> ObjectionOut:
    """Rule on an objection (裁定).

    Where two people are asked for, that is proposed."""
    return _objection(rulings.rule(request.act, call, objection, body.upheld, body.consequence, body.reason), request)


@endpoint(bp, "POST", f"{OBJECTIONS}/{{objection}}/rule/confirm", allow=ORGANISER, body=DigestIn, returns=ObjectionOut)
def confirm_ruling(request: Request, body: DigestIn, call: str, objection: str) -> ObjectionOut:
    """Confirm the ruling that somebody else proposed."""
    return _objection(rulings.confirm(request.act, call, objection, body.digest), request)


def _tickets(values: list[Ticket]) -> list[TicketOut]:
    return [TicketOut(id=one.id, url=one.url, fields=one.fields) for one in values]


def _own(value: OwnObjection) -> OwnObjectionOut:
    one = value.objection
    return OwnObjectionOut(
        notice=one.notice,
        row=one.row,
        name=value.name,
        ground=one.ground,
        state=one.state,
        statement=one.statement,
        files=[file.name for file in one.files or one.uploads],
        filed_at=one.filed_at,
        taken_at=one.decided_at if one.refusal is None else None,
        refused_at=one.decided_at if one.refusal else None,
        rule_by=one.rule_by,
        refusal=one.refusal,
        note=one.note,
        ruling=_ruling(value.objection.ruling),
    )


def _ruling(value: ObjectionRuling | None) -> RulingOut | None:
    return RulingOut(consequence=value.consequence, reason=value.reason, at=value.at) if value else None


def _answer(value: DeskAnswer | None) -> AnswerOut | None:
    return AnswerOut(text=value.text, by=value.by, at=value.at) if value else None


def _objection(value: ObjectionView, request: Request) -> ObjectionOut:
    one, who, proposal = value.objection, value.objector, value.proposal
    return ObjectionOut(
        id=one.id,
        notice=one.notice,
        row=one.row,
        submission=one.submission,
        track=one.track,
        name=value.head.card.name,
        unit_name=value.head.card.unit_name,
        ground=one.ground,
        by=one.by,
        state=one.state,
        statement=one.statement,
        corrections=one.corrections,
        files=[ObjectionFileOut(id=file.id, name=file.name, size=file.size) for file in one.files],
        objector=ObjectorOut(name=who.name, phone=who.phone, organisation=who.organisation, address=who.address)
        if who
        else None,
        filed_at=one.filed_at or one.begun_at,
        desk=one.desk,
        summary=one.summary,
        refusal=one.refusal,
        note=one.note,
        answer_by=one.answer_by,
        rule_by=one.rule_by,
        answer=_answer(one.answer),
        ruling=_ruling(one.ruling),
        proposal=ProposedRulingOut(
            consequence=proposal.values["consequence"],
            reason=str(proposal.values["reason"]),
            at=proposal.at,
            own=proposal.by == request.caller.account,
            digest=proposal.digest,
        )
        if proposal
        else None,
        needs_second=value.needs_second,
    )


def _for_desk(value: ObjectionView) -> DeskObjectionOut:
    one = value.objection
    return DeskObjectionOut(
        id=one.id,
        submission=one.submission,
        track=one.track,
        name=value.head.card.name,
        unit_name=value.head.card.unit_name,
        ground=one.ground,
        state=one.state,
        summary=one.summary,
        answer_by=one.answer_by,
        answer=_answer(one.answer),
        ruling=_ruling(one.ruling),
    )
