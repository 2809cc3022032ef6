"""What happens to marks after they were sealed.

A recusal that came to light strikes a sheet; where experts differ widely each may reconsider, or one more expert reads
the entry. Each leads to another run of the tally, and nothing that was sent is lost.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from chalicelib.domain.errors import Invalid, NobodyLeft, NotFound, StepNotAllowed
from chalicelib.domain.evaluation.jury import JuryState, may_take, take
from chalicelib.domain.evaluation.marking import is_counted
from chalicelib.domain.evaluation.panel import Assignment, Draw, Review
from chalicelib.domain.evaluation.pool import body_codes
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.evaluation.tally import lacking
from chalicelib.domain.history import ErasableText, digest
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.evaluation.assignments import COUNTED
from chalicelib.services.evaluation.cards import blinded_card
from chalicelib.services.evaluation.conflicts import pairs_apart
from chalicelib.services.evaluation.juries import Rules, fixed_rules, must_belong_to, rules_of, seal_writes
from chalicelib.storage import juries, sheets, tallies
from chalicelib.storage.engine.reads import each, pair
from chalicelib.storage.engine.table import Write


@dataclass(frozen=True)
class OthersSheet:
    """What another expert had sent of an entry, by label."""

    label: str
    marks: Marks


@once(lambda act, ids, id, label, entry, reason: None)
def strike(act: Act, id: JuryId, label: str, entry: str, reason: str) -> None:
    """Strike an expert's sheet of an entry.

    It does not count any more: before anything else follows the marks are tallied again, and that run says who crossed
    the line by it. In a later round also one that its expert left as it was. Raises Invalid without a reason, NotFound
    for no sheet that counts, StepNotAllowed.
    """
    if not reason.strip():
        raise Invalid.at("/reason", "required")
    rules = rules_of(act, id)
    jury, assignments = act.read(juries.jury(id), juries.assignments(id))
    must_belong_to(act, rules)
    texts = {"reason": ErasableText(reason, token(26))}
    after, event = take(jury, "strike", act.caller, act.now, {"expert": label, "entry": entry}, texts)
    reader = next((one for one in assignments if one.label == label), None)
    review = reader.review(entry) if reader else None
    if reader is None or review is None or not is_counted(review):
        raise NotFound()
    sheet = act.read(sheets.sheet(reader.id, entry))
    if sheet is None:
        raise NotFound()
    struck = reader.with_review(replace(review, state="struck"))
    act.commit(
        [
            *juries.put_step(after, event),
            juries.put_assignment(replace(struck, v=reader.v + 1)),
            sheets.put_sheet(reader.id, replace(sheet, state="struck", reason=reason, v=sheet.v + 1)),
        ]
    )


@once(lambda act, ids, id: None)
def reconsider(act: Act, id: JuryId) -> None:
    """Open another round for the flagged entries, as the call declares.

    Each of their experts may change its marks once, or one more expert reads each. An entry with too few sheets gets
    one more in any case. Raises StepNotAllowed where nothing asks for it, NobodyLeft.
    """
    rules = rules_of(act, id)
    jury, assignments, draw = act.read(juries.jury(id), juries.assignments(id), juries.draw(id))
    must_belong_to(act, rules)
    if not may_take(jury, "reconsider", act.caller):
        raise StepNotAllowed(step="reconsider", state=jury.state.value)
    rules = fixed_rules(act, jury)
    roll, tally = act.read(pair(juries.roll(id, jury.roll or 0), tallies.tally(id, jury.run)))
    rows = act.read(tallies.rows(id, tally.n, tally.count)) if tally else []
    reviews = [review for one in assignments for review in one.reviews]
    short = lacking(
        rules.stage, [one.entry for one in roll], [one.entry for one in reviews if one.state == "submitted"]
    )
    flagged = {row.entry for row in rows if row.flagged} - set(short)
    # Whoever may stop halfway finds what was opened already: it is not opened twice, and counts as something to do.
    open_now = {review.entry for review in reviews if review.is_open}
    is_again = rules.stage.spread is not None and rules.stage.spread.then == "reconsider"
    again = flagged - {review.entry for review in reviews if review.round > 1} if is_again else set()
    more = [one for one in roll if one.entry in ({*short} if is_again else {*short, *flagged}) - open_now]
    if not again and not more and not open_now:
        raise StepNotAllowed(step="reconsider", state=jury.state.value)
    before = {one.expert: one for one in assignments}
    ahead = [_in_round(one, again, jury.round + 1) for one in assignments]
    added = _one_more(act, rules, ahead, draw, more)
    cards = _cards(act, rules, added, more)
    for one in {reader.expert: reader for reader in (*ahead, *added)}.values():
        if one != before.get(one.expert):
            write = juries.put_assignment(replace(one, v=one.v + 1))
            act.tools.table.write([write, *cards.get(one.expert, ())])
    reading = [[one.label, [review.entry for review in one.reviews]] for one in added]
    figures = {"round": jury.round + 1, "entries": sorted({*again, *(one.entry for one in more), *open_now})}
    after, event = take(jury, "reconsider", act.caller, act.now, figures, round=jury.round + 1)
    writes = juries.put_step(after, event)
    if added:
        last = act.read(juries.last_seal(id.call))
        writes.append(seal_writes(act, last, "assignment", id, [digest(reading)])[1])
    act.commit(writes)


def others(act: Act, id: JuryId, entry: str) -> list[OthersSheet]:
    """Return what the others had sent of an entry that is reconsidered.

    Raises NotFound for all but an expert who reconsiders it now.
    """
    rules = rules_of(act, id)
    jury, own, assignments = act.read(
        juries.jury(id), juries.assignment(id, act.claimed_account), juries.assignments(id)
    )
    must_belong_to(act, rules)
    review = own.review(entry) if own else None
    if review is None or review.round < 2 or jury.state is not JuryState.OPEN or jury.round != review.round:
        raise NotFound()
    readers = [one for one in assignments if one.expert != act.caller.account and _has_sent(one, entry)]
    theirs = act.read(each(sheets.sheet(one.id, entry) for one in readers))
    return [
        OthersSheet(reader.label, marks)
        for reader, sheet in zip(readers, theirs, strict=True)
        if sheet and (marks := _before(sheet, review.round))
    ]


def _before(sheet: Sheet, round: int) -> Marks | None:
    """Return what a sheet said when the round before was sealed."""
    if sheet.round < round:
        return sheet.current if sheet.state == "submitted" else None
    return sheet.earlier[-1] if sheet.earlier else None


def _has_sent(reader: Assignment, entry: str) -> bool:
    review = reader.review(entry)
    return review is not None and review.state not in {"struck", "declined"}


def _in_round(reader: Assignment, entries: Collection[str], round: int) -> Assignment:
    """Return an assignment with its reviews of entries in a round.

    Their sheets stay as they are until the expert writes on them.
    """
    for review in reader.reviews:
        if review.entry in entries and review.state == "submitted":
            reader = reader.with_review(replace(review, state="assigned", round=round))
    return reader


def _one_more(
    act: Act, rules: Rules, assignments: Sequence[Assignment], draw: Draw | None, entries: Sequence[RollEntry]
) -> list[Assignment]:
    """Give each entry one more expert; return the assignments that change.

    The order is that of the draw: of those who may and can read it, whoever got least by this act, then who was drawn
    first. Raises NobodyLeft.
    """
    if not entries:
        return []
    if draw is None or draw.drawn is None:
        raise NobodyLeft(entry=entries[0].entry)
    pool = [draw.member(label) for label in draw.drawn.labels if label not in draw.left]
    apart = pairs_apart(act, JuryId(draw.call, draw.track, draw.stage), entries, pool)
    loads = {one.label: sum(review.state in COUNTED for review in one.reviews) for one in assignments}
    codes = body_codes(draw.pool)
    added: dict[str, list[str]] = {one.label: [] for one in pool}
    for entry in entries:
        taken = {one.label for one in assignments if one.review(entry.entry)}
        bodies = {codes[label] for label in taken if label in codes}
        free = [
            one
            for one in pool
            if one.label not in taken
            and codes[one.label] not in bodies
            and (entry.entry, one.label) not in apart
            and loads.get(one.label, 0) + len(added[one.label]) < min(one.most, rules.stage.most)
        ]
        if not free:
            raise NobodyLeft(entry=entry.entry)
        added[min(free, key=lambda one: len(added[one.label])).label].append(entry.entry)
    readers, revisions = {one.label: one for one in assignments}, {one.entry: one.revision for one in entries}
    changed = []
    for one in pool:
        known = readers.get(one.label) or Assignment(draw.call, draw.track, draw.stage, one.account, one.label, v=0)
        reviews = (*known.reviews, *(Review(entry, revisions[entry]) for entry in added[one.label]))
        if added[one.label]:
            changed.append(replace(known, reviews=reviews))
    return changed


def _cards(act: Act, rules: Rules, added: Sequence[Assignment], entries: Sequence[RollEntry]) -> dict[str, list[Write]]:
    """Return the writes of what the lists of experts show, by account."""
    if not added:
        return {}
    id, new = added[0].id.jury, {one.entry: blinded_card(rules, one) for one in entries}
    own = act.read(each(juries.cards(id, one.expert) for one in added))
    return {
        one.expert: [
            juries.put_cards(
                id,
                one.expert,
                [
                    *(card for card in cards if card.entry not in new),
                    *(new[review.entry] for review in one.reviews if review.entry in new),
                ],
            )
        ]
        for one, cards in zip(added, own, strict=True)
    }
