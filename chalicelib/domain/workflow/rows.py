"""The workflow's table: a row per step.

Its readers: `deciding` for the decision; the step services for what to load; `messages` for who is notified;
`visibility` for whose acts they are; the site's log for the metric; `ops workflow` and docs/workflow.md for the way of
an entry. `storage/steps.py` writes only what the effect returns.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import Enum, StrEnum, auto
from typing import Any, Generic, TypeVar

from chalicelib.domain.access import Caller, Role, is_holder, is_owner
from chalicelib.domain.call import Call
from chalicelib.domain.message_kinds import Kind
from chalicelib.domain.ranking import ListState, RankedList
from chalicelib.domain.states import ORGANISER, Outcome, State
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow import conditions, effects
from chalicelib.domain.workflow.commands import (
    Admit,
    AskBack,
    AskCorrection,
    AttachScan,
    Award,
    Command,
    Correct,
    Decline,
    DeleteDraft,
    Exclude,
    GiveNotice,
    GoUp,
    GrantLatePass,
    NotAdmit,
    PassOver,
    Push,
    Recommend,
    ReopenList,
    ReorderList,
    ReportList,
    Return,
    Revoke,
    RuleObjection,
    S,
    SendBack,
    TakeBack,
    TakeObjection,
    Withdraw,
)
from chalicelib.domain.workflow.facts import Facts, Result
from chalicelib.frozen import dataclass

C = TypeVar("C", bound=Command[Any])

MOST_EVENTS_DELETED = 7
"""The most events of a deletable draft.

They are late passes, and are deleted with the draft in one transaction.
"""


class Actor(StrEnum):
    """Who may take a step."""

    OWNER = "owner"
    HOLDER = "holder"
    ORGANISER = "organiser"
    SYSTEM = "system"
    SEASON = "season"
    """A public act that the step follows; never a caller."""
    DESK = "desk"
    ABOVE = "above"

    def is_on_entry(self, caller: Caller, head: Head) -> bool:
        """Return whether the caller is this actor for a submission."""
        match self:
            case Actor.OWNER:
                return is_owner(caller, head)
            case Actor.HOLDER:
                return is_holder(caller, head)
            case Actor.ORGANISER:
                return caller.role is Role.ORGANISER
            case _:
                return self.is_nobody

    @property
    def is_nobody(self) -> bool:
        """Whether its steps follow by themselves."""
        return self in {Actor.SYSTEM, Actor.SEASON}

    def is_on_list(self, caller: Caller, ranked: RankedList, call: Call) -> bool:
        """Return whether the caller is this actor for a ranked list."""
        if self is Actor.ABOVE:
            return caller.seat == (call.desk(ranked.desk).parent or ORGANISER)
        return self is Actor.DESK and caller.desk == ranked.desk


class Target(Enum):
    """The effect on a state that does not become another."""

    GONE = auto()
    KEPT = auto()


class Reads(Enum):
    """What a step reads beside its subject, dates and list."""

    HEAD = auto()
    ANSWERS = auto()
    DRAFT = auto()
    """Answers, files and links, checked by the form.

    With the requests of the last return.
    """
    ENTRIES = auto()
    """The list's entries and their opinions."""
    ROLL = auto()
    """The draft of the roll that the entry is to stand on."""
    FIELDS = auto()
    """The fields of the form that the entry was pushed under."""


@dataclass(frozen=True)
class Hearers:
    """The kind of message that each audience of a step gets.

    `owner`, `desk` for the desk that has it then, and `above` for the level above; None: no message.
    """

    owner: Kind | None = None
    desk: Kind | None = None
    above: Kind | None = None


Condition = Callable[[S, Facts, C], None]
Effect = Callable[[S, Facts, C], Result]


def is_always_offered(head: Head, call: Call) -> bool:
    return True


def desk_of_caller(caller: Caller, command: Command[Head], head: Head | None) -> str | None:
    return caller.desk


def desk_named(caller: Caller, command: Push | SendBack, head: Head | None) -> str | None:
    return command.desk


def desk_that_lists(caller: Caller, command: Command[Head], head: Head | None) -> str | None:
    """Return the desk whose list holds the entry, if already known."""
    return head.desk if head and head.listed else None


def no_list(head: Head) -> str | None:
    return None


def list_of_holder(head: Head) -> str | None:
    return head.desk if head.desk != ORGANISER else None


def list_that_holds(head: Head) -> str | None:
    return head.desk if head.listed else None


def list_below(head: Head) -> str | None:
    return head.below.desk if head.below else None


UNDECIDED: frozenset[Outcome | None] = frozenset({None})


