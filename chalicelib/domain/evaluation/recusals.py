"""Recusals: which experts may not read which entries, and why.

What follows from body, city, parent body, names and accounts is worked out each time, from what is known then; only
what somebody declared, asked for or ruled is stored.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any, Literal

from chalicelib.domain.accounts import LONGEST_BODY, LONGEST_NAME
from chalicelib.domain.errors import problem
from chalicelib.domain.evaluation.panel import Profile, Recusal, Recusals
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.rules import ExpertRules
from chalicelib.domain.limits import REASON
from chalicelib.domain.regions import under
from chalicelib.frozen import dataclass

Reason = Literal[
    "body",
    "city",
    "parent_body",
    "named",
    "owner",
    "desk",
    "agency",
    "declared",
    "requested",
    "ruled",
]
"""Why an expert is kept from an entry.

`body`, `city`, `parent_body`: both have it in common; `named`: the entry names the expert; `owner`, `desk`: the expert
is its owner, or works at a desk on its way; `agency`: the expert's agency filed it. The others are recusals' sources.
"""

Source = Literal["declared", "requested", "ruled"]
"""Who brought a recusal about that is stored."""

MOST_RECUSALS = 200
"""The most recusals of an expert in a call."""
MOST_REQUESTED = 3
"""The most recusals that an entry's owner may ask for."""


@dataclass(frozen=True)
class PersonFacts:
    """Somebody whose account an expert may be behind."""

    account: str
    name: str = ""
    phone: str = field(default="", repr=False)
    body: str = ""


@dataclass(frozen=True)
class ExpertFacts:
    """What is known of an expert.

    `agency`: the names of the agency that the expert belongs to.
    """

    person: PersonFacts
    profile: Profile
    recusals: tuple[Recusal, ...] = ()
    agency: tuple[str, ...] = ()


@dataclass(frozen=True)
class Insiders:
    """Who stands behind an entry.

    Its owner, and the users of the desks on its way.
    """

    owner: PersonFacts | None = None
    desks: tuple[PersonFacts, ...] = ()


NOBODY = Insiders()


def plain_name(text: str) -> str:
    """Return what is compared of a name: letters and digits.

    In one width and case, so that neither brackets nor blanks set two writings of a name apart.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in folded if sign.isalnum())


def is_same_name(one: str, other: str) -> bool:
    """Return whether two writings are of one name.

    No name is like none.
    """
    return bool(plain_name(one)) and plain_name(one) == plain_name(other)


def is_same_person(one: PersonFacts, other: PersonFacts) -> bool:
    """Return whether two accounts look like one person's.

    The same account, the same phone, or the same name at the same body.
    """
    if one.account == other.account or is_same_name(one.phone, other.phone):
        return True
    return is_same_name(one.name, other.name) and is_same_name(one.body, other.body)


def derived(expert: ExpertFacts, entry: RollEntry, insiders: Insiders, rules: ExpertRules) -> tuple[Reason, ...]:
    """Return why an expert is kept from an entry whatever anybody says.

    The rules say which things in common keep apart; accounts always do.
    """
    profile = expert.profile
    own, theirs = {*_plain(profile.body, profile.parent_body)}, {*_plain(entry.unit_name, entry.parent_body)}
    same_body = is_same_name(profile.body, entry.unit_name) or is_same_name(profile.uscc, entry.uscc)
    holds: dict[Reason, bool] = {
        "body": "body" in rules.keep_apart and same_body,
        "city": "city" in rules.keep_apart and is_same_city(profile.city, entry.place),
        "parent_body": "parent_body" in rules.keep_apart and not own.isdisjoint(theirs) and not same_body,
        "named": rules.named and any(is_same_name(expert.person.name, one) for one in entry.people),
        "owner": expert.person.account == entry.owner or _is_among(expert, [insiders.owner]),
        "desk": _is_among(expert, insiders.desks),
        "agency": any(is_same_name(name, entry.unit_name) for name in expert.agency),
    }
    return tuple(reason for reason, so in holds.items() if so)


def is_same_city(city: str, place: str) -> bool:
    """Return whether a place lies in a city; both are codes."""
    return bool(city) and under(place, city)


def stored_reasons(recusals: Iterable[Recusal], track: str, entry: RollEntry) -> tuple[Reason, ...]:
    """Return the sources of the recusals that concern an entry.

    What was lifted concerns nothing.
    """
    standing = [one for one in recusals if one.lifted_at is None]
    return tuple(dict.fromkeys(one.source for one in standing if _concerns(one, track, entry)))


def kept_from(
    expert: ExpertFacts, track: str, roll: Sequence[RollEntry], behind: Mapping[str, Insiders], rules: ExpertRules
) -> dict[str, tuple[Reason, ...]]:
    """Return the entries that an expert may not read, with every reason.

    By short id; what is not among them is free. `behind` has who stands behind each entry.
    """
    kept = {}
    for entry in roll:
        reasons = derived(expert, entry, behind.get(entry.entry, NOBODY), rules)
        if every := (*reasons, *stored_reasons(expert.recusals, track, entry)):
            kept[entry.entry] = every
    return kept


def _concerns(recusal: Recusal, track: str, entry: RollEntry) -> bool:
    if recusal.entry:
        return recusal.entry == f"{track}.{entry.entry}"
    return any(is_same_name(recusal.body, one) for one in (entry.unit_name, entry.uscc, entry.parent_body))


def _is_among(expert: ExpertFacts, people: Iterable[PersonFacts | None]) -> bool:
    me = replace(expert.person, body=expert.profile.body or expert.person.body)
    return any(one is not None and is_same_person(me, one) for one in people)


def _plain(*names: str) -> Iterable[str]:
    return filter(None, map(plain_name, names))


@dataclass(frozen=True)
class TypedRecusal:
    """A recusal as it was typed.

    Of an entry (`track.short`) or a body.
    """

    entry: str = ""
    body: str = ""
    reason: str = field(default="", repr=False)

    def is_of(self, recusal: Recusal) -> bool:
        """Return whether a recusal keeps the expert from the same."""
        if self.entry or recusal.entry:
            return self.entry == recusal.entry
        return is_same_name(self.body, recusal.body)


def recusal_problems(typed: Sequence[TypedRecusal]) -> list[dict[str, Any]]:
    """Return the problems of recusals to add."""
    faults = []
    for n, one in enumerate(typed):
        at = f"/items/{n}"
        if bool(one.entry) == bool(plain_name(one.body)):
            faults.append(problem(f"{at}/body", "required" if not one.entry else "not_empty"))
        if len(one.body) > LONGEST_BODY:
            faults.append(problem(f"{at}/body", "too_long", max=LONGEST_BODY, over=len(one.body) - LONGEST_BODY))
        if len(one.reason) > REASON:
            faults.append(problem(f"{at}/reason", "too_long", max=REASON, over=len(one.reason) - REASON))
    return faults


def declare(before: Recusals, typed: Sequence[TypedRecusal], at: datetime) -> Recusals:
    """Return an expert's recusals with what it declares.

    Nothing that it declared before is taken back by it.
    """
    return _added(before, typed, "declared", before.account, at)


def rule(before: Recusals, typed: Sequence[TypedRecusal], by: str, at: datetime) -> Recusals:
    """Return an expert's recusals as the organiser has them.

    What stands and is not among `typed` is lifted; what is new is ruled.
    """
    items = tuple(
        one if one.lifted_at or any(other.is_of(one) for other in typed) else replace(one, lifted_at=at, lifted_by=by)
        for one in before.items
    )
    return _added(replace(before, items=items), typed, "ruled", by, at)


def grant(before: Recusals, entry: str, reason: str, by: str, at: datetime) -> Recusals:
    """Return an expert's recusals with one that an owner asked for."""
    return _added(before, [TypedRecusal(entry, reason=reason)], "requested", by, at)


