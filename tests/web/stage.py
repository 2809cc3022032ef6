"""A season with something in every state, and everybody who might come: what the table of access is played on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.evaluation.ballots import Votes
from chalicelib.domain.evaluation.recusals import Requested
from chalicelib.domain.messages import Kind, Message
from chalicelib.domain.publication.notices import NoticeRow, PublicNotice, rows_digest
from chalicelib.domain.publication.objections import DeskAnswer, Objection, ObjectionState, Objector
from chalicelib.domain.publication.working_days import CountedDays
from chalicelib.domain.states import ORGANISER, Outcome, State
from chalicelib.domain.subjects import JuryId, ListId
from chalicelib.domain.submission import Card, File, Head, Hop, short_id
from chalicelib.services.evaluation import ballots, recusals, rolls, selections, tallies
from chalicelib.services.evaluation.rolls import Checked
from chalicelib.services.lists import scans
from chalicelib.services.messages import notifications
from chalicelib.services.publication.objections import id_of
from chalicelib.services.submissions import attachments, links
from chalicelib.storage import counters, notices, objections, submissions
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import head_item
from tests.factories import (
    CALL,
    CITY,
    COUNTY,
    DEPARTMENT,
    OTHER_COUNTY,
    TRACK,
    Place,
    World,
    call,
    evaluated,
    world,
)
from tests.services.evaluation.jury_room import JURY, JuryRoom, assigned_to
from tests.services.evaluation.marked import sealed

ROLLED = "rolled"
"""The track whose roll is to be frozen."""
NEXT = "final"
"""The stage whose jury is not open yet."""
UP = "solution"
"""The track whose list the county has reported."""

UNIT = "91370900MA3C0AAA03"
PDF = b"%PDF-1.7 a proof"
MAIL = {"channels": ["mail"]}
ELSEWHERE = {"id": "else-2021", "authority": {"id": "elsewhere", "names": {"zh": "别处"}}, "messages": MAIL}
"""A call of another authority; its desks have the very same codes."""


@dataclass
class Stage:
    """`people` by the names of the table's columns, `entries` by those of its rows; `ids` of other things."""

    world: World
    people: dict[str, SignedIn] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str | None] = field(default_factory=dict)


def stage(table: Place, bucket: Place) -> Stage:
    """The season, played up to where every route has something to do."""
    here = Stage(world(table, bucket, **_judged(), withdrawal=True, messages=MAIL))
    here.world.tools.calls.publish(call(**ELSEWHERE))
    _judge_elsewhere(here.world)
    here.people = _people(here.world)
    here.cookies = {name: here.world.cookie(who) for name, who in here.people.items()} | {"nobody": None}
    here.entries = _entries(here.world)
    here.ids = _things(here)
    _judge(here)
    _count(here.world, here.entries.values())
    return here


def _judged() -> dict[str, Any]:
    """Three tracks that are evaluated, the first at two stages."""
    made = evaluated()
    [track] = made["tracks"]
    stages = [*track["stages"], {**track["stages"][0], "id": NEXT}]
    others = [{**track, "id": id} for id in (UP, ROLLED)]
    return {**made, "tracks": [{**track, "stages": stages}, *others]}


def _judge(here: Stage) -> None:
    """One jury that marks, and one that waits to be opened; both read the pushed entry."""
    entries, experts = [short_id(here.entries["pushed"])], {"E001": here.people["expert"]}
    assigned_to(JuryRoom(here.world, JURY._replace(stage=NEXT), entries, experts), ["E001"])
    room = assigned_to(JuryRoom(here.world, JURY, entries, experts), ["E001"])
    room.open()
    room.submit("E001", room.entries[0])
    here.ids["expert"] = room.account("E001")


HEARD = {
    "by": ["person", "organisation"],
    "grounds": [{"id": "untrue", "names": {"zh": "材料不实"}, "answers": "desk", "corrects": False}],
    "evidence": {"min": 0, "max": 2, "megabytes": 1, "kinds": ["pdf"]},
    "answer_days": 5,
    "rule_days": 15,
}
JUDGED = "judged-2021"
"""A call of the same authority whose marks are sealed, tallied, and whose selection waits for its second person."""


def judged() -> JuryId:
    return JuryId(JUDGED, TRACK, "written")


def _judge_elsewhere(here: World) -> None:
    declared = evaluated()
    declared["tracks"][0]["stages"][0]["ballot"] = {"quorum": "1/2", "passes": "1/2"}
    notice = {"days": 5, "count": "working", "holidays": [], "workdays": [], "shows": [], "objections": HEARD}
    results = {"numbers": "{track}-{n:02}", "codes": {}, "people": {}}
    here.tools.calls.publish(call(**{**declared, "id": JUDGED, "public_notice": notice, "results": results}))
    marks = {"aa": ("9", "4"), "bb": ("8", "8"), "cc": ("7", "7.5")}
    sealed(here, {entry: {"E001": (one,) * 2, "E002": (other,) * 2} for entry, (one, other) in marks.items()}, judged())
    mate = here.organiser(id="a-mate", login="organiser-mate")
    tallies.start(here.change(mate), judged())
    protocol = _protocol(here, mate)
    ballots.enter(here.change(mate), judged(), 2, {entry: Votes(2, 0, 0) for entry in marks}, protocol)
    digest = selections.read(here.act(mate), judged()).digest
    selections.propose_it(here.change(mate), judged(), digest)
    _object(here)


