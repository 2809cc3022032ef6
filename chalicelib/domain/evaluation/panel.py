"""The experts of a jury: pool, draw, and what each reads.

An expert has a label ("E017") in a jury. Labels are all that anybody but the organiser, the agency and the expert
learns of who reads what.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.evaluation.draw import Drawn, PublicNumbers, Seats
from chalicelib.domain.subjects import ReaderId
from chalicelib.frozen import dataclass

ReviewState = Literal["assigned", "started", "submitted", "declined", "struck"]
"""How far an expert is with an entry.

`declined`: the expert gave it back; `struck`: the sheet does not count, since a recusal came to light.
"""


@dataclass(frozen=True)
class Profile:
    """What is known of an expert.

    `fields` are values of a track's category field; `uscc` is the credit code of its body, where known; `city` is the
    code of a region; `most` is how many entries the expert can read in a jury; `available`: whether the expert may be
    drawn.
    """

    account: str
    fields: tuple[str, ...] = ()
    body: str = ""
    parent_body: str = ""
    city: str = ""
    title: str = ""
    most: int = 60
    available: bool = True
    v: int = 1
    uscc: str = ""


@dataclass(frozen=True)
class Recusal:
    """A reason that keeps an expert from entries.

    - `source`: declared by the expert, asked for by an applicant and granted, or ruled by the organiser. What follows
      from body, city, parent body, names and accounts is derived each time and never stored.
    - `entry` is a short id with its track (`track.short`), or `body` names everything of a body.
    - `lifted_at`, `lifted_by`: when and by whom it was lifted. It counts no more then, and stays on record.
    """

    source: Literal["declared", "requested", "ruled"]
    by: str
    at: datetime
    entry: str = ""
    body: str = ""
    reason: str = field(default="", repr=False)
    lifted_at: datetime | None = None
    lifted_by: str = ""


@dataclass(frozen=True)
class Recusals:
    """All recusals of an expert in a call.

    `kept`: all entries (`track.short`) of the frozen rolls that the expert was kept from when recusals or profile were
    written last. So whoever reads one entry need look at this item alone; whoever assigns works it out anew.
    """

    account: str
    call: str
    items: tuple[Recusal, ...] = ()
    v: int = 0
    kept: tuple[str, ...] = ()

    @property
    def standing(self) -> tuple[Recusal, ...]:
        """Those that count."""
        return tuple(one for one in self.items if one.lifted_at is None)

    def keeps_from(self, track: str, entry: str) -> bool:
        """Return whether the expert may not read an entry.

        `entry` is its short id.
        """
        name = f"{track}.{entry}"
        return name in self.kept or any(one.entry == name for one in self.standing)


@dataclass(frozen=True)
class PoolExpert:
    """An expert of a jury's pool, as the draw sees it.

    `subject` is the one of its `fields` that it was put into the pool for. `digest` is that of the salted name and
    account, which is published instead of them.
    """

    label: str
    account: str
    subject: str
    body: str
    city: str
    most: int
    agency: str | None = None
    digest: str = ""
    salt: str = field(default="", repr=False)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class EarlierCommitment:
    """A commitment that was given up for another before it was revealed.

    `reason` is public.
    """

    commitment: str
    numbers_on: str
    ended_at: datetime
    reason: str


@dataclass(frozen=True)
class Draw:
    """The pool of a jury, and who of it was drawn.

    - `commitment`: the published hash, hexadecimal; `code`: the hash before it, once revealed; `secret`: what both
      come from, empty for a named jury.
    - `numbers_on`: the public numbers' date; `issues`: the issue by source; `numbers`: what was drawn in public.
    - `unavailable`: labels that were out before the numbers were known; `left`: who was replaced, label → reason code.
    - `drawn`: the experts, in the order of the draw; None before the reveal. A named jury's are all of its pool.
    - `earlier`: commitments that were given up, oldest first.
    """

    call: str
    track: str
    stage: str
    pool: tuple[PoolExpert, ...]
    seats: Seats
    commitment: str = ""
    numbers_on: str = ""
    issues: Mapping[str, str] = field(default_factory=dict)
    unavailable: tuple[str, ...] = ()
    numbers: tuple[PublicNumbers, ...] = ()
    code: str = ""
    secret: str = field(default="", repr=False)
    drawn: Drawn | None = None
    left: Mapping[str, str] = field(default_factory=dict)
    witnessed_by: tuple[str, ...] = ()
    earlier: tuple[EarlierCommitment, ...] = ()
    v: int = 1

    def member(self, label: str) -> PoolExpert:
        """Return the expert with this label.

        Raises KeyError.
        """
        return {one.label: one for one in self.pool}[label]

    def label_of(self, account: str) -> str | None:
        """Return the label of an account; None outside the pool."""
        return next((one.label for one in self.pool if one.account == account), None)


@dataclass(frozen=True)
class Review:
    """One entry that an expert reads.

    `entry` is its short id, `revision` the number of the revision; `round`: that of its last sheet.
    """

    entry: str
    revision: int
    state: ReviewState = "assigned"
    round: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the expert has still to mark it."""
        return self.state in {"assigned", "started"}

    @property
    def was_sealed(self) -> bool:
        """Whether marks of an earlier round are sealed.

        They count until others take their place.
        """
        return self.round > 1


@dataclass(frozen=True)
class Assignment:
    """What an expert reads in a jury.

    It is small, and written with each sheet that is submitted; what the list shows of the entries stands apart, in
    the expert's cards. `events` and `last_hash` are the end of the chain of the expert's sheets; `seal` is the digest
    of the sheets, once they are sealed, and `sealed_round` the round that it is of.
    """

    call: str
    track: str
    stage: str
    expert: str
    label: str
    reviews: tuple[Review, ...] = ()
    seal: str = ""
    sealed_round: int = 0
    v: int = 1
    events: int = 0
    last_hash: str = ""

    @property
    def id(self) -> ReaderId:
        return ReaderId(self.call, self.track, self.stage, self.expert)

    def review(self, entry: str) -> Review | None:
        """Return the review of an entry, None if it is not assigned."""
        return next((one for one in self.reviews if one.entry == entry), None)

    def with_review(self, review: Review) -> "Assignment":
        """Return the assignment with one review changed or added."""
        known = [review if one.entry == review.entry else one for one in self.reviews]
        added = known if self.review(review.entry) else [*known, review]
        return replace(self, reviews=tuple(added))


@dataclass(frozen=True)
class ReadingCard:
    """What an expert's list shows of an entry.

    It is blinded as the call says.
    """

    entry: str
    revision: int
    name: str
    category: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
