"""The selection of a track: looked at, tried, saved, proposed and confirmed.

It follows the tally of the track's last stage; what was excluded since is out of it. Nothing of it reaches heads,
owners or desks; that is a later, public act.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from chalicelib.domain.call import Call
from chalicelib.domain.errors import Invalid, NotFound, ProposalChanged, Stale, StepNotAllowed
from chalicelib.domain.evaluation import ballots
from chalicelib.domain.evaluation.ballots import BallotCount
from chalicelib.domain.evaluation.jury import Jury, JuryState, take
from chalicelib.domain.evaluation.panel import Assignment, Recusals
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.rules import SelectionRules
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.evaluation.selection import (
    Exemption,
    Selected,
    Selection,
    Share,
    balance,
    check,
    choose,
    digest_of,
    without_linked,
)
from chalicelib.domain.evaluation.tally import Tally, TallyRow
from chalicelib.domain.states import Outcome
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Opinion, Revision, short_id
from chalicelib.forms.fields.choices import Link
from chalicelib.forms.regions import under
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, version_in
from chalicelib.services.evaluation.juries import (
    Rules,
    confirm,
    fixed_rules,
    must_belong_to,
    propose,
    rules_of,
    seal_writes,
)
from chalicelib.services.evaluation.recusals import must_be_struck, of_readers
from chalicelib.storage import accounts, juries, selections, submissions, tallies
from chalicelib.storage.engine.reads import by_name, each, nothing, pair

STEP = "confirm_selection"


@dataclass(frozen=True)
class SelectionDraft:
    """A line and exceptions as somebody types them.

    `exceptions` are (entry, in or out, reason).
    """

    line: int
    reason: str
    exceptions: tuple[Exemption, ...]


@dataclass(frozen=True)
class SelectionView:
    """A track's selection with all that it is decided by.

    - `roll`: by short id; `by_place`, `by_category`: shares of the places.
    - `unlinked`: selected entries none of whose linked ones is selected.
    - `people`: the names of those who wrote exceptions or proposed, by account.
    - `digest`: what a second person confirms.
    """

    rules: Rules
    jury: Jury
    tally: Tally
    selection: Selection
    selected: Selected
    roll: Mapping[str, RollEntry]
    by_place: list[Share]
    by_category: list[Share]
    unlinked: list[str]
    people: Mapping[str, str]
    ballot: BallotCount | None
    proposal: Proposal | None
    digest: str

    @property
    def places(self) -> SelectionRules:
        """What the call declares of the track's places."""
        return _declared(self.rules)


@dataclass(frozen=True)
class _Basis:
    """What a selection is computed from."""

    rules: Rules
    jury: Jury
    tally: Tally
    selection: Selection
    ballot: BallotCount | None
    proposal: Proposal | None
    seal: Seal | None
    roll: Mapping[str, RollEntry]
    choose: Callable[..., Selected]
    rows: list[TallyRow]
    assignments: Sequence[Assignment]
    recusals: Mapping[str, Recusals]

    def must_hold(self, selection: Selection) -> None:
        """Refuse a selection with faults. Raises Invalid."""
        check(_declared(self.rules), self.rows, selection, self.choose(draft=selection))

    def digest(self, selection: Selection) -> str:
        return digest_of(self.choose(draft=selection), selection, self.tally.rows)


def last_jury(act: Act, call: str, track: str) -> JuryId:
    """Return the jury whose tally a track's selection follows.

    Raises NotFound for a track that is not evaluated.
    """
    known = act.calls.latest(call).tracks.get(track)
    if known is None or not known.stages or known.selection is None:
        raise NotFound()
    return JuryId(call, track, known.stages[-1].id)


def read(act: Act, id: JuryId) -> SelectionView:
    """Return a track's selection. Raises NotFound before its tally."""
    known = _read(act, id)
    return _view(act, known, known.selection)


def attempt(act: Act, id: JuryId, draft: SelectionDraft) -> SelectionView:
    """Return what a line and exceptions would select; nothing is written.

    Raises Invalid, NotFound.
    """
    known = _read(act, id)
    tried = _with(known.selection, draft, act)
    known.must_hold(tried)
    return _view(act, known, tried)


