"""Who is told of an evaluation, from the stream of its table: each once, and nothing that is not theirs to know."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Closed, NotFound, StepNotAllowed
from chalicelib.domain.evaluation.draw import Seats
from chalicelib.domain.evaluation.jury import Jury, JuryState, take
from chalicelib.domain.evaluation.panel import Assignment, Draw, PoolExpert, Review, ReviewState
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.history import append
from chalicelib.domain.messages import Kind
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.jobs import messages as job
from chalicelib.services.evaluation import draws, sealing
from chalicelib.services.evaluation import sheets as service
from chalicelib.services.evaluation.replacements import Departure, replace_expert
from chalicelib.services.messages import review_reminders, templates
from chalicelib.services.messages.review_reminders import RemindedExperts
from chalicelib.storage import juries, keys, sheets
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import event_items, packed
from tests.conftest import Place
from tests.factories import AUTHORITY, CALL, CLOSES, MARKS_CLOSE, TRACK, World, evaluated, world
from tests.services.evaluation.jury_room import assigned_jury
from tests.services.evaluation.ruled import TYPED, ruled
from tests.services.telling import Stream, enlisted, told

ID = JuryId(CALL, TRACK, "written")
MARK = "9.5"
EXPERTS = {"E001": ("zhao", "qilu"), "E002": ("qian", "other"), "E003": ("sun", None)}
OF_EVALUATION = {Kind.JURY_STEP, Kind.SECOND_PERSON, Kind.EXPERT_DECLINED, Kind.REVIEWS_OPENED, Kind.SHEET_REOPENED}
SEASON = Caller("a-season", Role.ORGANISER, AUTHORITY)


def expert(here: World, label: str) -> SignedIn:
    name, agency = EXPERTS[label]
    return here.expert(name, agency)


def second(here: World) -> SignedIn:
    return here.organiser(id="a-second", login="second")


@pytest.fixture
def here(table_moto: Place) -> World:
    agencies = [{"code": code, "names": {"zh": code}} for code in ("qilu", "other")]
    made = world(table_moto, **evaluated(agencies=agencies))
    made.clock.now = MARKS_CLOSE - timedelta(days=10)
    enlisted(made, *(expert(made, label) for label in EXPERTS))
    enlisted(made, made.organiser(), second(made), made.agency(), made.agency("other"), made.agency("elsewhere"))
    enlisted(made, made.observer(), made.applicant())
    return made


@pytest.fixture
def stream(here: World, table_moto: Place) -> Stream:
    made = Stream(here, table_moto)
    made.flow()
    return made


def seat(here: World, reviews: Mapping[str, tuple[ReviewState, ...]], state: JuryState = JuryState.OPEN) -> None:
    """A jury, its pool, and who reads what, written as they are."""
    at = here.clock() - timedelta(minutes=1) if state is JuryState.OPEN else None
    jury = replace(Jury(*ID, roll=2, v=1), state=state, opened_at=at)
    here.tools.table.write([Put(packed(keys.jury(*ID), jury, v=jury.v))])
    pool = tuple(
        PoolExpert(label, expert(here, label).account.id, "it", "b", "c", 60, agency)
        for label, (_, agency) in EXPERTS.items()
    )
    here.tools.table.write([juries.put_draw(Draw(*ID, pool, Seats({}, 3), secret=MARK))])
    for label, states in reviews.items():
        reader = ReaderId(*ID, expert(here, label).account.id)
        read = tuple(Review(f"e{n}", 1, state) for n, state in enumerate(states, 1))
        here.tools.table.write([juries.put_assignment(Assignment(*reader, label, read))])
        sheet = Sheet("e1", reader.expert, Marks({"effect": MARK}, comment="意见"), v=1)
        here.tools.table.write([sheets.put_sheet(reader, sheet)])


def step(here: World, name: str, caller: Caller = SEASON, **figures: Any) -> None:
    jury = fetch(here.tools.table, juries.jury(ID))
    after, event = take(jury, name, caller, here.clock(), figures)
    changes = {"opened_at": here.clock()} if name == "open" else {}
    here.tools.table.write(juries.put_step(replace(after, **changes), event))


def everybody(here: World) -> dict[str, SignedIn]:
    return {
        "organiser": here.organiser(),
        "second": second(here),
        "agency": here.agency(),
        "other agency": here.agency("other"),
        "agency elsewhere": here.agency("elsewhere"),
        "observer": here.observer(),
        "applicant": here.applicant(),
        **{label: expert(here, label) for label in EXPERTS},
    }


def heard(here: World) -> dict[str, list[str]]:
    """What everybody was told, and who was told nothing is left out."""
    kinds = {name: [m.kind.value for m in told(here, who)] for name, who in everybody(here).items()}
    return {name: its for name, its in kinds.items() if its}


def test_opening_is_told_to_each_expert_with_something_to_mark_and_to_watchers(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("assigned", "assigned"), "E002": ("assigned",), "E003": ()}, JuryState.ASSIGNED)
    step(here, "open", here.organiser().caller, experts=3, reviews=3)
    stream.flow()
    step_of = "jury_step"
    assert heard(here) == {
        "agency": [step_of],
        "other agency": [step_of],
        "observer": [step_of],
        "E001": ["reviews_opened"],
        "E002": ["reviews_opened"],
    }
    [message] = told(here, expert(here, "E001"))
    assert (message.n, message.until, message.stage) == (2, MARKS_CLOSE, "written")


def test_an_agency_is_told_of_a_decline_of_its_own_expert_alone(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("assigned",), "E002": ("assigned",)})
    step(here, "decline", expert(here, "E001").caller, expert="E001", entry="e1", ground="interest")
    stream.flow()
    declined = "expert_declined"
    assert heard(here) == {"organiser": [declined], "second": [declined], "agency": [declined]}
    [message] = told(here, here.organiser())
    assert (message.name, message.submission) == ("E001", "")


def test_a_replacement_is_told_to_who_leaves_and_to_who_comes(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("assigned",), "E002": ("assigned",)})
    step(here, "replace", here.organiser().caller, **{"from": "E001", "to": ["E003"], "moved": 2})
    stream.flow()
    assert heard(here) == {"E001": ["relieved"], "E003": ["reviews_added"]}
    assert told(here, expert(here, "E003"))[0].n == 2


def test_a_handed_review_and_a_reopened_sheet_are_told_to_their_experts(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("assigned",), "E002": ("submitted",)})
    step(here, "reassign", here.organiser().caller, **{"entry": "e1", "from": "E001", "to": "E003"})
    step(here, "reopen_sheet", here.organiser().caller, expert="E002", entry="e1")
    stream.flow()
    assert heard(here) == {"E001": ["reviews_moved"], "E002": ["sheet_reopened"], "E003": ["reviews_added"]}
    assert told(here, expert(here, "E002"))[0].name == "e1"


def test_what_an_expert_does_to_a_sheet_is_told_to_nobody(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("assigned",)})
    reader = ReaderId(*ID, expert(here, "E001").account.id)
    event = append(reader.subject, (0, ""), "submit_sheet", reader.expert, here.clock(), {"entry": "e1"}, {})
    here.tools.table.write([Put(item) for item in event_items(event)])
    stream.flow()
    assert heard(here) == {}


def test_sealing_and_tally_are_told_without_any_figure(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("submitted",)})
    step(here, "seal_marks", here.organiser().caller, round=1, sheets=95, short=0)
    step(here, "tally", here.organiser().caller, run=1, rows=MARK)
    stream.flow()
    assert heard(here) == {name: ["jury_step", "jury_step"] for name in ("agency", "other agency", "observer")}
    for message in told(here, here.observer()):
        assert (message.n, message.name, message.until) == (1, "", None)
        assert MARK not in str(message)


def test_records_that_come_twice_tell_nothing_twice(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("assigned",)}, JuryState.ASSIGNED)
    step(here, "open", here.organiser().caller)
    stream.flow()
    before = heard(here)
    stream.hand_over(stream.handed)
    assert heard(here) == before


def test_who_is_disabled_or_did_it_is_not_told(here: World, stream: Stream) -> None:
    seat(here, {}, JuryState.DRAWN)
    observer = here.observer()
    enlisted(here, replace(observer, account=replace(observer.account, disabled=True)))
    step(here, "assign", here.agency().caller)
    stream.flow()
    assert heard(here) == {"other agency": ["jury_step"]}


def test_a_proposal_is_told_to_the_other_organisers_and_nothing_of_it(here: World, stream: Stream) -> None:
    about, first = f"{TRACK}/written", here.organiser().account.id
    values = {"reason": "秘密的理由"}
    proposal = Proposal(CALL, "seal_marks", about, "digest", first, here.clock(), values)
    here.tools.table.write([juries.put_proposal(proposal, None)])
    stream.flow()
    assert heard(here) == {"second": ["second_person"]}
    assert "秘密的理由" not in str(told(here, second(here)))
    assert told(here, second(here))[0].step == "seal_marks"
    here.tools.table.write([juries.end_proposal(proposal)])
    stream.flow()
    assert heard(here) == {"second": ["second_person"]}


def test_a_draw_that_waits_is_told_to_agencies_too(here: World, stream: Stream) -> None:
    proposal = Proposal(CALL, "reveal_draw", f"{TRACK}/written", "d", here.agency().account.id, here.clock())
    here.tools.table.write([juries.put_proposal(proposal, None)])
    stream.flow()
    waits = "second_person"
    assert heard(here) == {"organiser": [waits], "second": [waits], "other agency": [waits]}


def test_experts_with_something_to_mark_are_warned_three_days_before_and_on_the_last_day(here: World) -> None:
    seat(here, {"E001": ("assigned", "submitted"), "E002": ("submitted",)})
    counts = []
    for before in (timedelta(days=4), timedelta(days=2), timedelta(days=1.5), timedelta(hours=5), -timedelta(hours=1)):
        here.clock.now = MARKS_CLOSE - before
        job.tick(here.wiring, here.clock())
        job.tick(here.wiring, here.clock())
        counts.append(len(told(here, expert(here, "E001"))))
    assert counts == [0, 1, 1, 2, 2]
    assert heard(here) == {"E001": ["reviews_closing", "reviews_closing"]}
    assert told(here, expert(here, "E001"))[0].n == 1


def test_marks_that_open_late_are_still_warned_of(here: World) -> None:
    seat(here, {"E001": ("assigned",)}, JuryState.ASSIGNED)
    here.clock.now = MARKS_CLOSE - timedelta(days=2)
    job.tick(here.wiring, here.clock())
    assert heard(here) == {}
    step(here, "open", here.organiser().caller)
    job.tick(here.wiring, here.clock())
    assert heard(here) == {"E001": ["reviews_closing"]}


def test_a_jury_that_is_played_through_tells_of_no_mark_title_unit_or_name(here: World, stream: Stream) -> None:
    here.clock.now = CLOSES - timedelta(days=1)
    room = assigned_jury(here)
    here.clock.now = MARKS_CLOSE - timedelta(days=10)
    pool = tuple(
        PoolExpert(label, who.account.id, "it", "b", "c", 60, who.account.agency) for label, who in room.experts.items()
    )
    here.tools.table.write([juries.put_draw(Draw(*ID, pool, Seats({}, 2), secret=MARK))])
    first, other = room.entries
    room.open()
    room.submit("E001", first, effect=MARK)
    service.reopen(here.change(room.organiser), room.reader("E001"), first, "秘密的理由")
    room.submit("E001", first, effect=MARK)
    service.decline(here.change(room.experts["E002"]), ID, other, "not_my_field", "秘密的理由")
    sealing.seal(here.change(room.organiser), ID, room.progress().digest, "人手不足")
    stream.flow()
    sealing.confirm_seal(here.change(room.second), ID, room.progress().digest)
    stream.flow()
    people = {**everybody(here), "second": room.second, **room.experts}
    kinds = {name: sorted(m.kind.value for m in told(here, who)) for name, who in people.items()}
    assert kinds["E001"] == ["reviews_opened", "sheet_reopened"]
    assert kinds["E002"] == ["reviews_opened"]
    assert kinds["organiser"] == ["expert_declined"]
    assert kinds["second"] == ["expert_declined", "second_person"]
    steps = [m.step for m in reversed(told(here, here.observer()))]
    assert sorted(steps) == ["assign", "fix_rules", "name_jury", "open", "seal_marks"]
    assert kinds["other agency"] == kinds["observer"] == ["jury_step"] * 5
    assert kinds["agency"] == ["expert_declined", *kinds["observer"]]
    call = here.tools.calls.latest(CALL)
    told_of = [(name, m) for name, who in people.items() for m in told(here, who) if m.kind in OF_EVALUATION]
    for name, message in told_of:
        texts = [templates.line(call, message, language) for language in ("zh", "en")]
        shown = str([message.name, message.n, texts])
        secret = (MARK, "8.5", "智慧供热", "泰山区热力公司", "秘密的理由", "数据不可比", "人手不足")
        assert not [word for word in secret if word in shown], (name, message)
        assert name in {"organiser", "second", "agency"} or "E00" not in shown


def test_a_draw_that_is_played_through_tells_who_comes_and_who_leaves(table_moto: Place) -> None:
    season = ruled(table_moto)
    here = season.world
    agency, observer = here.agency(), here.observer()
    enlisted(here, here.organiser(), season.colleague(), agency, observer)
    stream = Stream(here, table_moto)
    stream.flow()
    season.commit()
    here.clock.move(days=3)
    draws.reveal(here.change(here.organiser()), ID, TYPED)
    stream.flow()
    assert [(m.kind, m.step) for m in told(here, season.colleague())] == [(Kind.SECOND_PERSON, "reveal_draw")]
    draws.reveal(here.change(season.colleague()), ID, TYPED)
    season.assign()
    season.open()
    stream.flow()
    assert {m.step for m in told(here, observer)} == {"fix_rules", "commit_draw", "reveal_draw", "assign", "open"}
    assert {m.kind for m in told(here, agency)} == {Kind.SECOND_PERSON, Kind.JURY_STEP}
    out = season.public().seated[0]
    here.clock.move(hours=1)
    view = replace_expert(here.change(here.organiser()), ID, Departure(out, "declined"))
    stream.flow()
    people = {label: who for who in season.members if (label := season.draw().label_of(who.account.id))}
    assert told(here, people[out])[0].kind is Kind.RELIEVED
    newest = told(here, people[view.takes[0]])[0]
    assert (newest.kind, newest.n) == (Kind.REVIEWS_ADDED, len(view.moved))
    assert [m.kind for m in told(here, agency)].count(Kind.EXPERT_DECLINED) == 0


def remind(here: World, who: SignedIn) -> RemindedExperts:
    return review_reminders.remind(here.change(who), ID)


def test_an_office_reminds_those_who_have_still_to_mark_once_a_day(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("assigned",), "E002": ("started", "submitted"), "E003": ("submitted",)})
    assert remind(here, here.organiser()) == RemindedExperts(("E001", "E002"), ())
    stream.flow()
    assert heard(here) == {"E001": ["review_reminder"], "E002": ["review_reminder"]}
    assert remind(here, here.agency()) == RemindedExperts((), ("E001",))
    stream.flow()
    here.clock.move(days=1)
    assert remind(here, here.agency()) == RemindedExperts(("E001",), ())
    stream.flow()
    stream.hand_over(stream.handed)
    assert [len(told(here, expert(here, label))) for label in EXPERTS] == [2, 1, 0]
    [newest, _] = told(here, expert(here, "E001"))
    assert (newest.kind, newest.n, newest.until) == (Kind.REVIEW_REMINDER, 1, MARKS_CLOSE)


def test_the_same_reminder_again_gets_the_first_answer(here: World, stream: Stream) -> None:
    seat(here, {"E001": ("assigned",)})
    who, repeat = here.organiser(), here.request(here.organiser())
    first = review_reminders.remind(here.act(who, repeat), ID)
    stream.flow()
    assert review_reminders.remind(here.act(who, repeat), ID) == first


def test_nobody_is_reminded_but_while_marks_are_open(here: World) -> None:
    seat(here, {"E001": ("assigned",)}, JuryState.ASSIGNED)
    with pytest.raises(StepNotAllowed):
        remind(here, here.organiser())


def test_nobody_is_reminded_of_what_is_over_or_by_another_authority(here: World) -> None:
    seat(here, {"E001": ("assigned",)})
    with pytest.raises(NotFound):
        remind(here, here.organiser(authority="elsewhere", id="a-away"))
    here.clock.now = MARKS_CLOSE + timedelta(hours=1)
    with pytest.raises(Closed):
        remind(here, here.organiser())
