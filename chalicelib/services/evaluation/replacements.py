"""The replacement of an expert after the draw.

The next in the drawn order takes the seat, everybody else stays. Where entries are assigned already the new one takes
over what is not marked yet, as far as nothing keeps the new one from it; the rest is given by hand.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from chalicelib.domain.access import Role
from chalicelib.domain.errors import Forbidden, Invalid, StepNotAllowed
from chalicelib.domain.evaluation import draw as drawing
from chalicelib.domain.evaluation import pool as pools
from chalicelib.domain.evaluation.draw import Drawn
from chalicelib.domain.evaluation.jury import Jury, JuryState, take
from chalicelib.domain.evaluation.panel import Assignment, Draw, PoolExpert, Profile
from chalicelib.domain.evaluation.pool import PoolCandidate
from chalicelib.domain.evaluation.published_draw import draw_digest, key_of, published
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.history import ErasableText
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, token
from chalicelib.services.evaluation import draws
from chalicelib.services.evaluation.assignments import Handover, JuryPlace, handover_writes, hindrance_beside, seated
from chalicelib.services.evaluation.conflicts import pairs_apart
from chalicelib.services.evaluation.draws import DrawView
from chalicelib.services.evaluation.juries import fixed_rules, must_belong_to, rules_of, seal_writes
from chalicelib.storage import accounts, experts, juries
from chalicelib.storage.engine.table import Write

Leaving = Literal["declined", "recused", "unavailable"]
"""Why an expert leaves a seat."""


@dataclass(frozen=True)
class Departure:
    """An expert who leaves, by label, and why.

    `successor` is the account of who follows in a named jury, where no order says it.
    """

    label: str
    why: Leaving
    reason: str = ""
    successor: str | None = None


@dataclass(frozen=True)
class ReplacementView:
    """A replacement that was made.

    `takes` are the labels who came; `moved` are the entries that went over, `by_hand` those that nobody could take.
    """

    draw: DrawView
    takes: tuple[str, ...]
    moved: tuple[str, ...]
    by_hand: tuple[str, ...]


def _again(act: Act, id: JuryId, departure: Departure) -> ReplacementView:
    """Return what came of a replacement that was made before."""
    view = draws.read(act, id, lambda: act.caller)
    every = act.read(juries.assignments(id))
    takes = next((one.takes for one in view.public.replacements if one.leaves == departure.label), ())
    mine = next((one for one in every if one.label == departure.label), None)
    new = next((one for one in every if one.label in takes), None)
    left = tuple(one.entry for one in mine.reviews if one.state == "declined") if mine else ()
    return ReplacementView(view, takes, tuple(one.entry for one in new.reviews) if new else (), left)


@once(lambda act, ids, id, departure: _again(act, id, departure))
def replace_expert(act: Act, id: JuryId, departure: Departure) -> ReplacementView:
    """Replace an expert by the next of the drawn order.

    Sheets that were submitted stay. An agency replaces its own experts. Raises Forbidden, StepNotAllowed, Invalid.
    """
    known = rules_of(act, id)
    jury, draw, every, last = act.read(
        juries.jury(id), juries.draw(id), juries.assignments(id), juries.last_seal(id.call)
    )
    must_belong_to(act, known)
    take(jury, "replace", act.caller, act.now, {})
    if draw is None or draw.drawn is None:
        raise StepNotAllowed(step="replace", state=jury.state.value)
    if departure.label not in draw.drawn.labels:
        raise Invalid.at("/label", "not_drawn")
    if act.caller.role is Role.AGENCY and draw.member(departure.label).agency != act.caller.agency:
        raise Forbidden()
    done = _named(act, draw, departure) if not draw.commitment else _next_in_order(draw, departure)
    assert done.drawn
    takes = tuple(label for label in done.drawn.labels if label not in draw.drawn.labels)
    place = JuryPlace(jury, done, fixed_rules(act, jury), every)
    moved, by_hand, writes = _handed_over(act, place, departure, takes)
    public = published(done, jury.rules)
    figures = {
        "from": departure.label,
        "to": list(takes),
        "why": departure.why,
        "moved": len(moved),
        "by_hand": len(by_hand),
        "digest": draw_digest(public),
    }
    texts = {"reason": ErasableText(departure.reason.strip(), token(26))} if departure.reason.strip() else {}
    after, event = take(jury, "replace", act.caller, act.now, figures, texts)
    _, seal = seal_writes(act, last, "draw", id, [draw_digest(public)])
    act.commit([*juries.put_step(after, event), juries.put_draw(done), seal, *writes])
    return ReplacementView(draws.view(act, after, done), takes, moved, by_hand)


def _next_in_order(draw: Draw, departure: Departure) -> Draw:
    assert draw.drawn
    pool, key = pools.members(draw.pool), key_of(draw, "")
    outcome = drawing.replace(draw.drawn, drawing.arrange(key, pool), pool, draw.seats, departure.label)
    return replace(draw, drawn=outcome, left={**draw.left, departure.label: departure.why}, v=draw.v + 1)


def _named(act: Act, draw: Draw, departure: Departure) -> Draw:
    """Return a named jury with a successor, who is new to it."""
    assert draw.drawn
    account = departure.successor or ""
    if not account:
        raise Invalid.at("/successor", "required")
    person, profile = act.read(accounts.account(account), experts.profile(account))
    if person is None or person.role is not Role.EXPERT or person.authority != act.caller.authority or person.disabled:
        raise Invalid.at("/successor", "not_an_expert")
    if draw.label_of(account):
        raise Invalid.at("/successor", "in_jury_already")
    candidate = PoolCandidate(account, person.name, person.agency, profile or Profile(account))
    new = pools.member_of(candidate, pools.ANY_FIELD, token(26), pools.label_at(len(draw.pool) + 1))
    labels = (*(label for label in draw.drawn.labels if label != departure.label), new.label)
    left = {**draw.left, departure.label: departure.why}
    return replace(draw, pool=(*draw.pool, new), drawn=Drawn(labels, (), {}), left=left, v=draw.v + 1)


def _handed_over(
    act: Act, place: JuryPlace, departure: Departure, takes: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], list[Write]]:
    """Return what goes over, what is left to hand, and writes."""
    leaves = next((one for one in place.every if one.label == departure.label), None)
    if place.jury.state is JuryState.DRAWN or leaves is None:
        return (), (), []
    unmarked = [one.entry for one in leaves.reviews if one.is_open and not one.was_sealed]
    roll = _entries(act, place.jury, unmarked)
    new = next((one for one in seated(place.draw) if one.label in takes), None)
    if new is None:
        return (), tuple(unmarked), [_returned(leaves, unmarked)]
    moved = _takeable(act, place, roll, new, departure.label)
    stay = tuple(entry for entry in unmarked if entry not in {one.entry for one in moved})
    before = next((one for one in place.every if one.label == new.label), None)
    hands = Handover(leaves, new, before, moved, stay)
    writes = handover_writes(act, place.rules, place.jury.id, hands)
    return tuple(one.entry for one in moved), stay, writes


def _entries(act: Act, jury: Jury, entries: Sequence[str]) -> list[RollEntry]:
    roll = {one.entry: one for one in act.read(juries.roll(jury.id, jury.roll or 0))}
    return [roll[entry] for entry in entries]


def _takeable(
    act: Act, place: JuryPlace, entries: Sequence[RollEntry], new: PoolExpert, leaves: str
) -> tuple[RollEntry, ...]:
    """Return the entries that the new expert may and can read."""
    apart = pairs_apart(act, place.jury.id, entries, [new])
    may = [
        entry
        for entry in entries
        if (entry.entry, new.label) not in apart and not hindrance_beside(place, entry, new, leaves)
    ]
    each = place.rules.stage.design == "each"
    return tuple(may[: min(new.most, place.rules.stage.most)] if each else may)


def _returned(leaves: Assignment, entries: Sequence[str]) -> Write:
    reviews = tuple(replace(one, state="declined") if one.entry in entries else one for one in leaves.reviews)
    return juries.put_assignment(replace(leaves, reviews=reviews, v=leaves.v + 1))
