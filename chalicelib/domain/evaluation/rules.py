"""The rules of an evaluation, as a call declares them.

They are fixed and public before anybody reads an entry. Marks are decimals as text ("7.5"), so that they are exact
everywhere; `mark_of` and `mark_text` convert them. Moments are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal, Self

from chalicelib.domain.evaluation.scores import Method
from chalicelib.frozen import dataclass

Words = Mapping[str, str]
"""A text by language."""

Blind = Literal["none", "unit"]
"""What experts may not see: nothing, or who filed the entry."""
Design = Literal["each", "panel"]
"""How experts read: each gets entries of its own, or panels read all entries of a group."""
KeepsApart = Literal["body", "city", "parent_body"]
CommentWhen = Literal["never", "always", "below", "above"]
SecondPersonAct = Literal["draw", "marks", "selection", "notice", "rulings", "results", "revoke"]
"""Acts that a second person must confirm where the call says so."""


def mark_of(text: str) -> Fraction:
    """Return a mark's exact value.

    Raises ValueError.
    """
    return Fraction(text)


def mark_text(mark: Fraction) -> str:
    """Return a mark as the shortest decimal: 7, 7.5.

    Raises ValueError for what is no finite decimal.
    """
    for places in range(7):
        whole = mark * 10**places
        if whole.denominator == 1:
            digits = f"{abs(int(whole)):0{places + 1}}"
            text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
            return f"-{text}" if mark < 0 else text
    raise ValueError(f"{mark} is no short decimal")


@dataclass(frozen=True)
class Anchor:
    """What a mark from `from_` on means, in words."""

    from_: str
    words: Words


@dataclass(frozen=True)
class CommentRule:
    """When a criterion asks for a comment.

    `mark` is the bound of `below` and `above`.
    """

    when: CommentWhen = "never"
    mark: str = ""

    def asks(self, mark: Fraction) -> bool:
        """Return whether a mark needs a comment."""
        match self.when:
            case "below":
                return mark < mark_of(self.mark)
            case "above":
                return mark > mark_of(self.mark)
        return self.when == "always"


@dataclass(frozen=True)
class Criterion:
    """A criterion of the evaluation.

    The weights of a track's criteria sum to 100; one of weight 0 is shown and stays outside the total.
    """

    id: str
    names: Words
    weight: int = 0
    anchors: tuple[Anchor, ...] = ()
    comment: CommentRule = CommentRule()


@dataclass(frozen=True)
class Scale:
    """The marks that a criterion may get.

    They go from `min` to `max` by `step`.
    """

    min: str
    max: str
    step: str

    def has(self, text: str) -> bool:
        """Return whether a mark is on the scale."""
        try:
            mark = mark_of(text)
        except (ValueError, ZeroDivisionError):
            return False
        low, high = mark_of(self.min), mark_of(self.max)
        return low <= mark <= high and (mark - low) % mark_of(self.step) == 0


@dataclass(frozen=True)
class Spread:
    """What is done where experts differ by more than `over`.

    `over` is in points of 100. `reconsider`: each may change its marks once, seeing the others'; `another`: one more
    expert reads the entry.
    """

    over: int
    then: Literal["reconsider", "another"]


@dataclass(frozen=True)
class Ballot:
    """A vote of the panel's members.

    `quorum` of them must be present, and `passes` of those agree; both are fractions ("2/3").
    """

    quorum: str
    passes: str
    secret: bool = True


@dataclass(frozen=True)
class ReviewStage:
    """A stage of a track's evaluation.

    - `experts`: how many read each entry; of a panel, its members.
    - `most`: the most entries that an expert reads.
    - `fields`: whether an expert's fields are held against the entry's category.
    - `at_least`: sheets that an entry needs to be scored; `keeps`: how many go on to the next stage, None for all.
    - `carries`: percent of the final score that comes from the stage before.
    """

    id: str
    names: Words
    design: Design
    experts: int
    scale: Scale
    closes: datetime
    method: Method
    most: int = 60
    fields: Literal["category", "none"] = "none"
    spread: Spread | None = None
    at_least: int = 1
    keeps: int | None = None
    carries: int = 0
    ballot: Ballot | None = None


@dataclass(frozen=True)
class Tie:
    """A step that sets equal scores apart.

    `criterion`: the mean mark of the named one; `spread`: the smaller first; `desk_rank`: the top desk's rank; `draw`:
    the order by the draw's key.
    """

    by: Literal["criterion", "spread", "desk_rank", "draw"]
    criterion: str = ""

    @property
    def name(self) -> str:
        """The step's name where it decided: `criterion:effect`, `spread`."""
        return f"{self.by}:{self.criterion}" if self.criterion else self.by