def _added(
    before: Recusals,
    typed: Sequence[TypedRecusal],
    source: Literal["declared", "requested", "ruled"],
    by: str,
    at: datetime,
) -> Recusals:
    items = before.items
    for one in typed:
        if not any(known.lifted_at is None and one.is_of(known) for known in items):
            items = (*items, Recusal(source, by, at, one.entry, one.body, one.reason))
    return replace(before, items=items, v=before.v + 1)


@dataclass(frozen=True)
class Requested:
    """The expert or body that an owner does not want as reader."""

    name: str = ""
    body: str = ""
    reason: str = field(default="", repr=False)


@dataclass(frozen=True)
class RecusalRequest:
    """What an entry's owner asked for, its desk's word, and the ruling.

    - `entry`: the submission's id; `by`: its owner.
    - `word`, `desk`, `word_by`: what the desk where the entry lies says to it.
    - `granted`: None until the organiser has ruled; `experts`: the accounts that it then concerns.
    """

    entry: str
    by: str
    at: datetime
    items: tuple[Requested, ...]
    word: str = field(default="", repr=False)
    desk: str = ""
    word_by: str = ""
    word_at: datetime | None = None
    granted: bool | None = None
    experts: tuple[str, ...] = ()
    ruling: str = field(default="", repr=False)
    ruled_by: str = ""
    ruled_at: datetime | None = None
    v: int = 1


def request_problems(items: Sequence[Requested]) -> list[dict[str, Any]]:
    """Return the problems of what an owner asks for."""
    faults = []
    if not items:
        faults.append(problem("/items", "required"))
    if len(items) > MOST_REQUESTED:
        faults.append(problem("/items", "too_many", max=MOST_REQUESTED, over=len(items) - MOST_REQUESTED))
    for n, one in enumerate(items):
        at = f"/items/{n}"
        if not plain_name(one.name) and not plain_name(one.body):
            faults.append(problem(f"{at}/name", "required"))
        for name, text, most in (
            ("name", one.name, LONGEST_NAME),
            ("body", one.body, LONGEST_BODY),
            ("reason", one.reason, REASON),
        ):
            if len(text) > most:
                faults.append(problem(f"{at}/{name}", "too_long", max=most, over=len(text) - most))
        if not one.reason.strip():
            faults.append(problem(f"{at}/reason", "required"))
    return faults
