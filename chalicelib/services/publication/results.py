"""Results: drawn up when notices are over, confirmed, published.

Nothing of them is public before they are confirmed. From then on entries learn what became of them, one after the
other, and pages are written; see `follow_ups.results`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.access import must_belong
from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid, NotFound, NotYet, ObjectionsWaiting, ProposalChanged, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.publication import notices as notice_rules
from chalicelib.domain.publication import results as rules
from chalicelib.domain.publication.notices import NoticeRow, PublicNotice
from chalicelib.domain.publication.objections import Objection, ObjectionState, corrections_of
from chalicelib.domain.publication.results import ResultRow, Results
from chalicelib.domain.publication.rules import NoticeRules, ResultRules
from chalicelib.domain.publication.working_days import CountedDays
from chalicelib.domain.states import Outcome
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Head, Revision, short_id
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once
from chalicelib.services.evaluation.juries import confirm as confirm_proposal
from chalicelib.services.evaluation.juries import propose_about, seal_about
from chalicelib.storage import accounts, juries, notices, objections, selections, submissions
from chalicelib.storage import results as stored
from chalicelib.storage.engine.reads import by_name
from chalicelib.storage.engine.table import Write
from chalicelib.storage.results import Passed

STEP = "results"
LONGEST_DOCUMENT = 100


@dataclass(frozen=True)
class TrackResults:
    """How far a track is with its results.

    - `awarded`: the rows that the next results have; `held`: names of entries that wait for a ruling.
    - `passed`: who is passed over with them; `announced`: how many were awarded before.
    - `is_selected`: its selection is confirmed; `open_until`: when the last of its open notices closes.
    """

    track: str
    awarded: tuple[NoticeRow, ...]
    held: tuple[str, ...]
    passed: tuple[Passed, ...]
    announced: int
    is_selected: bool
    open_until: datetime | None


@dataclass(frozen=True)
class ResultsView:
    """A call's results, and what the next would be.

    - `draft` is None where nothing is ready; `untaken`: how many objections nobody has decided on.
    - `digest`: what proposing and confirming name; `proposed_by` is the name of whoever proposed.
    """

    call: Call
    results: list[Results]
    tracks: list[TrackResults]
    draft: Results | None
    rows: list[ResultRow]
    passed: tuple[Passed, ...]
    untaken: int
    digest: str
    proposal: Proposal | None
    proposed_by: str
    needs_second: bool


def read(act: Act, call_id: str) -> ResultsView:
    """Return a call's results, and what the next would be.

    Raises NotFound, also where the call announces none.
    """
    known = _load(act, call_id)
    document = str(known.proposal.values["document"]) if known.proposal else ""
    return _view(act, known, document)


@once(lambda act, ids, call_id, document: read(act, call_id))
def propose(act: Act, call_id: str, document: str) -> ResultsView:
    """Propose the next results.

    They are given at once where the call asks for one person. `document` is the number of what announces them. Raises
    Invalid, NotYet while a notice is open, ObjectionsWaiting, StepNotAllowed, NotFound.
    """
    known = _load(act, call_id)
    if not document.strip() or len(document) > LONGEST_DOCUMENT:
        raise Invalid.at("/document", "too_long" if document.strip() else "required", max=LONGEST_DOCUMENT)
    view = _view(act, known, document.strip())
    _check(view)
    if not view.needs_second:
        _announce(act, view, act.caller.account)
        return read(act, call_id)
    values = {"document": document.strip()}
    _, write = propose_about(act, known.call.id, STEP, "", known.proposal, view.digest, values)
    act.commit([write])
    return read(act, call_id)


@once(lambda act, ids, call_id, digest: read(act, call_id))
def confirm(act: Act, call_id: str, digest: str) -> ResultsView:
    """Announce the results that another proposed.

    `digest` is that of what the caller sees. Raises NotProposed, SamePerson, ProposalChanged, NotYet,
    ObjectionsWaiting, NotFound.
    """
    view = read(act, call_id)
    ended = confirm_proposal(act, view.proposal, view.digest)
    if view.digest != digest or view.proposal is None:
        raise ProposalChanged()
    _check(view)
    _announce(act, view, view.proposal.by, ended)
    return read(act, call_id)


def _check(view: ResultsView) -> None:
    """Refuse results that are not ready."""
    if view.untaken:
        raise ObjectionsWaiting(count=view.untaken)
    closing = [track.open_until for track in view.tracks if track.open_until]
    if view.draft is None and closing:
        raise NotYet(which="notice_open", at=max(closing))
    if view.draft is None:
        raise StepNotAllowed(step=STEP, state="nothing")


@dataclass(frozen=True)
class _ResultFacts:
    """All that results are made of.

    `rolls`: how many entries the roll of a track's last stage has.
    """

    call: Call
    rules: ResultRules
    juries: Mapping[str, JuryId]
    rolls: Mapping[str, int]
    selected: Mapping[str, tuple[str, ...]]
    notices: list[tuple[PublicNotice, list[NoticeRow]]]
    objections: list[Objection]
    results: list[Results]
    proposal: Proposal | None


def _load(act: Act, call_id: str) -> _ResultFacts:
    call = act.calls.latest(call_id)
    ids = {
        track.id: JuryId(call.id, track.id, track.stages[-1].id)
        for track in call.tracks.values()
        if track.stages and track.selection
    }
    every, saved, past_notices, earlier, proposal, filed = act.read(
        by_name({track: juries.jury(id) for track, id in ids.items()}),
        by_name({track: selections.selection(id) for track, id in ids.items()}),
        notices.notices(call.id),
        stored.all_results(call.id),
        juries.proposal(call.id, STEP, ""),
        objections.objections(call.id),
    )
    must_belong(act.caller, call)
    if call.results is None:
        raise NotFound()
    rows = act.read_each([notices.rows(one) for one in past_notices])
    selected = {
        track: tuple(saved[track].chosen) for track in ids if every[track].state is JuryState.SELECTED and saved[track]
    }
    dated = list(zip(past_notices, rows, strict=True))
    rolls = {track: every[track].roll or 0 for track in ids}
    return _ResultFacts(call, call.results, ids, rolls, selected, dated, filed, earlier, proposal)


def _view(act: Act, known: _ResultFacts, document: str) -> ResultsView:
    tracks = [_track(act, known, track) for track in known.selected]
    tracks += [TrackResults(track, (), (), (), 0, False, None) for track in known.juries if track not in known.selected]
    ready = {one.track: one.awarded for one in tracks if one.awarded or one.passed}
    rows = rules.rows_of(known.rules, ready, _people(act, known, ready), {one.track: one.announced for one in tracks})
    passed = tuple(each for one in tracks for each in one.passed)
    draft = _draft(act, known, tuple(ready), rows, len(passed), document) if ready else None
    untaken = sum(one.state is ObjectionState.FILED and one.track in ready for one in known.objections)
    by = act.read(accounts.account(known.proposal.by)) if known.proposal else None
    return ResultsView(
        known.call,
        known.results,
        sorted(tracks, key=lambda one: list(known.call.tracks).index(one.track)),
        draft,
        rows,
        passed,
        untaken,
        rules.proposal_digest(draft, passed) if draft else "",
        known.proposal,
        by.name if by else "",
        known.call.needs_second("results"),
    )


def _track(act: Act, known: _ResultFacts, track: str) -> TrackResults:
    """Return how far a track is with its results."""
    call, id = known.call, known.juries[track]
    first = JuryId(call.id, track, call.tracks[track].stages[0].id)
    judged = act.read(juries.jury(first))
    roll, last_roll = act.read(juries.roll(first, judged.roll or 0), juries.roll(id, known.rolls[track]))
    heads = act.read(submissions.heads(id.submission(one.entry) for one in roll))
    by_entry = {short_id(head.id): head for head in heads.values()}
    chosen = known.selected[track]
    announced = sum(head.outcome in {Outcome.AWARDED, Outcome.REVOKED} for head in by_entry.values())
    if call.public_notice is None:
        rows = notice_rules.rows_of(NoticeRules(CountedDays(1)), {track: chosen}, {track: last_roll})
        awarded = tuple(row for row in rows if _is(by_entry, row.entry, Outcome.ADMITTED))
        open_until: datetime | None = None
        held: tuple[str, ...] = ()
    else:
        awarded, held, open_until = _noticed(known, track, by_entry)
    passed = tuple(
        (track, one.entry)
        for one in roll
        if one.entry not in chosen and _is(by_entry, one.entry, Outcome.ADMITTED) and not open_until
    )
    return TrackResults(track, awarded, held, passed, announced, True, open_until)


def _noticed(
    known: _ResultFacts, track: str, heads: Mapping[str, Head]
) -> tuple[tuple[NoticeRow, ...], tuple[str, ...], datetime | None]:
    """Return a track's rows to award, names held, last closing."""
    right = corrections_of(known.objections)
    own = [(notice, rows) for notice, rows in known.notices if track in notice.tracks]
    rows = [
        rules.corrected(row, right.get((notice.n, row.n), {}))
        for notice, rows in own
        if notice.closed
        for row in rows
        if row.track == track and _is(heads, row.entry, Outcome.NOTICED)
    ]
    awarded = tuple(row for row in rows if not heads[row.entry].objections)
    held = tuple(row.name for row in rows if heads[row.entry].objections)
    return awarded, held, max((notice.closes_at for notice, _ in own if not notice.closed), default=None)


