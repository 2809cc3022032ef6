"""Public notices: drawn up from confirmed selections, confirmed, opened.

Nothing of a notice is public before it opens. From then on its entries learn of it one after the other, and its pages
are written; see `follow_ups.notices`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.access import must_belong
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid, NotFound, ProposalChanged, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.publication.notices import (
    NoticeRow,
    PublicNotice,
    proposal_digest,
    rows_digest,
    rows_of,
)
from chalicelib.domain.publication.rules import NoticeRules
from chalicelib.domain.states import Outcome
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import short_id
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once
from chalicelib.services.evaluation.juries import confirm as confirm_proposal
from chalicelib.services.evaluation.juries import propose_about, seal_about
from chalicelib.storage import accounts, juries, notices, selections, submissions
from chalicelib.storage.engine.reads import by_name
from chalicelib.storage.engine.table import Write

STEP = "public_notice"
LATEST_OPENING = timedelta(days=30)
"""How long before its opening a notice may be given."""


@dataclass(frozen=True)
class TrackStanding:
    """How far a track is.

    `selected` are the short ids of its confirmed selection, None before it is; `waiting` those of them that no notice
    has yet.
    """

    track: str
    selected: tuple[str, ...] | None
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class NoticesView:
    """A call's notices, and what the next would be.

    `draft` is None where nothing waits for one; `digest`: what proposing and confirming name; `proposed_by` is the name
    of whoever proposed.
    """

    call: Call
    rules: NoticeRules
    notices: list[PublicNotice]
    tracks: list[TrackStanding]
    draft: PublicNotice | None
    rows: list[NoticeRow]
    digest: str
    proposal: Proposal | None
    proposed_by: str
    needs_second: bool


def read(act: Act, call_id: str) -> NoticesView:
    """Return a call's notices, and what the next would be.

    Raises NotFound, also where the call gives no public notice.
    """
    return _proposed_view(act, _read(act, call_id))


@once(lambda act, ids, call_id, tracks, reason, opens_at: read(act, call_id))
def propose(
    act: Act, call_id: str, tracks: Sequence[str], reason: str, opens_at: datetime | None = None
) -> NoticesView:
    """Propose the next notice.

    It is given at once where the call asks for one person.

    It has all entries of these tracks that are selected and in no notice. `reason` is public; a notice after the first
    needs one. It opens at `opens_at`, or as soon as it is given. Raises Invalid, NotFound.
    """
    known = _read(act, call_id)
    if opens_at and not act.now <= opens_at <= act.now + LATEST_OPENING:
        raise Invalid.at("/opens_at", "date_out_of_range")
    waiting = {one.track for one in known.tracks if one.waiting}
    if not tracks or not set(tracks) <= waiting:
        raise Invalid.at("/tracks", "required" if not tracks else "not_an_option")
    if known.notices and not reason.strip():
        raise Invalid.at("/reason", "required")
    said = _Said(reason.strip(), opens_at)
    view = _view(act, known, tuple(one for one in known.call.tracks if one in tracks), said)
    if view.needs_second:
        values = {
            "tracks": list(tracks),
            "reason": reason.strip(),
            "opens_at": opens_at.isoformat() if opens_at else "",
        }
        _, write = propose_about(act, known.call.id, STEP, "", known.proposal, view.digest, values)
        act.commit([write])
        return read(act, call_id)
    _give(act, known, view, by=act.caller.account)
    return read(act, call_id)


@once(lambda act, ids, call_id, digest: read(act, call_id))
def confirm(act: Act, call_id: str, digest: str) -> NoticesView:
    """Give the notice that another proposed; it opens at once.

    `digest` is that of what the caller sees. Raises NotProposed, SamePerson, ProposalChanged, NotFound.
    """
    known = _read(act, call_id)
    view = _proposed_view(act, known)
    ended = confirm_proposal(act, known.proposal, view.digest)
    if view.digest != digest or known.proposal is None:
        raise ProposalChanged()
    _give(act, known, view, known.proposal.by, ended)
    return read(act, call_id)


@dataclass(frozen=True)
class _NoticeFacts:
    call: Call
    rules: NoticeRules
    notices: list[PublicNotice]
    tracks: list[TrackStanding]
    proposal: Proposal | None


@dataclass(frozen=True)
class _Said:
    """What somebody says of a notice that is drawn up."""

    reason: str = ""
    opens_at: datetime | None = None


def _said(proposal: Proposal | None) -> _Said:
    if proposal is None:
        return _Said()
    opens = str(proposal.values["opens_at"])
    return _Said(str(proposal.values["reason"]), datetime.fromisoformat(opens) if opens else None)


def _read(act: Act, call_id: str) -> _NoticeFacts:
    call = act.calls.latest(call_id)
    ids = [
        JuryId(call.id, track.id, track.stages[-1].id)
        for track in call.tracks.values()
        if track.stages and track.selection
    ]
    earlier, proposal, every, saved = act.read(
        notices.notices(call.id),
        juries.proposal(call.id, STEP, ""),
        by_name({id.track: juries.jury(id) for id in ids}),
        by_name({id.track: selections.selection(id) for id in ids}),
    )
    must_belong(act.caller, call)
    if call.public_notice is None:
        raise NotFound()
    rows = act.read_each([notices.rows(one) for one in earlier])
    noticed = {(row.track, row.entry) for of_one in rows for row in of_one}
    tracks = []
    for id in ids:
        chosen = saved[id.track].chosen if every[id.track].state is JuryState.SELECTED else None
        waiting = tuple(entry for entry in chosen or () if (id.track, entry) not in noticed)
        tracks.append(TrackStanding(id.track, chosen, _without_excluded(act, id, waiting)))
    return _NoticeFacts(call, call.public_notice, earlier, tracks, proposal)


def _without_excluded(act: Act, id: JuryId, entries: Sequence[str]) -> tuple[str, ...]:
    if not entries:
        return ()
    heads = act.read(submissions.heads(map(id.submission, entries)))
    out = {short_id(head.id) for head in heads.values() if head.outcome is not Outcome.ADMITTED}
    return tuple(entry for entry in entries if entry not in out)


def _proposed_view(act: Act, known: _NoticeFacts) -> NoticesView:
    """Return what was proposed, or else all that waits."""
    proposal = known.proposal
    tracks = tuple(proposal.values["tracks"]) if proposal else tuple(one.track for one in known.tracks if one.waiting)
    return _view(act, known, tracks, _said(proposal))


def _view(act: Act, known: _NoticeFacts, tracks: Sequence[str], said: _Said) -> NoticesView:
    chosen = {one.track: one.waiting for one in known.tracks if one.track in tracks and one.waiting}
    rolls = _rolls(act, known.call, list(chosen))
    rows = rows_of(known.rules, chosen, rolls)
    draft = _draft(act, known, tuple(chosen), rows, said) if rows else None
    digest = proposal_digest(draft) if draft else ""
    by = act.read(accounts.account(known.proposal.by)) if known.proposal else None
    return NoticesView(
        known.call,
        known.rules,
        known.notices,
        known.tracks,
        draft,
        rows,
        digest,
        known.proposal,
        by.name if by else "",
        known.call.needs_second("notice"),
    )


def _rolls(act: Act, call: Call, tracks: Sequence[str]) -> Mapping[str, list[RollEntry]]:
    """Return the rolls of tracks' last stages."""
    ids = {track: JuryId(call.id, track, call.tracks[track].stages[-1].id) for track in tracks}
    if not ids:
        return {}
    every = act.read(by_name({track: juries.jury(id) for track, id in ids.items()}))
    return act.read(by_name({track: juries.roll(id, every[track].roll or 0) for track, id in ids.items()}))