OBJECTED = {"filed": "filed000", "taken": "taken000"}
"""The code of an objection that was filed, and of one that was taken and answered."""


def _object(here: World) -> None:
    """An open notice of one entry, with two objections to it."""
    now, zone = here.clock.now, "Asia/Shanghai"
    row = NoticeRow(1, TRACK, "aa", 1, "已公示")
    lasts = CountedDays(5)
    closes = lasts.closes_at(now, zone)
    mate = "a-mate"
    notice = PublicNotice(JUDGED, 1, (TRACK,), 1, now, closes, 1, rows_digest([row]), mate, mate, now)
    head = Head(
        judged().submission("aa"),
        JUDGED,
        TRACK,
        here.applicant().account.id,
        State.NOMINATED,
        ORGANISER,
        Card("已公示", "某单位"),
        came=(Hop(COUNTY, 1, 1),),
        outcome=Outcome.NOTICED,
        revision=1,
        objections=1,
        created_at=now,
        updated_at=now,
        pushed_at=now,
        v=1,
    )
    here.tools.table.write([notices.put_notice(notice), *notices.put_rows(notice, [row]), Put(head_item(head))])
    for state, code in OBJECTED.items():
        file = File("f1", "evidence", "证据.pdf", len(PDF), "pdf", "application/pdf", "0" * 64, f"kept/{code}", now)
        objection = Objection(
            id=id_of(code),
            call=JUDGED,
            notice=1,
            row=1,
            submission=head.id,
            by="person",
            ground="untrue",
            statement="成效数据与公开年报所载不符。",
            desk=COUNTY,
            begun_at=now,
            state=ObjectionState(state),
            files=(file,),
            filed_at=now,
            decided_at=now if state == "taken" else None,
            answer=DeskAnswer("已核对。", COUNTY, now) if state == "taken" else None,
        )
        objector = Objector("赵秘名", "13900007777", address="某市某路七号")
        here.tools.table.write(
            [objections.put_objection(objection), objections.put_objector(JUDGED, objection.id, objector)]
        )


def _protocol(here: World, who: SignedIn) -> str:
    ticket = ballots.begin_scan(here.act(who), judged(), "表决票.pdf", len(PDF))
    here.tools.objects.put(f"incoming/{judged().subject}/{ticket.id}", PDF, "application/pdf")
    return ticket.id


def _people(here: World) -> dict[str, SignedIn]:
    away: dict[str, Any] = {"authority": "elsewhere", "call": "else-2021"}
    return {
        "owner": here.applicant("applicant"),
        "other": here.applicant("neighbour"),
        "own": here.recommender(COUNTY),
        "mate": here.recommender(COUNTY, "mate"),
        "above": here.recommender(CITY),
        "beside": here.recommender(OTHER_COUNTY),
        "dept": here.recommender(DEPARTMENT),
        "org": here.organiser(),
        "own2": here.recommender(COUNTY, "away", **away),
        "org2": here.organiser(id="a-organiser-away", login="organiser-away", **away),
        "old": here.recommender(COUNTY, "unused", must_change=True),
        "out": here.recommender(COUNTY, "shut", disabled=True),
        "agency": here.agency(),
        "expert": here.expert(),
        "observer": here.observer(),
    }


def _entries(here: World) -> dict[str, str]:
    owner, county, city = here.applicant(), here.recommender(COUNTY), here.recommender(CITY)
    made = {
        "draft": here.draft(owner, "草稿"),
        "pushed": here.pushed("待办"),
        "listed": here.recommended(COUNTY, "已推荐"),
        "declined": here.pushed("不予推荐"),
        "returned": here.pushed("已退回"),
        "up": here.recommended(COUNTY, "已上报", UP),
        "kept": here.pushed("别的类别", track=UP),
        "nominated": here.recommended(DEPARTMENT, "已提名"),
        "rolled": here.recommended(DEPARTMENT, "待审查", ROLLED),
        "correcting": here.recommended(DEPARTMENT, "补正中", UP),
        "admitted": here.recommended(DEPARTMENT, "已受理", UP),
        "far": here.pushed("在厅局", DEPARTMENT, track=UP),
        "city": here.pushed("直报市级", CITY),
        "linkable": here.draft(here.applicant("neighbour"), "同单位的", uscc=UNIT),
        "asked": here.draft(owner, "请求关联的", uscc=UNIT),
        "unwanted": here.pushed("请回避的"),
    }
    here.take(here.applicant("neighbour"), made["linkable"], "push", desk=CITY)
    here.take(owner, made["asked"], "push", desk=CITY)
    here.take(county, made["declined"], "decline", reason="重复")
    here.take(county, made["returned"], "return", reason="请补充", asks={"served": "口径"})
    recusals.ask(here.change(owner), made["unwanted"], [Requested("周教授", reason="同业")])
    here.report(COUNTY, UP)
    here.report(DEPARTMENT)
    here.report(DEPARTMENT, UP)
    here.report(DEPARTMENT, ROLLED)
    _evaluate(here, made)
    here.take(city, made["city"], "recommend", rank=1, opinion="好")
    return made