def is_evaluated(head: Head, call: Call) -> bool:
    """Return whether entries of the track are judged by experts."""
    track = call.tracks.get(head.track)
    return call.evaluation is not None and track is not None and bool(track.stages)


@dataclass(frozen=True, kw_only=True)
class StepRow(Generic[S, C]):
    """All that the product knows of a step.

    Deciding:

    - `step`: its name in history, which never changes.
    - `sources`: states from which it may be taken, as the caller sees them.
    - `outcomes`: outcomes from which it may be taken, None where nothing became of the entry yet.
    - `target`: the state it leads to; `top`: the one it leads to from a top desk.
    - `conditions`: raise a refusal, in this order. `effect`: returns the result.
    - `offered`: whether the entry and its call allow it at all.

    Loading:

    - `first`: read before all else, since it says what else to read; `reads`: read with the head.
    - `desk`: whose list and dates to read (None: no desk's), by what is known before the head is.
    - `listed_at`: whose list the step concerns, by the head.
    - `by_readers`: only callers who may read the entry may take it.

    Following up:

    - `hearers`: who is notified. `metric`: what counts it.
    - `is_decision`: the desk's own until it reports.
    - `is_visible_above`: done by a level above, or on what that level has, so that it sees this step in a list that is
      open again.
    - `is_move`: takes an entry on.
    - `is_between_desks`: applicants may not read its words.
    """

    step: str
    command: type[C]
    sources: frozenset[State] | frozenset[ListState]
    outcomes: frozenset[Outcome | None] = UNDECIDED
    target: State | ListState | Target
    top: State | None = None
    actor: Actor
    conditions: tuple[Condition[S, C], ...] = ()
    effect: Effect[S, C]
    offered: Callable[[Head, Call], bool] = is_always_offered
    first: Reads | None = None
    reads: frozenset[Reads] = frozenset()
    desk: Callable[[Caller, C, Head | None], str | None] | None = desk_of_caller
    listed_at: Callable[[Head], str | None] = no_list
    by_readers: bool = True
    hearers: Hearers = field(default_factory=Hearers)
    metric: str | None = None
    is_decision: bool = False
    is_visible_above: bool = False
    is_move: bool = True
    is_between_desks: bool = False


