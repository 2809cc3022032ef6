"""What an expert reads: list, entry and files.

All of it is blinded as the call says. An entry that is not assigned, was given back, or that the expert is kept from is
not found.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.blinding import blinded
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.marking import in_round, must_be_read
from chalicelib.domain.evaluation.panel import Assignment, ReadingCard, Recusals, Review
from chalicelib.domain.evaluation.sheets import Sheet
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.domain.submission import File, Opinion, Revision
from chalicelib.forms.schema import Form
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act
from chalicelib.services.evaluation.juries import Rules, fixed_rules, must_belong_to, rules_of
from chalicelib.services.submissions import content
from chalicelib.services.submissions.attachments import SHOWN_INLINE
from chalicelib.storage import experts, juries, sheets, submissions
from chalicelib.storage.engine.reads import Ref, by_name, nothing, pair


@dataclass(frozen=True)
class ReadingList:
    """What an expert reads in one jury.

    `items` are reviews with what the list shows of their entries.
    """

    jury: Jury
    rules: Rules
    label: str
    items: tuple[tuple[Review, ReadingCard | None], ...]

    @property
    def is_open(self) -> bool:
        return self.jury.state is JuryState.OPEN


@dataclass(frozen=True)
class ReadingPlace:
    """An expert's place at one entry of a jury."""

    rules: Rules
    jury: Jury
    assignment: Assignment
    review: Review
    recusals: Recusals
    sheet: Sheet

    @property
    def is_writable(self) -> bool:
        """Whether the expert may still mark the entry, but for the date."""
        return self.jury.state is JuryState.OPEN and self.review.is_open

    @property
    def reader(self) -> ReaderId:
        return self.assignment.id


@dataclass(frozen=True)
class EntryView:
    """An entry as its expert reads it, with the expert's sheet.

    `name` is empty where it is blinded; `hidden` are the fields whose content is; `opinions` are those of the desks,
    where the call shows them.
    """

    place: ReadingPlace
    revision: Revision
    name: str
    answers: Mapping[str, Any]
    files: tuple[File, ...]
    hidden: tuple[str, ...]
    opinions: tuple[Opinion, ...]


def read_list(act: Act) -> list[ReadingList]:
    """Return what the caller reads in all juries that were opened.

    Two round trips, whatever has been marked: nothing of it stands in a sheet alone.
    """
    account, authority = act.caller.account, act.caller.authority
    known = [act.calls.latest(id) for id in act.calls.ids()]
    own = [call for call in known if call.authority.id == authority and call.evaluation]
    ids = [
        JuryId(call.id, track.id, stage.id) for call in own for track in call.tracks.values() for stage in track.stages
    ]
    lists = {id: pair(juries.jury(id), pair(juries.assignment(id, account), juries.cards(id, account))) for id in ids}
    places, recusals = act.read(by_name(lists), by_name({call.id: experts.recusals(account, call.id) for call in own}))
    return [
        _list(jury, fixed_rules(act, jury), assignment, cards, recusals[id.call])
        for id, (jury, (assignment, cards)) in places.items()
        if assignment and jury.opened_at
    ]


def _list(
    jury: Jury, rules: Rules, assignment: Assignment, cards: tuple[ReadingCard, ...], recusals: Recusals
) -> ReadingList:
    by_entry = {card.entry: card for card in cards}
    items = tuple(
        (review, by_entry.get(review.entry))
        for review in assignment.reviews
        if review.state != "struck" and not (review.is_open and recusals.keeps_from(jury.track, review.entry))
    )
    return ReadingList(jury, rules, assignment.label, items)


StoredPlace = tuple[tuple[Jury, Assignment | None], tuple[Recusals, Sheet | None]]


def stored_place(id: JuryId, expert: str, entry: str) -> Ref[StoredPlace]:
    """Read what says whether an expert may read and mark an entry."""
    return pair(
        pair(juries.jury(id), juries.assignment(id, expert)),
        pair(experts.recusals(expert, id.call), sheets.sheet(ReaderId(*id, expert), entry)),
    )


def place_of(act: Act, id: JuryId, entry: str, known: StoredPlace) -> ReadingPlace:
    """Return the caller's place at an entry.

    Raises NotFound.
    """
    (jury, assignment), (recusals, sheet) = known
    must_belong_to(act, rules_of(act, id))
    review = must_be_read(jury, assignment, entry, recusals)
    assert assignment
    mine = in_round(sheet, entry, act.caller.account, review.round)
    return ReadingPlace(fixed_rules(act, jury), jury, assignment, review, recusals, mine)


def read_entry(act: Act, id: JuryId, entry: str, revision: int | None) -> EntryView:
    """Return an entry with the caller's sheet.

    `revision` is its number as the list says it; without it there is one round trip more. Raises NotFound.
    """
    at, frozen, opinions = _read(act, id, entry, revision)
    form = _form(act, at, frozen)
    answers, files = _blinded(at.rules, form, frozen)
    name = str(answers.get(form.name_field) or "")
    shown = {*answers, *(file.field for file in files)}
    filled = {*frozen.answers, *(file.field for file in frozen.files)}
    hidden = tuple(field.id for field in form.fields if field.id in filled and field.id not in shown)
    return EntryView(at, frozen, name, answers, files, hidden, tuple(opinions.values()))


def link_file(act: Act, address: tuple[JuryId, str], file_id: str, revision: int | None, *, inline: bool) -> str:
    """Return a download link that is valid for one minute.

    `address` is a jury and an entry. The link names the file as it is blinded. Raises NotFound.
    """
    at, frozen, _ = _read(act, *address, revision)
    _, files = _blinded(at.rules, _form(act, at, frozen), frozen)
    file = next((one for one in files if one.id == file_id), None)
    if file is None:
        raise NotFound()
    return act.tools.objects.presign_download(file.key, file.name, inline=inline and file.kind in SHOWN_INLINE)


def _blinded(rules: Rules, form: Form, frozen: Revision) -> tuple[Mapping[str, Any], tuple[File, ...]]:
    return blinded(form, frozen.answers, frozen.files, rules.evaluation.blind, rules.call.languages[0])


def _form(act: Act, at: ReadingPlace, frozen: Revision) -> Form:
    return content.form_of(act.calls.version(at.jury.call, frozen.version), at.jury.track)


def _read(
    act: Act, id: JuryId, entry: str, revision: int | None
) -> tuple[ReadingPlace, Revision, Mapping[str, Opinion]]:
    submission, expert, rules = id.submission(entry), act.claimed_account, rules_of(act, id)
    frozen = submissions.revision(submission, revision) if revision else nothing()
    if rules.evaluation.opinions:
        known, read, opinions = act.read(stored_place(id, expert, entry), frozen, submissions.opinions(submission))
    else:
        (known, read), opinions = act.read(stored_place(id, expert, entry), frozen), {}
    at = place_of(act, id, entry, known)
    if read is None or read.n != at.review.revision:
        read = act.read(submissions.revision(submission, at.review.revision))
    if read is None:
        raise NotFound()
    return at, read, opinions