@once(lambda act, ids, id, draft, etag: read(act, id))
def save(act: Act, id: JuryId, draft: SelectionDraft, etag: str) -> SelectionView:
    """Save a line and exceptions.

    Raises Invalid, NotFound, Stale, and StepNotAllowed once it is confirmed.
    """
    known = _read(act, id)
    if known.jury.state is not JuryState.TALLIED:
        raise StepNotAllowed(step="save_selection", state=known.jury.state.value)
    if known.selection.v != version_in(etag):
        raise Stale(current=None)
    after = _with(known.selection, draft, act)
    known.must_hold(after)
    after = replace(after, chosen=known.choose(draft=after).chosen, by=act.caller.account, at=act.now, v=after.v + 1)
    act.commit([selections.put_selection(after)])
    return _view(act, known, after)


@once(lambda act, ids, id, digest: read(act, id))
def propose_it(act: Act, id: JuryId, digest: str) -> SelectionView:
    """Propose the selection as it is saved, for another to confirm.

    `digest` is that of what the caller sees. Raises ProposalChanged, SheetsToStrike, StepNotAllowed, NotFound.
    """
    known = _read(act, id, decides=True)
    after, event = take(known.jury, "propose_selection", act.caller, act.now, {"digest": digest, "run": known.tally.n})
    _must_be_complete(known)
    if known.digest(known.selection) != digest:
        raise ProposalChanged()
    new, write = propose(act, id, STEP, known.proposal, digest, {"run": known.tally.n})
    act.commit([*juries.put_step(after, event), write])
    return _view(act, replace(known, jury=after, proposal=new), known.selection)


@once(lambda act, ids, id, digest: read(act, id))
def confirm_it(act: Act, id: JuryId, digest: str) -> SelectionView:
    """Confirm the selection.

    By a second person, where the call asks for one.
    Raises NotProposed, SamePerson, ProposalChanged, SheetsToStrike, StepNotAllowed, NotFound.
    """
    known = _read(act, id, decides=True)
    fresh = known.digest(known.selection)
    after, event = take(known.jury, STEP, act.caller, act.now, {"digest": fresh, "run": known.tally.n})
    _must_be_complete(known)
    if fresh != digest:
        raise ProposalChanged()
    ends = []
    if known.rules.needs_second(STEP) or known.proposal:
        ends = [confirm(act, known.proposal, fresh)]
    chosen = known.choose(draft=known.selection).chosen
    final = replace(known.selection, chosen=chosen, digest=fresh, v=known.selection.v + 1)
    _, seal = seal_writes(act, known.seal, "selection", id, [fresh])
    act.commit([*juries.put_step(after, event), selections.put_selection(final), seal, *ends])
    return _view(act, replace(known, jury=after, proposal=None), final)


def read_opinion(act: Act, id: JuryId, entry: str) -> Opinion | None:
    """Return what an entry's last desk wrote of it; None if nothing.

    Raises NotFound.
    """
    rules = rules_of(act, id)
    jury, opinions = act.read(juries.jury(id), submissions.opinions(id.submission(entry)))
    must_belong_to(act, rules)
    roll = {one.entry: one for one in act.read(juries.roll(id, jury.roll or 0))}
    if entry not in roll or not jury.run:
        raise NotFound()
    top = roll[entry].top
    return opinions.get(top.desk) if top else None


def _declared(rules: Rules) -> SelectionRules:
    if rules.track.selection is None:
        raise NotFound()
    return rules.track.selection


def _read(act: Act, id: JuryId, *, decides: bool = False) -> _Basis:
    """Return what a selection is computed from.

    Where somebody decides on it also who reads what, and who may not.
    """
    rules = rules_of(act, id)
    about = f"{id.track}/{id.stage}"
    jury, selection, (ballot, proposal), seal, assignments = act.read(
        juries.jury(id),
        selections.selection(id),
        pair(selections.ballot(id), juries.proposal(id.call, STEP, about)),
        juries.last_seal(id.call),
        juries.assignments(id) if decides else nothing(),
    )
    must_belong_to(act, rules)
    tally, roll, every, all_recusals = act.read(
        tallies.tally(id, jury.run),
        juries.roll(id, jury.roll or 0),
        tallies.rows(id, jury.run, jury.roll or 0),
        of_readers(assignments or (), id.call),
    )
    if tally is None or tally.state != "done":
        raise NotFound()
    heads = act.read(submissions.heads(id.submission(one.entry) for one in roll))
    excluded = {short_id(head.id) for head in heads.values() if head.outcome is Outcome.EXCLUDED}
    rows = [row for row in every if row.entry not in excluded]
    rules = fixed_rules(act, jury)
    barred = ballots.not_passed(rules.stage.ballot, ballot) if rules.stage.ballot and ballot else frozenset[str]()
    chooses = partial(choose, _declared(rules), rows, barred=barred)
    return _Basis(
        rules,
        jury,
        tally,
        selection,
        ballot,
        proposal,
        seal,
        {one.entry: one for one in roll},
        chooses,
        rows,
        assignments or (),
        all_recusals,
    )