_ENTRY_ROWS: tuple[StepRow[Head, Any], ...] = (
    StepRow(
        step="delete",
        command=DeleteDraft,
        sources=frozenset({State.DRAFT}),
        target=Target.GONE,
        actor=Actor.OWNER,
        effect=effects.delete_draft,
        offered=lambda head, call: head.revision == 0 and head.events <= MOST_EVENTS_DELETED,
        reads=frozenset({Reads.ANSWERS}),
    ),
    StepRow(
        step="push",
        command=Push,
        sources=frozenset({State.DRAFT, State.RETURNED}),
        target=State.PUSHED,
        actor=Actor.OWNER,
        conditions=(
            conditions.check_filing_open,
            conditions.check_track_open,
            conditions.check_desk_may_receive,
            conditions.check_complete,
        ),
        effect=effects.push,
        first=Reads.ANSWERS,
        reads=frozenset({Reads.DRAFT}),
        desk=desk_named,
        hearers=Hearers(owner=Kind.PUSHED, desk=Kind.ARRIVED),
        metric="Pushes",
    ),
    StepRow(
        step="ask_back",
        command=AskBack,
        sources=frozenset({State.PUSHED}),
        target=State.PUSHED,
        actor=Actor.OWNER,
        conditions=(conditions.check_first_request, conditions.check_reason),
        effect=effects.ask_back,
        hearers=Hearers(desk=Kind.ASKED_BACK),
        is_move=False,
    ),
    StepRow(
        step="withdraw",
        command=Withdraw,
        sources=frozenset({State.PUSHED, State.RETURNED}),
        target=State.WITHDRAWN,
        actor=Actor.OWNER,
        conditions=(conditions.check_reason,),
        effect=effects.withdraw,
        offered=lambda head, call: call.withdrawal,
        first=Reads.HEAD,
        desk=desk_that_lists,
        listed_at=list_that_holds,
    ),
    StepRow(
        step="recommend",
        command=Recommend,
        sources=frozenset({State.PUSHED, State.DECLINED}),
        target=State.RECOMMENDED,
        actor=Actor.HOLDER,
        conditions=(conditions.check_opinion, conditions.check_recommending_open),
        effect=effects.recommend,
        listed_at=list_of_holder,
        metric="Recommendations",
        is_decision=True,
    ),
    StepRow(
        step="take_back",
        command=TakeBack,
        sources=frozenset({State.RECOMMENDED}),
        target=State.PUSHED,
        actor=Actor.HOLDER,
        effect=effects.take_back,
        listed_at=list_of_holder,
        is_decision=True,
    ),
    StepRow(
        step="decline",
        command=Decline,
        sources=frozenset({State.PUSHED}),
        target=State.DECLINED,
        actor=Actor.HOLDER,
        conditions=(conditions.check_reason,),
        effect=effects.decline,
        listed_at=list_of_holder,
        is_decision=True,
    ),
    StepRow(
        step="return",
        command=Return,
        sources=frozenset({State.PUSHED, State.RECOMMENDED, State.DECLINED, State.NOMINATED}),
        target=State.RETURNED,
        actor=Actor.HOLDER,
        conditions=(conditions.check_reason, conditions.check_not_on_roll),
        effect=effects.return_to_owner,
        reads=frozenset({Reads.ROLL}),
        listed_at=list_of_holder,
        hearers=Hearers(owner=Kind.RETURNED),
    ),
    StepRow(
        step="send_back",
        command=SendBack,
        sources=frozenset({State.PUSHED, State.NOMINATED}),
        target=State.PUSHED,
        actor=Actor.HOLDER,
        conditions=(conditions.check_reason, conditions.check_below_may_go_on, conditions.check_not_on_roll),
        effect=effects.send_back,
        reads=frozenset({Reads.ROLL}),
        offered=lambda head, call: head.below is not None,
        desk=desk_named,
        listed_at=list_below,
        hearers=Hearers(desk=Kind.SENT_BACK),
        is_visible_above=True,
        is_between_desks=True,
    ),
    StepRow(
        step="late_pass",
        command=GrantLatePass,
        sources=frozenset(State),
        target=Target.KEPT,
        actor=Actor.ORGANISER,
        conditions=(conditions.check_reason, conditions.check_until),
        effect=effects.grant_late_pass,
        desk=None,
        by_readers=False,
        hearers=Hearers(owner=Kind.LATE_PASS),
        is_move=False,
    ),
    StepRow(
        step="report",
        command=GoUp,
        sources=frozenset({State.RECOMMENDED}),
        target=State.PUSHED,
        top=State.NOMINATED,
        actor=Actor.SYSTEM,
        effect=effects.go_up,
        desk=None,
        hearers=Hearers(owner=Kind.RECOMMENDED),
    ),
    StepRow(
        step="ask_correction",
        command=AskCorrection,
        sources=frozenset({State.NOMINATED}),
        target=State.NOMINATED,
        actor=Actor.ORGANISER,
        conditions=(conditions.check_reason, conditions.check_fields_named, conditions.check_roll_open),
        effect=effects.ask_correction,
        offered=is_evaluated,
        reads=frozenset({Reads.ROLL, Reads.FIELDS}),
        desk=None,
        hearers=Hearers(owner=Kind.CORRECTION),
        is_move=False,
    ),
    StepRow(
        step="correct",
        command=Correct,
        sources=frozenset({State.NOMINATED}),
        target=State.NOMINATED,
        actor=Actor.OWNER,
        conditions=(
            conditions.check_correction_open,
            conditions.check_roll_open,
            conditions.check_only_named_fields,
            conditions.check_complete,
        ),
        effect=effects.correct,
        offered=lambda head, call: bool(head.correctable),
        hearers=Hearers(desk=Kind.CORRECTED),
        is_move=False,
    ),
    StepRow(
        step="admit",
        command=Admit,
        sources=frozenset({State.NOMINATED}),
        target=State.NOMINATED,
        actor=Actor.SEASON,
        conditions=(conditions.check_roll_frozen,),
        effect=effects.admit,
        desk=None,
        hearers=Hearers(owner=Kind.ADMITTED),
        is_move=False,
    ),
    StepRow(
        step="not_admit",
        command=NotAdmit,
        sources=frozenset({State.NOMINATED}),
        target=State.NOMINATED,
        actor=Actor.SEASON,
        conditions=(conditions.check_reason, conditions.check_roll_frozen),
        effect=effects.not_admit,
        desk=None,
        hearers=Hearers(owner=Kind.NOT_ADMITTED),
        is_move=False,
    ),
    StepRow(
        step="notice",
        command=GiveNotice,
        sources=frozenset({State.NOMINATED}),
        outcomes=frozenset({Outcome.ADMITTED}),
        target=State.NOMINATED,
        actor=Actor.SEASON,
        conditions=(conditions.check_announced,),
        effect=effects.give_notice,
        desk=None,
        hearers=Hearers(owner=Kind.NOTICED),
        is_move=False,
    ),
    StepRow(
        step="take_objection",
        command=TakeObjection,
        sources=frozenset({State.NOMINATED}),
        outcomes=frozenset({Outcome.NOTICED}),
        target=State.NOMINATED,
        actor=Actor.SEASON,
        conditions=(conditions.check_summary,),
        effect=effects.take_objection,
        desk=None,
        hearers=Hearers(owner=Kind.OBJECTION_TAKEN),
        is_move=False,
    ),
    StepRow(
        step="rule_objection",
        command=RuleObjection,
        sources=frozenset({State.NOMINATED}),
        outcomes=frozenset({Outcome.NOTICED, Outcome.EXCLUDED}),
        target=State.NOMINATED,
        actor=Actor.SEASON,
        conditions=(conditions.check_reason, conditions.check_objected),
        effect=effects.rule_objection,
        desk=None,
        hearers=Hearers(owner=Kind.OBJECTION_RULED),
        is_move=False,
    ),
    StepRow(
        step="award",
        command=Award,
        sources=frozenset({State.NOMINATED}),
        outcomes=frozenset({Outcome.ADMITTED, Outcome.NOTICED}),
        target=State.NOMINATED,
        actor=Actor.SEASON,
        conditions=(conditions.check_announced, conditions.check_no_objection),
        effect=effects.award,
        desk=None,
        hearers=Hearers(owner=Kind.AWARDED),
        is_move=False,
    ),
    StepRow(
        step="pass_over",
        command=PassOver,
        sources=frozenset({State.NOMINATED}),
        outcomes=frozenset({Outcome.ADMITTED}),
        target=State.NOMINATED,
        actor=Actor.SEASON,
        conditions=(conditions.check_announced,),
        effect=effects.pass_over,
        desk=None,
        hearers=Hearers(owner=Kind.NOT_SELECTED),
        is_move=False,
    ),
    StepRow(
        step="revoke",
        command=Revoke,
        sources=frozenset({State.NOMINATED}),
        outcomes=frozenset({Outcome.AWARDED}),
        target=State.NOMINATED,
        actor=Actor.SEASON,
        conditions=(conditions.check_reason,),
        effect=effects.revoke,
        desk=None,
        hearers=Hearers(owner=Kind.REVOKED),
        is_move=False,
    ),
    StepRow(
        step="exclude",
        command=Exclude,
        sources=frozenset({State.NOMINATED}),
        outcomes=frozenset({Outcome.ADMITTED, Outcome.NOTICED}),
        target=State.NOMINATED,
        actor=Actor.ORGANISER,
        conditions=(conditions.check_reason,),
        effect=effects.exclude,
        desk=None,
        hearers=Hearers(owner=Kind.EXCLUDED),
        is_move=False,
    ),
)