@dataclass(frozen=True)
class Balance:
    """A share of the places that draws the organiser's eye.

    `by` place at a level of desks, or by category; above `warn_over` percent it is flagged.
    """

    by: Literal["place", "category"]
    level: str
    warn_over: int


@dataclass(frozen=True)
class SelectionRules:
    """How many entries of a track are selected.

    `about`: how far the line may lie from `places`, with a reason; below `floor` nothing is selected but by exception;
    `at_line`: what is done where only the lot sets entries apart at the line.
    """

    places: int
    about: int = 0
    floor: int | None = None
    balance: Balance | None = None
    at_line: Literal["both", "draw"] = "draw"


@dataclass(frozen=True)
class ExpertRules:
    """Who may not read what, and who may be in a pool.

    `per_body`: the most experts of one body in a draw; `keep_apart`: what an expert and an entry may not have in
    common; `named`: whether an expert that an entry names is kept from it.
    """

    keep_apart: tuple[KeepsApart, ...] = ()
    per_body: int | None = None
    named: bool = False


@dataclass(frozen=True)
class NumberSource:
    """Public numbers that enter a draw.

    `count` of them, each from `min` to `max`; `ordered` says whether their order has a meaning. Without one, no number
    comes twice.
    """

    id: str
    label: Words
    count: int
    ordered: bool
    min: int = 0
    max: int = 999_999


@dataclass(frozen=True)
class Agency:
    """A third party that runs reviews for the organiser."""

    code: str
    names: Words


@dataclass(frozen=True)
class Feedback:
    """What an owner reads of the evaluation after the results."""

    mark: bool = False
    comments: bool = False


@dataclass(frozen=True)
class Evaluation:
    """The rules that all tracks of a call have in common.

    - `numbers`: those of the draw; without any, the jury is named and its list public.
    - `seed`: what gives the lot its order where nothing is drawn: the digest of the roll's seal.
    - `rules_public_days`: how long rules and pool stand public before marks open.
    - `correction_hours`: how long an owner may correct named fields.
    - `opinions`: whether experts read the desks' ranks and opinions.
    """

    agencies: Mapping[str, Agency] = field(default_factory=dict)
    experts: ExpertRules = ExpertRules()
    blind: Blind = "none"
    feedback: Feedback = Feedback()
    numbers: tuple[NumberSource, ...] = ()
    seed: Literal["draw", "seal"] = "draw"
    second_person: frozenset[SecondPersonAct] = frozenset()
    rules_public_days: int = 0
    correction_hours: int = 48
    opinions: bool = False

    @property
    def draws(self) -> bool:
        """Whether experts are drawn from a pool."""
        return bool(self.numbers)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read the rules from a call's published version."""
        known = dict(data)
        known["agencies"] = {one["code"]: Agency(**one) for one in data.get("agencies", ())}
        experts = dict(data.get("experts", {}))
        experts["keep_apart"] = tuple(experts.get("keep_apart", ()))
        known["experts"] = ExpertRules(**experts)
        known["feedback"] = Feedback(**data.get("feedback", {}))
        known["numbers"] = tuple(NumberSource(**one) for one in data.get("numbers", ()))
        known["second_person"] = frozenset(data.get("second_person", ()))
        return cls(**known)


def criterion_from(data: Mapping[str, Any]) -> Criterion:
    """Read a criterion from a call's published version."""
    anchors = tuple(Anchor(one["from"], one["words"]) for one in data.get("anchors", ()))
    comment = CommentRule(**data.get("comment", {}))
    return Criterion(data["id"], data["names"], data.get("weight", 0), anchors, comment)


def stage_from(data: Mapping[str, Any], closes: datetime) -> ReviewStage:
    """Read a stage from a call's published version."""
    known = {
        **data,
        "closes": closes,
        "scale": Scale(**data["scale"]),
        "method": Method(**data["method"]),
        "spread": Spread(**data["spread"]) if data.get("spread") else None,
        "ballot": Ballot(**data["ballot"]) if data.get("ballot") else None,
    }
    return ReviewStage(**known)


def selection_from(data: Mapping[str, Any]) -> SelectionRules:
    """Read how a track's entries are selected."""
    balance = Balance(**data["balance"]) if data.get("balance") else None
    return SelectionRules(**{**data, "balance": balance})
