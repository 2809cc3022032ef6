"""Each condition of each row refuses, and nothing but that condition: what it refuses goes through without the flaw."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.calendar import FARTHEST, Dates
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import (
    Busy,
    Closed,
    DeskNotAllowed,
    Forbidden,
    Incomplete,
    Invalid,
    LaurelError,
    ListClosed,
    ListStale,
    OrderNotOfList,
    QuotaFull,
    RankOutOfRange,
    StepNotAllowed,
    TrackRetired,
)
from chalicelib.domain.evaluation.roll import FormalCheck, RollGate
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.states import ORGANISER, Outcome, State
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Answers, Card, File, Files, Head, Hop
from chalicelib.domain.workflow import conditions as c
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
    SendBack,
    TakeBack,
    TakeObjection,
    Withdraw,
)
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import CheckedDraft, EntryRoll, Facts
from chalicelib.domain.workflow.rows import ALL_ROWS
from tests.factories import CALL, CITY, CLOSES, COUNTY, DEPARTMENT, OPENS, TRACK, call, evaluated

NOW, TOO_EARLY, TOO_LATE = OPENS + timedelta(days=5), OPENS - timedelta(days=1), CLOSES + timedelta(days=30)
HERE = Call.from_dict(call(withdrawal=True))
RETIRED = Call.from_dict(call(tracks=[{**call()["tracks"][0], "retired": True}]))
OWNER = Caller("owner", Role.APPLICANT, "shandong")
AT_COUNTY, AT_CITY = (Caller(desk, Role.RECOMMENDER, "shandong", desk) for desk in (COUNTY, CITY))
ORG = Caller("org", Role.ORGANISER, "shandong")
DRAFT = Head(f"{CALL}.{TRACK}.one", CALL, TRACK, "owner", created_at=OPENS)
PUSHED = replace(DRAFT, state=State.PUSHED, desk=COUNTY, revision=1, pushed_at=OPENS)
LISTED = replace(PUSHED, state=State.RECOMMENDED)
UP = replace(PUSHED, desk=CITY, came=(Hop(COUNTY, 1, 1),))
LIST = RankedList(CALL, COUNTY, TRACK, ("one", "two"), v=3)
OTHERS = replace(LIST, ids=("two",))
REPORTED = replace(LIST, reported=True, reports=1)
EVALUATED = Call.from_dict(call(**evaluated()))
NOMINATED = replace(UP, state=State.NOMINATED, desk=ORGANISER, came=(Hop(CITY, 1, 1),))
CORRECTING = replace(NOMINATED, correctable=("served",), correcting_until=NOW)
ADMITTED = replace(NOMINATED, outcome=Outcome.ADMITTED)
NOTICED = replace(NOMINATED, outcome=Outcome.NOTICED)
OBJECTED = replace(NOTICED, objections=1)
AWARDED = replace(NOMINATED, outcome=Outcome.AWARDED)
CHECK = FormalCheck("one", "admit", "org", NOW, revision=1)
ROLL = EntryRoll(JuryId(CALL, TRACK, "written"), RollGate(), CHECK)
FREEZING = replace(ROLL, gate=RollGate(freezer="x", until=NOW))
FROZEN = replace(ROLL, gate=RollGate(frozen=True))
SCAN = File("f", "scan-1", "盖章.pdf", 1, "pdf", "application/pdf", "0", "kept/f", OPENS)
CHECKED = CheckedDraft(
    answers=Answers(DRAFT.id, "owner", {}, 1),
    files=Files(DRAFT.id),
    values={},
    problems=({"level": "warn", "code": "double"},),
    code="code",
    card=Card("项目"),
    place=COUNTY,
    parent_body="",
    receiving=frozenset({COUNTY}),
    version=1,
    asks={},
)
REFUSED = replace(CHECKED, problems=({"level": "refuse", "code": "required"},))


@dataclass(frozen=True)
class Step:
    """A step that goes through."""

    command: Command[Any]
    subject: Any
    caller: Caller
    facts: dict[str, Any] = field(default_factory=dict)

    def take(self, **flaw: Any) -> Any:
        """Decide, with other arguments or other facts than those that go through."""
        subject, command = flaw.pop("subject", self.subject), flaw.pop("command", self.command)
        facts = {"now": NOW, "caller": self.caller, "dates": Dates(HERE), "seen": None, **self.facts, **flaw}
        return decide(command, subject, Facts(**facts))


FINE = {
    type(step.command): step
    for step in (
        Step(DeleteDraft(), DRAFT, OWNER, {"answers": CHECKED.answers}),
        Step(Push(COUNTY), DRAFT, OWNER, {"draft": CHECKED, "filing_no": "N"}),
        Step(AskBack("写错了"), PUSHED, OWNER),
        Step(Withdraw("不报了"), LISTED, OWNER, {"ranked": LIST}),
        Step(Recommend(1, "好"), PUSHED, AT_COUNTY, {"ranked": OTHERS, "quota": Quota(2, "refuse")}),
        Step(TakeBack(), LISTED, AT_COUNTY, {"ranked": LIST}),
        Step(Decline("重复"), PUSHED, AT_COUNTY, {"ranked": OTHERS}),
        Step(Return("请补充"), LISTED, AT_COUNTY, {"ranked": LIST}),
        Step(SendBack(COUNTY, "请核实"), UP, AT_CITY, {"ranked": REPORTED}),
        Step(GrantLatePass(NOW + timedelta(days=1), "停电"), DRAFT, ORG),
        Step(GoUp(CITY, 1, 2, 1), LISTED, AT_COUNTY),
        Step(
            AskCorrection("数字不一致", {"served": ""}),
            NOMINATED,
            ORG,
            {"dates": Dates(EVALUATED), "roll": ROLL, "fields": frozenset({"served"})},
        ),
        Step(Correct(("served",)), CORRECTING, OWNER, {"draft": CHECKED, "roll": ROLL}),
        Step(Admit(), NOMINATED, ORG, {"roll": FROZEN}),
        Step(NotAdmit("附件不符"), NOMINATED, ORG, {"roll": FROZEN}),
        Step(GiveNotice(), ADMITTED, ORG, {"announced_at": NOW}),
        Step(TakeObjection("o1", "untrue", "成效数据", ORGANISER), NOTICED, ORG),
        Step(RuleObjection("o1", "none", "与台账相符"), OBJECTED, ORG),
        Step(Award("SD-0001"), NOTICED, ORG, {"announced_at": NOW}),
        Step(PassOver(), ADMITTED, ORG, {"announced_at": NOW}),
        Step(Revoke("材料不实"), AWARDED, ORG),
        Step(Exclude("材料不实"), ADMITTED, ORG),
        Step(ReorderList(("two", "one")), LIST, AT_COUNTY, {"seen": "3"}),
        Step(ReportList(), LIST, AT_COUNTY, {"seen": "3"}),
        Step(AttachScan(1, SCAN), REPORTED, AT_COUNTY),
        Step(ReopenList("漏报"), REPORTED, AT_CITY),
    )
}
"""A step of each row."""

BLANK = " \n"

REFUSALS: list[tuple[type[Command[Any]], Callable[..., None], dict[str, Any], type[LaurelError], str]] = [
    (Push, c.check_filing_open, {"now": TOO_LATE}, Closed, "filing"),
    (Push, c.check_filing_open, {"now": TOO_EARLY}, Closed, "filing_not_open"),
    (Push, c.check_track_open, {"dates": Dates(RETIRED)}, TrackRetired, TRACK),
    (Push, c.check_desk_may_receive, {"command": Push(DEPARTMENT)}, DeskNotAllowed, DEPARTMENT),
    (
        Push,
        c.check_desk_may_receive,
        {"subject": replace(UP, state=State.RETURNED), "command": Push(COUNTY)},
        DeskNotAllowed,
        COUNTY,
    ),
    (Push, c.check_complete, {"draft": REFUSED}, Incomplete, "required"),
    (
        AskBack,
        c.check_first_request,
        {"subject": replace(PUSHED, asked_back_at=NOW)},
        StepNotAllowed,
        "ask_back",
    ),
    (AskBack, c.check_reason, {"command": AskBack(BLANK)}, Invalid, "/reason"),
    (Withdraw, c.check_reason, {"command": Withdraw("")}, Invalid, "/reason"),
    (Recommend, c.check_opinion, {"command": Recommend(1, BLANK)}, Invalid, "/opinion"),
    (Recommend, c.check_recommending_open, {"now": TOO_LATE}, Closed, "recommending"),
    (Decline, c.check_reason, {"command": Decline("")}, Invalid, "/reason"),
    (Return, c.check_reason, {"command": Return("", {"effect": "数字"})}, Invalid, "/reason"),
    (SendBack, c.check_reason, {"command": SendBack(COUNTY, BLANK)}, Invalid, "/reason"),
    (SendBack, c.check_below_may_go_on, {"now": TOO_LATE}, Closed, "recommending"),
    (
        SendBack,
        c.check_below_may_go_on,
        {"command": SendBack(COUNTY, "请核实", NOW + timedelta(days=1))},
        Invalid,
        "too_early",
    ),
    (GrantLatePass, c.check_reason, {"command": GrantLatePass(CLOSES, "")}, Invalid, "/reason"),
    (GrantLatePass, c.check_until, {"command": GrantLatePass(NOW, "停电")}, Invalid, "too_early"),
    (
        GrantLatePass,
        c.check_until,
        {"command": GrantLatePass(NOW + FARTHEST + timedelta(1), "停电")},
        Invalid,
        "too_late",
    ),
    (Return, c.check_not_on_roll, {"subject": NOMINATED, "caller": ORG, "roll": FROZEN}, StepNotAllowed, "return"),
    (
        SendBack,
        c.check_not_on_roll,
        {"subject": NOMINATED, "caller": ORG, "roll": FROZEN},
        StepNotAllowed,
        "send_back",
    ),
    (AskCorrection, c.check_reason, {"command": AskCorrection(BLANK, {"served": ""})}, Invalid, "/reason"),
    (AskCorrection, c.check_fields_named, {"command": AskCorrection("x", {})}, Invalid, "/asks"),
    (AskCorrection, c.check_fields_named, {"command": AskCorrection("x", {"y": ""})}, Invalid, "not_an_option"),
    (AskCorrection, c.check_roll_open, {"roll": FROZEN}, StepNotAllowed, "ask_correction"),
    (AskCorrection, c.check_roll_open, {"roll": FREEZING}, Busy, ""),
    (Correct, c.check_correction_open, {"now": NOW + timedelta(seconds=1)}, Closed, "correction"),
    (Correct, c.check_roll_open, {"roll": FROZEN}, StepNotAllowed, "correct"),
    (Correct, c.check_roll_open, {"roll": None}, StepNotAllowed, "correct"),
    (Correct, c.check_only_named_fields, {"command": Correct(())}, Invalid, "nothing_changed"),
    (Correct, c.check_only_named_fields, {"command": Correct(("served", "name"))}, Invalid, "not_correctable"),
    (Correct, c.check_complete, {"draft": REFUSED}, Incomplete, "required"),
    (Admit, c.check_roll_frozen, {"roll": ROLL}, StepNotAllowed, "admit"),
    (Admit, c.check_roll_frozen, {"roll": None}, StepNotAllowed, "admit"),
    (NotAdmit, c.check_reason, {"command": NotAdmit(BLANK)}, Invalid, "/reason"),
    (NotAdmit, c.check_roll_frozen, {"roll": FREEZING}, StepNotAllowed, "admit"),
    (GiveNotice, c.check_announced, {"announced_at": None}, StepNotAllowed, "announce"),
    (GiveNotice, c.check_announced, {"announced_at": NOW + timedelta(seconds=1)}, StepNotAllowed, "announce"),
    (TakeObjection, c.check_summary, {"command": TakeObjection("o", "g", BLANK, "")}, Invalid, "/summary"),
    (RuleObjection, c.check_reason, {"command": RuleObjection("o", "none", BLANK)}, Invalid, "/reason"),
    (RuleObjection, c.check_objected, {"subject": NOTICED}, StepNotAllowed, "rule_objection"),
    (Award, c.check_announced, {"announced_at": NOW + timedelta(seconds=1)}, StepNotAllowed, "announce"),
    (Award, c.check_no_objection, {"subject": OBJECTED}, StepNotAllowed, "award"),
    (PassOver, c.check_announced, {"announced_at": None}, StepNotAllowed, "announce"),
    (Revoke, c.check_reason, {"command": Revoke("")}, Invalid, "/reason"),
    (Exclude, c.check_reason, {"command": Exclude("")}, Invalid, "/reason"),
    (ReportList, c.check_reporting_open, {"now": TOO_LATE}, Closed, "recommending"),
    (ReportList, c.check_reporting_open, {"command": ReportList(automatic=True)}, StepNotAllowed, "report"),
    (ReportList, c.check_within_quota, {"quota": Quota(1, "refuse")}, QuotaFull, "1"),
    (ReopenList, c.check_reason, {"command": ReopenList(BLANK)}, Invalid, "/reason"),
    (ReopenList, c.check_desk_may_go_on, {"now": TOO_LATE}, Closed, "recommending"),
]
"""(row, condition, what is wrong, refusal, what its details name)."""

STATE_REFUSALS: list[tuple[type[Command[Any]], dict[str, Any], type[LaurelError]]] = [
    (DeleteDraft, {"subject": replace(DRAFT, revision=1)}, StepNotAllowed),
    (DeleteDraft, {"subject": replace(DRAFT, events=8)}, StepNotAllowed),
    (DeleteDraft, {"caller": AT_COUNTY}, StepNotAllowed),
    (Push, {"subject": PUSHED}, StepNotAllowed),
    (Push, {"caller": AT_COUNTY}, StepNotAllowed),
    (AskBack, {"subject": DRAFT}, StepNotAllowed),
    (Withdraw, {"ranked": REPORTED}, ListClosed),
    (Withdraw, {"dates": Dates(Call.from_dict(call()))}, StepNotAllowed),
    (Recommend, {"caller": AT_CITY}, StepNotAllowed),
    (Recommend, {"ranked": replace(OTHERS, reported=True)}, ListClosed),
    (Recommend, {"command": Recommend(3, "好")}, RankOutOfRange),
    (Recommend, {"command": Recommend(0, "好")}, RankOutOfRange),
    (Recommend, {"quota": Quota(1, "refuse")}, QuotaFull),
    (TakeBack, {"ranked": REPORTED}, ListClosed),
    (Decline, {"subject": LISTED}, StepNotAllowed),
    (Return, {"ranked": REPORTED}, ListClosed),
    (Return, {"caller": AT_CITY}, StepNotAllowed),
    (SendBack, {"subject": PUSHED, "caller": AT_COUNTY}, StepNotAllowed),
    (GrantLatePass, {"caller": AT_CITY}, StepNotAllowed),
    (GrantLatePass, {"caller": OWNER}, StepNotAllowed),
    (GoUp, {"subject": PUSHED}, StepNotAllowed),
    (Return, {"subject": ADMITTED, "caller": ORG}, StepNotAllowed),
    (SendBack, {"subject": ADMITTED, "caller": ORG}, StepNotAllowed),
    (GrantLatePass, {"subject": ADMITTED}, StepNotAllowed),
    (AskCorrection, {"subject": ADMITTED}, StepNotAllowed),
    (AskCorrection, {"subject": UP}, StepNotAllowed),
    (AskCorrection, {"caller": AT_CITY}, StepNotAllowed),
    (AskCorrection, {"dates": Dates(HERE)}, StepNotAllowed),
    (Correct, {"subject": NOMINATED}, StepNotAllowed),
    (Correct, {"caller": ORG}, StepNotAllowed),
    (Admit, {"subject": ADMITTED}, StepNotAllowed),
    (NotAdmit, {"subject": ADMITTED}, StepNotAllowed),
    (GiveNotice, {"subject": NOMINATED}, StepNotAllowed),
    (Exclude, {"subject": NOMINATED}, StepNotAllowed),
    (Exclude, {"caller": OWNER}, StepNotAllowed),
    (ReorderList, {"caller": AT_CITY}, Forbidden),
    (ReorderList, {"seen": "2"}, ListStale),
    (ReorderList, {"subject": REPORTED, "seen": "2"}, ListStale),
    (ReorderList, {"subject": REPORTED}, ListClosed),
    (ReorderList, {"command": ReorderList(("one",))}, OrderNotOfList),
    (ReorderList, {"command": ReorderList(("one", "three"))}, OrderNotOfList),
    (ReportList, {"caller": AT_CITY}, Forbidden),
    (ReportList, {"seen": "4"}, ListStale),
    (ReportList, {"subject": REPORTED}, ListClosed),
    (AttachScan, {"caller": AT_CITY}, Forbidden),
    (ReopenList, {"caller": AT_COUNTY}, Forbidden),
    (ReopenList, {"caller": ORG}, Forbidden),
    (ReopenList, {"subject": LIST}, StepNotAllowed),
]
"""What the state of things refuses beside the conditions: (row, what is otherwise, refusal)."""


@pytest.mark.parametrize("step", FINE.values(), ids=lambda step: type(step.command).__name__)
def test_a_step_without_a_flaw_goes_through(step: Step) -> None:
    assert step.take().step


@pytest.mark.parametrize(
    ("kind", "condition", "flaw", "refusal", "named"),
    REFUSALS,
    ids=[f"{kind.__name__}-{condition.__name__}-{named}" for kind, condition, _, _, named in REFUSALS],
)
def test_a_condition_refuses(
    kind: type[Command[Any]],
    condition: Callable[..., None],
    flaw: dict[str, Any],
    refusal: type[LaurelError],
    named: str,
) -> None:
    with pytest.raises(refusal) as refused:
        FINE[kind].take(**flaw)
    assert named in str(refused.value.details)


@pytest.mark.parametrize(
    ("kind", "otherwise", "refusal"),
    STATE_REFUSALS,
    ids=[f"{kind.__name__}-{'-'.join(otherwise)}-{n}" for n, (kind, otherwise, _) in enumerate(STATE_REFUSALS)],
)
def test_the_state_of_things_refuses(
    kind: type[Command[Any]], otherwise: dict[str, Any], refusal: type[LaurelError]
) -> None:
    with pytest.raises(refusal):
        FINE[kind].take(**otherwise)


def test_every_condition_of_every_row_is_seen_to_refuse() -> None:
    conditions = {(row.command, condition) for row in ALL_ROWS for condition in row.conditions}
    assert conditions == {(kind, condition) for kind, condition, *_ in REFUSALS}


def test_every_row_has_a_step_that_goes_through() -> None:
    assert {row.command for row in ALL_ROWS} == FINE.keys()


@pytest.mark.parametrize("kind", [Return, SendBack])
def test_what_came_too_late_for_a_frozen_roll_may_go_back(kind: type[Command[Any]]) -> None:
    for check in (None, replace(CHECK, revision=2)):
        change = FINE[kind].take(subject=NOMINATED, caller=ORG, roll=replace(FROZEN, check=check))
        assert change.head.state in {State.RETURNED, State.PUSHED}


def test_what_time_itself_reports_is_late_by_nature() -> None:
    change = FINE[ReportList].take(command=ReportList(automatic=True), now=TOO_LATE)
    assert change.events[0].facts["automatic"]


def test_only_the_organiser_reopens_a_top_desks_list() -> None:
    top = replace(REPORTED, desk=DEPARTMENT)
    assert FINE[ReopenList].take(subject=top, caller=ORG).ranked.reported is False
    with pytest.raises(Forbidden):
        FINE[ReopenList].take(subject=top, caller=AT_CITY)


def test_what_the_organiser_returned_comes_again_to_it() -> None:
    returned = replace(PUSHED, state=State.RETURNED, desk=ORGANISER, came=(Hop(COUNTY, 1, 1),))
    change = FINE[Push].take(subject=returned, command=Push(ORGANISER))
    assert (change.head.state, change.head.desk) == (State.NOMINATED, ORGANISER)


@pytest.mark.parametrize("blank", ["", BLANK])
@pytest.mark.parametrize("command", [AskBack, Withdraw, Decline, Return, ReopenList])
def test_a_reason_is_required(command: Callable[[str], Command[Any]], blank: str) -> None:
    with pytest.raises(Invalid) as refused:
        FINE[type(command(blank))].take(command=command(blank))
    assert refused.value.details == {"errors": [{"pointer": "/reason", "code": "required", "params": {}}]}


@pytest.mark.parametrize("blank", ["", BLANK])
def test_an_opinion_is_required(blank: str) -> None:
    with pytest.raises(Invalid) as refused:
        FINE[Recommend].take(command=Recommend(1, blank))
    assert refused.value.details == {"errors": [{"pointer": "/opinion", "code": "required", "params": {}}]}


def test_filing_closes_when_the_desk_pushed_to_says_so() -> None:
    early = DeskSettings(COUNTY, filing_closes=NOW - timedelta(days=1))
    with pytest.raises(Closed) as refused:
        FINE[Push].take(settings={COUNTY: early})
    assert refused.value.details == {"which": "filing", "closed_at": NOW - timedelta(days=1)}
    assert FINE[Push].take(settings={DEPARTMENT: replace(early, desk=DEPARTMENT)}).head.desk == COUNTY