def _with(before: Selection, draft: SelectionDraft, act: Act) -> Selection:
    """Return a selection with a draft's line and exceptions.

    An exception that stays as it was stays with who wrote it.
    """
    written = {(one.entry, one.put, one.reason): one for one in before.exceptions}
    exceptions = [
        written.get((one.entry, one.put, one.reason), replace(one, by=act.caller.account, at=act.now))
        for one in draft.exceptions
    ]
    return replace(before, line=draft.line, reason=draft.reason, exceptions=tuple(exceptions))


def _must_be_complete(known: _Basis) -> None:
    """Refuse a selection with faults, or without a declared ballot.

    Also one by a sheet that is to be struck. Raises Invalid, SheetsToStrike.
    """
    must_be_struck(known.assignments, known.recusals)
    known.must_hold(known.selection)
    if known.rules.stage.ballot and known.ballot is None:
        raise Invalid.at("/ballot", "required")


def _view(act: Act, known: _Basis, selection: Selection) -> SelectionView:
    selected, rules, declared = known.choose(draft=selection), known.rules, _declared(known.rules)
    by = declared.balance.by if declared.balance else None
    places = {entry: _place(rules.call, _level(rules.call, declared), one) for entry, one in known.roll.items()}
    categories = {entry: one.category for entry, one in known.roll.items()}
    unlinked, people = _beside(act, known, selection, selected)
    return SelectionView(
        rules=rules,
        jury=known.jury,
        tally=known.tally,
        selection=selection,
        selected=selected,
        roll=known.roll,
        by_place=balance(declared, selected, places, warns=by == "place"),
        by_category=balance(declared, selected, categories, warns=by == "category"),
        unlinked=unlinked,
        people=people,
        ballot=known.ballot,
        proposal=known.proposal,
        digest=known.digest(selection),
    )


def _level(call: Call, declared: SelectionRules) -> str:
    """Return the level of desks that places are counted by.

    The one declared, else the highest that has regions of its own.
    """
    if declared.balance and declared.balance.by == "place":
        return declared.balance.level
    return next((level.id for level in call.levels.values() if level.receives == "region" and not level.parent), "")


def _place(call: Call, level: str, entry: RollEntry) -> str:
    """Return the desk of a level that an entry's place belongs to.

    Empty where none does.
    """
    desks = (desk for desk in call.desks.values() if desk.level == level and desk.region)
    return next((desk.code for desk in desks if under(entry.place, desk.region or "")), "")


def _beside(act: Act, known: _Basis, selection: Selection, selected: Selected) -> tuple[list[str], dict[str, str]]:
    """Return the entries that are not linked, and people's names.


    Selected ones none of whose linked entries is selected.
    """
    id, call = known.jury.id, known.rules.call
    links = [field for field in known.rules.track.parsed.fields if isinstance(field, Link)]
    entries = [known.roll[entry] for entry in selected.chosen] if links else []
    tracks = {field.track for field in links if field.track in call.tracks and call.tracks[field.track].stages}
    others = {track: JuryId(id.call, track, call.tracks[track].stages[-1].id) for track in tracks - {id.track}}
    ids = {one.by for one in selection.exceptions} | ({known.proposal.by} if known.proposal else set())
    revisions, saved, people = act.read(
        each(submissions.revision(id.submission(one.entry), one.revision) for one in entries),
        by_name({track: selections.selection(jury) for track, jury in others.items()}),
        accounts.accounts(ids),
    )
    named: dict[str, Sequence[tuple[str, str]]] = {
        one.entry: [(field.track, short_id(other)) for field in links for other in _answer(revision, field)]
        for one, revision in zip(entries, revisions, strict=True)
    }
    chosen = {track: set(one.chosen) for track, one in saved.items() if one.v}
    unlinked = without_linked(named, {**chosen, id.track: set(selected.chosen)}, selected.chosen)
    return unlinked, {account: one.name for account, one in people.items()}


def _answer(revision: Revision | None, field: Link) -> Sequence[str]:
    return tuple(revision.answers.get(field.id) or ()) if revision else ()