def _draft(
    act: Act, known: _NoticeFacts, tracks: tuple[str, ...], rows: Sequence[NoticeRow], said: _Said
) -> PublicNotice:
    last = known.notices[-1].n if known.notices else 0
    opens = max(said.opens_at or act.now, act.now)
    closes = known.rules.lasts.closes_at(opens, known.call.zone)
    me = act.caller.account
    return PublicNotice(
        known.call.id,
        last + 1,
        tracks,
        known.call.version,
        opens,
        closes,
        len(rows),
        rows_digest(rows),
        me,
        me,
        act.now,
        supplements=1 if last else 0,
        reason=said.reason if last else "",
    )


def _give(act: Act, known: _NoticeFacts, view: NoticesView, by: str, *ended: Write) -> None:
    """Write a notice with its rows and its seal."""
    if view.draft is None:
        raise StepNotAllowed(step=STEP, state="selected")
    notice = replace(view.draft, by=by, confirmed_by=act.caller.account)
    for part in notices.put_rows(notice, view.rows):
        act.tools.table.write([part])
    last = act.read(juries.last_seal(known.call.id))
    _, seal = seal_about(act, last, "notice", known.call.id, str(notice.n), [view.digest, notice.digest])
    act.commit([notices.put_notice(notice), seal, *ended])
