"""Objections as whoever objects files and follows them, without an account.

What is typed is written first, with the names of its files; the files are uploaded, and it is filed when all have
arrived and were checked. The code that is handed out once is the only way back to it: the table has its digest alone.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.domain.accounts import phone_number
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid, LaurelError, NotFound, ProofRequired, UploadWrong
from chalicelib.domain.publication import objections as rules
from chalicelib.domain.publication.notices import NoticeRow, PublicNotice
from chalicelib.domain.publication.objections import Objection, ObjectionState, Objector
from chalicelib.domain.publication.rules import Objecting, ObjectionRules
from chalicelib.domain.states import ORGANISER, Outcome
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Head, Upload
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools, retry, token
from chalicelib.services.sign_in import proof_of_work, throttles
from chalicelib.services.sign_in.sessions import Visitor
from chalicelib.services.sign_in.throttles import Throttle
from chalicelib.services.uploads import file_kinds, uploads
from chalicelib.services.uploads.uploads import Ticket
from chalicelib.storage import accounts, notices, objections, submissions
from chalicelib.storage.engine.reads import fetch

PURPOSE = "object"
"""What its proof of work is for."""
CODE_LENGTH = 24
MOST_AN_HOUR = 30
"""Objections that one address may begin in an hour; a whole bureau may share one."""


@dataclass(frozen=True)
class DeclaredEvidence:
    """A file that is to be uploaded; `size` in bytes."""

    name: str
    size: int


@dataclass(frozen=True)
class TypedObjection:
    """What somebody typed to object to a row of a notice."""

    row: int
    by: Objecting
    ground: str
    statement: str
    objector: Objector
    files: Sequence[DeclaredEvidence]
    corrections: Mapping[str, str]


@dataclass(frozen=True)
class Begun:
    """An objection that waits for its evidence.

    `code` is shown this once.
    """

    code: str
    tickets: list[Ticket]


@dataclass(frozen=True)
class OwnObjection:
    """An objection as whoever filed it reads it.

    `name` is that of the entry.
    """

    objection: Objection
    name: str


def difficulty(tools: Tools, visitor: Visitor) -> int:
    """Return the level of the proof for the visitor's next objection."""
    return throttles.level(0, of_address=fetch(tools.table, _throttle(tools, visitor).count))


def begin(tools: Tools, call_id: str, n: int, typed: TypedObjection, payload: str, visitor: Visitor) -> Begun:
    """Write down an objection, and return where its evidence goes.

    It counts for nothing before it is completed. Raises Invalid with every fault at once, Closed, ProofRequired,
    TooManyRequests, NotFound for an unknown notice or one that is not open yet.
    """
    call, terms = _hearing(tools, call_id)
    now, throttle = tools.clock(), _throttle(tools, visitor)
    notice, count = fetch(tools.table, notices.notice(call.id, n), throttle.count)
    if notice is None or notice.opens_at > now:
        raise NotFound()
    if now > notice.closes_at:
        raise objections.closed(notice.closes_at)
    proof = proof_of_work.read(tools, payload, "", PURPOSE)
    proof_of_work.must_be_worth(proof, throttles.level(0, of_address=count), now)
    row = _row(tools, notice, typed.row)
    head = fetch(tools.table, submissions.head(_submission(call, row))) if row else None
    if row is None or head is None or head.outcome is not Outcome.NOTICED:
        raise Invalid.at("/row", "not_an_option")
    code = token(CODE_LENGTH)
    objection, objector = _cleaned(call, terms, notice, row, head, typed, code)
    objection = replace(objection, begun_at=now)
    _check(call, terms, objection, objector, row, typed.files)
    objection = replace(objection, uploads=_uploads(objection, terms, typed.files))
    spend = accounts.put_spent_proof(proof.id, {}, proof.expires + proof_of_work.LASTS, lambda _: ProofRequired())
    bound = throttle.count_within(MOST_AN_HOUR, now)
    tools.table.write([spend, bound, objections.check_not_closed(notice), *objections.put_begun(objection, objector)])
    return Begun(code, [_ticket(tools, terms, one) for one in objection.uploads])


def complete(tools: Tools, call_id: str, code: str) -> OwnObjection:
    """File an objection whose evidence has arrived.

    Filing it again changes nothing. Raises UploadWrong at the file, also where it is missing or harmful, Closed,
    NotFound.
    """
    return retry(lambda: _complete(tools, call_id, code))


def follow(tools: Tools, call_id: str, code: str) -> OwnObjection:
    """Return the objection of a code. Raises NotFound."""
    call, _ = _hearing(tools, call_id)
    objection = _by_code(tools, call, code)
    return _own(tools, objection, fetch(tools.table, notices.notice(call.id, objection.notice)))


def renew_tickets(tools: Tools, call_id: str, code: str) -> list[Ticket]:
    """Return where evidence goes that has not arrived yet.

    For whoever was cut off. Raises NotFound.
    """
    call, terms = _hearing(tools, call_id)
    return [_ticket(tools, terms, one) for one in _by_code(tools, call, code).uploads]


