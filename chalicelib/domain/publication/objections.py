"""Objections (异议) to rows of public notices.

Whoever objects says who it is; that is kept apart, and none but organiser and observer ever reads it. An entry's owner
and the desk that answers read what the organiser wrote of the objection, never its own words or evidence, since those
can tell who wrote them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, get_args

from chalicelib.domain.accounts import LONGEST_BODY, LONGEST_NAME, phone_problems, text_problems
from chalicelib.domain.call import Phones
from chalicelib.domain.errors import Invalid, StepNotAllowed, problem
from chalicelib.domain.history import digest
from chalicelib.domain.publication.rules import Objecting, ObjectionRules
from chalicelib.domain.submission import File, Upload
from chalicelib.frozen import dataclass

SHORTEST_STATEMENT = 20
LONGEST_STATEMENT = 2000
LONGEST_SUMMARY = 1000

Refusal = Literal["identity", "evidence", "subject", "merit", "repeated", "settled"]
"""Why an objection is not taken: a closed list, said to whoever objected.

`identity`: who objects is not given truly; `evidence`: none, and no lead; `subject`: it is not about what is noticed;
`merit`: another view of the experts' judgement alone; `repeated`: the same was dealt with; `settled`: the entry is out.
"""
REFUSALS: tuple[Refusal, ...] = get_args(Refusal)
Consequence = Literal["none", "exclude", "correct"]
"""What a ruling does to the entry: nothing, it is excluded, or a name is put right."""


class ObjectionState(StrEnum):
    """How far an objection is.

    `begun`: its evidence has not all arrived, and it counts for nothing.
    """

    BEGUN = "begun"
    FILED = "filed"
    REFUSED = "refused"
    TAKEN = "taken"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Objector:
    """Who objects. `organisation` is empty for a person."""

    name: str
    phone: str
    organisation: str = ""
    address: str = ""


@dataclass(frozen=True)
class DeskAnswer:
    """What the desk or the organiser found out."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ObjectionRuling:
    """How an objection was ruled on.

    Everybody whom it concerns may read the reason.
    """

    consequence: Consequence
    reason: str
    by: str
    confirmed_by: str
    at: datetime


@dataclass(frozen=True)
class Objection:
    """An objection to row `row` of notice `notice`.

    - `ground` is one of the call's; `desk` answers, which may be ORGANISER.
    - `statement` and `files`: for organiser and observer alone; `uploads`: what is still to arrive.
    - `corrections`: the right words of the row by name, where a name is misspelt.
    - `summary`: what owner and desk may read of it; `refusal`, `note`: why it was not taken.
    - `answer_by`, `rule_by`: until when the desk answers and the organiser rules.
    """

    id: str
    call: str
    notice: int
    row: int
    submission: str
    by: Objecting
    ground: str
    statement: str
    desk: str
    begun_at: datetime
    state: ObjectionState = ObjectionState.BEGUN
    corrections: Mapping[str, str] = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()
    files: tuple[File, ...] = ()
    filed_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    summary: str = ""
    refusal: Refusal | None = None
    note: str = ""
    answer_by: datetime | None = None
    rule_by: datetime | None = None
    answer: DeskAnswer | None = None
    ruling: ObjectionRuling | None = None
    v: int = 1

    @property
    def track(self) -> str:
        return self.submission.split(".")[1]

    def must_be(self, state: ObjectionState, step: str) -> None:
        """Raises StepNotAllowed unless the objection is in a state."""
        if self.state is not state:
            raise StepNotAllowed(step=step, state=self.state.value)

    def changed(self, **facts: Any) -> "Objection":
        """Return its next version."""
        return replace(self, v=self.v + 1, **facts)

    def is_overdue(self, now: datetime) -> bool:
        """Return whether the time to answer is over without an answer."""
        return self.answer is None and self.answer_by is not None and now > self.answer_by

    @property
    def correction(self) -> Mapping[str, str]:
        """The words that a ruling has put right, by name."""
        is_corrected = self.ruling is not None and self.ruling.consequence == "correct"
        return self.corrections if is_corrected else {}