def _is(heads: Mapping[str, Head], entry: str, outcome: Outcome) -> bool:
    head = heads.get(entry)
    return head is not None and head.outcome is outcome


def _people(
    act: Act, known: _ResultFacts, awarded: Mapping[str, Sequence[NoticeRow]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return who stands on certificates, by track and entry, in order."""
    named_rows = [row for track, rows in awarded.items() if track in known.rules.people for row in rows]
    revisions = act.read_each(
        [
            submissions.revision(JuryId(known.call.id, row.track, "").submission(row.entry), row.revision)
            for row in named_rows
        ]
    )
    pairs = zip(named_rows, revisions, strict=True)
    return {(row.track, row.entry): _names(known.rules, row.track, revision) for row, revision in pairs if revision}


def _names(known: ResultRules, track: str, revision: Revision) -> tuple[str, ...]:
    field, column = known.people[track]
    lines = revision.answers.get(field) or ()
    return tuple(str(line[column]).strip() for line in lines if isinstance(line, Mapping) and line.get(column))


def _draft(
    act: Act, known: _ResultFacts, tracks: tuple[str, ...], rows: Sequence[ResultRow], passed: int, document: str
) -> Results:
    n = known.results[-1].n + 1 if known.results else 1
    me = act.caller.account
    digest = rules.results_digest(rows)
    return Results(known.call.id, n, tracks, known.call.version, document, len(rows), passed, digest, me, me, act.now)


def _announce(act: Act, view: ResultsView, by: str, *ended: Write) -> None:
    """Write results with their rows and their seal."""
    if view.draft is None:
        raise StepNotAllowed(step=STEP, state="nothing")
    results = replace(view.draft, by=by, confirmed_by=act.caller.account, at=act.now)
    for part in stored.put_parts(results, view.rows, view.passed):
        act.tools.table.write([part])
    last = act.read(juries.last_seal(view.call.id))
    leaves = [view.digest, results.digest]
    _, seal = seal_about(act, last, "results", view.call.id, str(results.n), leaves)
    act.commit([stored.put_results(results), seal, *ended])