def _complete(tools: Tools, call_id: str, code: str) -> OwnObjection:
    call, _ = _hearing(tools, call_id)
    objection = _by_code(tools, call, code)
    notice, objector = fetch(
        tools.table, notices.notice(call.id, objection.notice), objections.objector(call.id, objection.id)
    )
    if objection.state is not ObjectionState.BEGUN:
        return _own(tools, objection, notice)
    if notice is None or objector is None:
        raise NotFound()
    files = []
    for at, upload in enumerate(objection.uploads):
        try:
            body = uploads.check_arrived(tools, upload)
        except LaurelError as refusal:
            raise _at_file(refusal, at) from None
        files.append(uploads.keep(tools, _subject(objection), upload, body))
    now = tools.clock()
    if now > notice.closes_at:
        raise objections.closed(notice.closes_at)
    after = objection.changed(state=ObjectionState.FILED, files=tuple(files), uploads=(), filed_at=now)
    tools.table.write(
        [
            objections.check_not_closed(notice),
            objections.put_objection(after),
            objections.put_objector(call.id, objection.id, objector),
        ]
    )
    return _own(tools, after, notice)


def _at_file(refusal: LaurelError, at: int) -> UploadWrong:
    """Return a refusal that says which file it is about, from 0."""
    faults = refusal.details.get("errors", [{"code": refusal.code, "params": {}}])
    return UploadWrong(errors=[{**fault, "pointer": f"/files/{at}"} for fault in faults])


def _hearing(tools: Tools, call_id: str) -> tuple[Call, ObjectionRules]:
    """Return a call that hears objections, and how it does.

    Raises NotFound.
    """
    call = tools.calls.latest(call_id)
    if call.public_notice is None or call.public_notice.objections is None:
        raise NotFound()
    return call, call.public_notice.objections


def _row(tools: Tools, notice: PublicNotice, n: int) -> NoticeRow | None:
    return next((one for one in fetch(tools.table, notices.rows(notice)) if one.n == n), None)


def _own(tools: Tools, objection: Objection, notice: PublicNotice | None) -> OwnObjection:
    if notice is None:
        raise NotFound()
    row = _row(tools, notice, objection.row)
    return OwnObjection(objection, row.name if row else "")


def _by_code(tools: Tools, call: Call, code: str) -> Objection:
    objection = fetch(tools.table, objections.objection(call.id, id_of(code)))
    if objection is None or _is_over(tools, objection):
        raise NotFound()
    return objection


def _is_over(tools: Tools, objection: Objection) -> bool:
    """Return whether an objection waited too long for its evidence."""
    return objection.state is ObjectionState.BEGUN and tools.clock() > objection.begun_at + objections.BEGUN_KEPT


def id_of(code: str) -> str:
    """Return the id of a code's objection, however it is typed."""
    bare = "".join(sign for sign in code.lower() if sign.isascii() and sign.isalnum())
    return hashlib.sha256(f"objection {bare}".encode()).hexdigest()[:24]


def _submission(call: Call, row: NoticeRow) -> str:
    return JuryId(call.id, row.track, "").submission(row.entry)


def _subject(objection: Objection) -> str:
    return f"{objection.submission}/objections/{objection.id}"


def _throttle(tools: Tools, visitor: Visitor) -> Throttle:
    return throttles.throttle(f"object#{visitor.address}", tools.clock())


def _cleaned(
    call: Call,
    terms: ObjectionRules,
    notice: PublicNotice,
    row: NoticeRow,
    head: Head,
    typed: TypedObjection,
    code: str,
) -> tuple[Objection, Objector]:
    """Return what is kept of what was typed.

    Who answers follows from its ground.
    """
    ground = terms.ground(typed.ground)
    desk = head.below.desk if ground and ground.answers == "desk" and head.below else ORGANISER
    corrections = {name: one_line(text) for name, text in typed.corrections.items()}
    objection = Objection(
        id=id_of(code),
        call=call.id,
        notice=notice.n,
        row=row.n,
        submission=head.id,
        by=typed.by,
        ground=typed.ground,
        statement=typed.statement.strip(),
        desk=desk,
        begun_at=notice.opens_at,
        corrections=corrections,
    )
    who = typed.objector
    objector = Objector(
        one_line(who.name),
        phone_number(who.phone, "any"),
        one_line(who.organisation) if typed.by == "organisation" else "",
        one_line(who.address),
    )
    return objection, objector


def _check(
    call: Call,
    terms: ObjectionRules,
    objection: Objection,
    objector: Objector,
    row: NoticeRow,
    files: Sequence[DeclaredEvidence],
) -> None:
    """Refuse what was typed, with all its faults. Raises Invalid."""
    shown = {"name": row.name, **({"unit_name": row.unit_name} if row.unit_name else {})}
    faults = rules.problems(terms, objection, objector, "any", shown)
    try:
        rules.check_files(terms, len(files))
    except Invalid as refusal:
        faults += refusal.details["errors"]
    for at, file in enumerate(files):
        try:
            uploads.kind_of(file.name, terms.evidence.kinds)
            uploads.check_size(file.size, terms.evidence.largest)
        except Invalid as refusal:
            faults += [{**fault, "pointer": f"/files/{at}"} for fault in refusal.details["errors"]]
    if faults:
        raise Invalid(errors=faults)


def _uploads(objection: Objection, terms: ObjectionRules, files: Sequence[DeclaredEvidence]) -> tuple[Upload, ...]:
    ids = [token(16) for _ in files]
    kinds = [uploads.kind_of(file.name, terms.evidence.kinds) for file in files]
    return tuple(
        Upload(
            id, "evidence", file.name, file.size, kind, file_kinds.TYPES[kind], f"incoming/{_subject(objection)}/{id}"
        )
        for id, file, kind in zip(ids, files, kinds, strict=True)
    )


def _ticket(tools: Tools, terms: ObjectionRules, upload: Upload) -> Ticket:
    url, fields = tools.objects.presign_upload(upload.key, upload.type, terms.evidence.largest)
    return Ticket(upload.id, url, dict(fields))