_LIST_ROWS: tuple[StepRow[RankedList, Any], ...] = (
    StepRow(
        step="reorder",
        command=ReorderList,
        sources=frozenset({ListState.OPEN}),
        target=Target.KEPT,
        actor=Actor.DESK,
        effect=effects.reorder,
    ),
    StepRow(
        step="report",
        command=ReportList,
        sources=frozenset({ListState.OPEN}),
        target=ListState.REPORTED,
        actor=Actor.DESK,
        conditions=(conditions.check_reporting_open, conditions.check_within_quota),
        effect=effects.report,
        reads=frozenset({Reads.ENTRIES}),
        hearers=Hearers(desk=Kind.REPORTED, above=Kind.REPORTED),
        metric="Reports",
    ),
    StepRow(
        step="attach_scan",
        command=AttachScan,
        sources=frozenset(ListState),
        target=Target.KEPT,
        actor=Actor.DESK,
        effect=effects.attach_scan,
        is_visible_above=True,
    ),
    StepRow(
        step="reopen",
        command=ReopenList,
        sources=frozenset({ListState.REPORTED}),
        target=ListState.OPEN,
        actor=Actor.ABOVE,
        conditions=(conditions.check_reason, conditions.check_desk_may_go_on),
        effect=effects.reopen,
        hearers=Hearers(desk=Kind.REOPENED),
        is_visible_above=True,
    ),
)

ENTRY_STEPS: Mapping[str, StepRow[Head, Any]] = {row.step: row for row in _ENTRY_ROWS}
"""The steps on a submission by name.

In the order in which a page offers them.
"""

LIST_STEPS: Mapping[str, StepRow[RankedList, Any]] = {row.step: row for row in _LIST_ROWS}
"""The steps on a ranked list by name."""

ALL_ROWS: tuple[StepRow[Any, Any], ...] = (*_ENTRY_ROWS, *_LIST_ROWS)
_BY_COMMAND: Mapping[type[Command[Any]], StepRow[Any, Any]] = {row.command: row for row in ALL_ROWS}


def row_of(command: Command[S] | type[Command[S]]) -> StepRow[S, Any]:
    """Return the row of a command."""
    return _BY_COMMAND[command if isinstance(command, type) else type(command)]