def problems(
    rules: ObjectionRules, objection: Objection, objector: Objector, phones: Phones, shown: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return all faults of what somebody typed, by field.

    `shown`: the words of the row as they stand.
    """
    ground = rules.ground(objection.ground)
    faults = [] if objection.by in rules.by else [problem("/by", "not_an_option")]
    if ground is None:
        faults.append(problem("/ground", "not_an_option" if objection.ground else "required"))
    faults += _statement_problems(objection.statement)
    if ground is not None and ground.corrects:
        faults += _correction_problems(objection.corrections, shown)
    elif objection.corrections:
        faults.append(problem("/corrections", "not_an_option"))
    if objection.by == "organisation":
        faults += text_problems({"/organisation": (objector.organisation, LONGEST_BODY)})
    faults += text_problems({"/name": (objector.name, LONGEST_NAME)})
    faults += phone_problems(objector.phone, phones)
    if len(objector.address) > LONGEST_BODY:
        faults += text_problems({"/address": (objector.address, LONGEST_BODY)})
    return faults


def _statement_problems(statement: str) -> list[dict[str, Any]]:
    if not statement:
        return [problem("/statement", "required")]
    if len(statement) < SHORTEST_STATEMENT:
        return [problem("/statement", "too_short", min=SHORTEST_STATEMENT, missing=SHORTEST_STATEMENT - len(statement))]
    if len(statement) > LONGEST_STATEMENT:
        over = len(statement) - LONGEST_STATEMENT
        return [problem("/statement", "too_long", max=LONGEST_STATEMENT, over=over)]
    return []


def _correction_problems(corrections: Mapping[str, str], shown: Mapping[str, str]) -> list[dict[str, Any]]:
    known = {name: text for name, text in corrections.items() if name in shown}
    if len(known) < len(corrections):
        return [problem("/corrections", "not_an_option")]
    if all(text == shown[name] for name, text in known.items()):
        return [problem("/corrections/name", "nothing_changed")]
    return text_problems({f"/corrections/{name}": (text, LONGEST_BODY) for name, text in known.items()})


def check_files(rules: ObjectionRules, count: int) -> None:
    """Refuse too few or too many files. Raises Invalid at /files."""
    fewest, most = rules.evidence.fewest, rules.evidence.most
    if count < fewest:
        raise Invalid.at("/files", "too_few" if count else "required", min=fewest)
    if count > most:
        raise Invalid.at("/files", "too_many", max=most)


def check_ruling(objection: Objection, consequence: Consequence, upheld: bool, now: datetime) -> None:
    """Refuse a ruling that is too early or does not fit.

    An objection that is upheld has a consequence; a name is put right where it was said how. Raises StepNotAllowed,
    Invalid.
    """
    objection.must_be(ObjectionState.TAKEN, "rule")
    if objection.answer is None and not objection.is_overdue(now):
        raise StepNotAllowed(step="rule", state="unanswered")
    if upheld != (consequence != "none"):
        raise Invalid.at("/consequence", "required" if upheld else "not_an_option")
    if consequence == "correct" and not objection.corrections:
        raise Invalid.at("/consequence", "not_an_option")


def ruling_digest(objection: Objection, consequence: Consequence, reason: str) -> str:
    """Return the digest of what a ruling would write."""
    return digest([objection.id, objection.v, objection.submission, consequence, reason.strip()])


def corrections_of(objections: Sequence[Objection]) -> dict[tuple[int, int], Mapping[str, str]]:
    """Return the words that were put right, by notice and row.

    A later ruling counts.
    """
    ruled = sorted((one for one in objections if one.correction and one.ruling), key=_ruled_at)
    corrected: dict[tuple[int, int], Mapping[str, str]] = {}
    for one in ruled:
        at = (one.notice, one.row)
        corrected[at] = {**corrected.get(at, {}), **one.correction}
    return corrected


def _ruled_at(objection: Objection) -> datetime:
    return objection.ruling.at if objection.ruling else objection.begun_at