def _evaluate(here: World, made: Mapping[str, str]) -> None:
    """One entry checked, one to be corrected, one admitted: as what follows a roll writes it."""
    organiser, jury = here.organiser(), JuryId(CALL, ROLLED, "written")
    checked = Checked(short_id(made["rolled"]), 1)
    rolls.check(here.change(organiser), jury, [checked], "admit", "")
    here.take(organiser, made["correcting"], "ask_correction", reason="数字不一致", asks={"served": "口径"})
    head = here.head(made["admitted"])
    here.tools.table.write([submissions.put_head(replace(head, outcome=Outcome.ADMITTED, v=head.v + 1), "admit")])


def _count(w: World, entries: Iterable[str]) -> None:
    """The counters, as the stream keeps them."""
    for entry in entries:
        after = counters.contributions(w.head(entry))
        counters.count(w.tools.table, CALL, entry, counters.contributions(None), after, w.clock.now)


def _things(here: Stage) -> dict[str, str]:
    w, owner = here.world, here.people["owner"]
    things = {
        name: here.people[name].account.id for name in (*("owner", "other", "own", "mate", "org", "own2"), "expert")
    }
    things["file"] = _attached(w, owner, here.entries["draft"])
    things["arriving"] = _arriving(w, owner, here.entries["draft"])
    again = w.draft(owner, "有附件")
    things["frozen"] = _attached(w, owner, again)
    w.take(owner, again, "push", desk=COUNTY)
    here.entries["proven"] = again
    things["linking"] = w.draft(owner, "要关联的", uscc=UNIT)
    things["asking"] = w.draft(here.people["other"], "请求的", uscc=UNIT)
    links.ask(w.change(here.people["other"]), here.entries["asked"], things["asking"])
    county, place = here.people["own"].caller, ListId(CALL, COUNTY, UP)
    scan = scans.begin(w.act(county), place, 1, "盖章.pdf", len(PDF))
    w.tools.objects.put(f"incoming/{'/'.join(place)}/{scan.id}", PDF, "application/pdf")
    things["scan"] = scan.id
    other = scans.begin(w.act(county), place, 1, "盖章.pdf", len(PDF))
    w.tools.objects.put(f"incoming/{'/'.join(place)}/{other.id}", PDF, "application/pdf")
    scans.keep(w.act(county), place, 1, other.id)
    things["message"] = "20211025T000000-a"
    told = Message(things["message"], Kind.RETURNED, CALL, w.clock())
    notifications.write_once(w.tools, owner.account.id, told)
    number = w.head(here.entries["pushed"]).filing_no
    assert number
    return {**things, "number": number}


def _arriving(w: World, owner: SignedIn, entry: str) -> str:
    ticket = attachments.begin(w.act(owner), entry, "proof", "证明.pdf", len(PDF))
    w.tools.objects.put(f"incoming/{entry}/{ticket.id}", PDF, "application/pdf")
    return ticket.id


def _attached(w: World, owner: SignedIn, entry: str) -> str:
    arriving = _arriving(w, owner, entry)
    attachments.complete(w.change(owner), entry, arriving)
    return arriving


Snapshot = dict[tuple[str, str], Mapping[str, Any]]


def photographed(table: Place, without: str = "") -> Snapshot:
    """Every item of the table, but counts of failures, and those whose keys have the word `without` in them."""
    scan: dict[str, Any] = {"TableName": table.name}
    if without:
        scan |= {"FilterExpression": "NOT contains(pk, :word) AND NOT contains(sk, :word)"}
        scan |= {"ExpressionAttributeValues": {":word": {"S": without}}}
    pages: Iterator[Any] = table.client.get_paginator("scan").paginate(**scan)
    found = {(i["pk"]["S"], i["sk"]["S"]): i for page in pages for i in page["Items"]}
    return {key: item for key, item in found.items() if key[1] != "THROTTLE"}


def put_back(table: Place, before: Snapshot, without: str = "") -> None:
    """The table as it was."""
    now = photographed(table, without)
    for pk, sk in now.keys() - before.keys():
        table.client.delete_item(TableName=table.name, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    for key, item in before.items():
        if now.get(key) != item:
            table.client.put_item(TableName=table.name, Item=item)
