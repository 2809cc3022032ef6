"""What a hostile eye looks for: things that a right request of the wrong person might tell or do."""

import base64
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.services.follow_ups import applicant_overviews
from chalicelib.storage import counters, keys
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Update
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, TRACK, World, complete
from tests.web.people import Browser

Browsers = Callable[[SignedIn], Browser]
UNIT = "91370900MA3C0AAA03"


def filed(here: World, who: SignedIn, name: str, desk: str = COUNTY, **answers: Any) -> str:
    made = here.draft(who, name, **answers)
    here.take(who, made, "push", desk=desk)
    return made


def test_an_owner_cannot_tell_a_declined_entry_from_one_that_lies_undecided(here: World, browser: Browsers) -> None:
    owner = here.applicant()
    left, declined = here.pushed("甲项目"), here.pushed("乙项目")
    page = browser(owner)
    before = page.get(f"/submissions/{declined}").body
    here.clock.move(hours=1)
    here.take(here.recommender(COUNTY), declined, "decline", reason="重复")
    assert page.get(f"/submissions/{declined}").body == before
    listed = {h["id"]: h for h in page.get("/submissions").body["items"]}
    assert listed[declined]["state"] == listed[left]["state"]
    assert "decline" not in json.dumps(page.get(f"/submissions/{declined}/history").body)
    refused = page.send("DELETE", f"/submissions/{declined}")
    assert (refused.status, refused.body["state"]) == (409, "pushed")
    refused = page.send("POST", f"/submissions/{declined}/attachments", {"field": "proof", "name": "a.pdf", "size": 9})
    assert (refused.status, refused.body["state"]) == (409, "pushed")
    assert page.send("POST", f"/submissions/{declined}/ask-back", {"reason": "写错了"}).status == 200
    assert "decline" not in json.dumps(page.get(f"/submissions/{declined}/history").body)
    assert here.head(declined).asked_back_at


DECIDING: list[list[dict[str, Any]]] = [
    [{"step": "recommend", "rank": 1, "opinion": "市里认为好"}],
    [{"step": "recommend", "rank": 1, "opinion": "市里认为好"}, {"step": "take_back"}],
    [{"step": "decline", "reason": "市里认为重复"}],
]


@pytest.mark.parametrize("decisions", DECIDING, ids=["recommended", "taken back", "declined"])
def test_neither_its_owner_nor_the_desk_below_can_tell_what_the_desk_above_decides_before_it_reports(
    here: World, browser: Browsers, decisions: list[dict[str, Any]]
) -> None:
    owner, county, city = here.applicant(), here.recommender(COUNTY), here.recommender(CITY)
    pages = {who.account.id: browser(who) for who in (owner, county, city)}
    entry = here.recommended()
    here.report(COUNTY)
    listed = f"/calls/{CALL}/desks/{COUNTY}"
    paths = {
        owner.account.id: ("", f"/{entry}", f"/{entry}/history"),
        county.account.id: (f"/{entry}", f"/{entry}/history"),
    }
    of_desk = (f"{listed}/lists/{TRACK}", f"{listed}/applicants", f"{listed}/statistics")

    def seen() -> list[tuple[int, Any]]:
        settle(here, entry)
        asked = [(who, f"/submissions{path}") for who in (owner, county) for path in paths[who.account.id]]
        asked += [(county, path) for path in of_desk]
        answers = [pages[who.account.id].get(path) for who, path in asked]
        return [(answer.status, answer.body) for answer in answers]

    before = seen()
    assert {status for status, _ in before} == {200}
    for decision in decisions:
        here.clock.move(hours=1)
        here.take(city, entry, **decision)
        assert seen() == before
    assert "市里认为" in pages[city.account.id].get(f"/submissions/{entry}/history").text
    assert "市里认为" in browser(here.organiser()).get(f"/submissions/{entry}/history").text


def settle(here: World, entry: str) -> None:
    """What the stream would have brought of an entry as it stands."""
    head = here.head(entry)
    applicant_overviews.update(here.tools, entry, head.owner)
    after = counters.contributions(head)
    counters.count(here.tools.table, CALL, f"{entry}-{head.v}", Counter(), after, here.clock.now)
    for scope in (CALL, f"{CALL}~{head.area}"):
        for (desk, track), found in fetch(here.tools.table, counters.all_of(scope)).items():
            sets = {what: after[(desk, track, what)] for what in found}
            here.tools.table.write([Update(keys.counter(scope, desk, track), sets=sets)])


@pytest.mark.parametrize("decision", [DECIDING[0][0], DECIDING[2][0]], ids=["recommended", "declined"])
def test_with_the_report_the_desk_below_learns_what_was_decided(
    here: World, browser: Browsers, decision: dict[str, Any]
) -> None:
    entry = here.recommended()
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, **decision)
    here.report(CITY)
    page = browser(here.recommender(COUNTY))
    shown = page.get(f"/submissions/{entry}").body
    history = page.get(f"/submissions/{entry}/history").body["items"]
    if decision["step"] == "recommend":
        assert shown["head"]["came"] == [{"desk": d, "rank": 1, "of": 1} for d in (COUNTY, CITY)]
        assert [o["text"] for o in shown["opinions"]] == ["好", "市里认为好"]
        assert [e["step"] for e in history[-2:]] == ["recommend", "report"]
    else:
        assert (shown["head"]["state"], shown["declined"]) == ("declined", "市里认为重复")
        assert [e["step"] for e in history[-1:]] == ["decline"]


def test_what_the_desk_above_returns_is_told_at_once_but_not_what_it_had_decided(
    here: World, browser: Browsers
) -> None:
    entry, city = here.recommended(), here.recommender(CITY)
    here.report(COUNTY)
    here.take(city, entry, "recommend", rank=1, opinion="市里认为好")
    here.take(city, entry, "return", reason="请补充")
    for who in (here.applicant(), here.recommender(COUNTY)):
        page = browser(who)
        assert page.get(f"/submissions/{entry}").body["head"]["state"] == "returned"
        history = page.get(f"/submissions/{entry}/history")
        assert [e["step"] for e in history.body["items"][-2:]] == ["report", "return"]
        assert "recommended" not in json.dumps(history.body["items"][-1])
        assert "市里认为" not in history.text + page.get(f"/submissions/{entry}").text


def test_an_owner_reads_the_reason_of_a_decline_after_the_report_also_when_it_had_asked_back(
    here: World, browser: Browsers
) -> None:
    entry, owner = here.pushed(), here.applicant()
    here.take(here.recommender(COUNTY), entry, "decline", reason="与上年重复")
    here.take(owner, entry, "ask_back", reason="写错了")
    here.report(COUNTY)
    shown = browser(owner).get(f"/submissions/{entry}").body
    assert (shown["head"]["state"], shown["declined"]) == ("declined", "与上年重复")


def test_ranks_and_opinions_are_not_in_anything_an_owner_reads(here: World, browser: Browsers) -> None:
    entry, page = here.recommended(), browser(here.applicant())
    here.report(COUNTY)
    for path in ("", f"/{entry}", f"/{entry}/history"):
        told = page.get(f"/submissions{path}").text
        assert '"rank":1' not in told
        assert "好" not in told


def test_a_desk_that_only_oversees_sees_how_far_a_returned_entry_is_and_not_what_is_in_it(
    here: World, browser: Browsers
) -> None:
    owner = here.applicant()
    browser(owner)
    entry = filed(here, owner, "送厅局的项目", DEPARTMENT)
    here.take(here.recommender(DEPARTMENT), entry, "return", reason="请补充")
    applicant_overviews.update(here.tools, entry, owner.account.id)
    answer = browser(here.recommender(COUNTY)).get(f"/calls/{CALL}/desks/{COUNTY}/applicants")
    seen = answer.body["items"][0]["submissions"][0]
    assert (seen["state"], seen["progress"]) == ("returned", 100)
    assert (seen["name"], seen["unit_name"], seen["facts"]) == ("", "", {})


def test_a_desk_sees_nothing_of_what_a_returned_entrys_owner_types(here: World, browser: Browsers) -> None:
    entry, owner = here.pushed("原来的名字"), here.applicant()
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充")
    here.save(owner, entry, {**complete("还没想好的名字"), "served": "77"})
    applicant_overviews.update(here.tools, entry, owner.account.id)
    page = browser(here.recommender(COUNTY))
    for path in (
        f"/submissions/{entry}",
        f"/submissions/{entry}/revisions/1",
        f"/calls/{CALL}/desks/{COUNTY}/submissions?track={TRACK}&state=returned",
        f"/calls/{CALL}/desks/{COUNTY}/applicants",
    ):
        answer = page.get(path)
        assert answer.status == 200
        assert "还没想好" not in answer.text
        assert '"77"' not in answer.text


def test_a_summary_table_shows_an_entry_returned_from_above_as_it_was_reported(here: World, browser: Browsers) -> None:
    entry, owner = here.recommended(name="原来的名字"), here.applicant()
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, "return", reason="请补充")
    here.save(owner, entry, complete("还没想好的名字"))
    shown = browser(here.recommender(COUNTY)).get(f"/calls/{CALL}/desks/{COUNTY}/lists/{TRACK}/reports/1")
    assert [row["name"] for row in shown.body["rows"]] == ["原来的名字"]


def test_a_desk_of_the_area_sees_that_its_units_filed_elsewhere_but_not_what_or_how_it_stands(
    here: World, browser: Browsers
) -> None:
    owner = here.applicant()
    browser(owner)
    entry = filed(here, owner, "给厅局的", DEPARTMENT)
    here.take(here.recommender(DEPARTMENT), entry, "decline", reason="重复")
    applicant_overviews.update(here.tools, entry, owner.account.id)
    answer = browser(here.recommender(COUNTY)).get(f"/calls/{CALL}/desks/{COUNTY}/applicants")
    assert "给厅局的" not in answer.text
    [row] = answer.body["items"]
    assert [h["state"] for h in row["submissions"]] == ["pushed"]


LINK_FIELDS = ("name", "state", "filing_no")


def links_of(page: Browser, submission: str) -> dict[str, dict[str, tuple[Any, ...]]]:
    """What the routes of links show of each entry: name, state, number."""
    paths = {"links": "links?field=related", "linked": "linked"}
    answers = {short: page.get(f"/submissions/{submission}/{path}").body for short, path in paths.items()}
    return {
        short: {i["id"]: tuple(i[k] for k in LINK_FIELDS) for i in body.get("items", ())}
        for short, body in answers.items()
    }


@pytest.mark.parametrize("then", ["pushed", "declined", "recommended", "returned", "nominated"])
def test_typing_another_units_credit_code_shows_that_an_entry_is_there_and_no_more(
    here: World, browser: Browsers, then: str
) -> None:
    there = here.applicant("there")
    here.draft(there, "未推送的", uscc=UNIT)
    pushed = filed(here, there, "推送了的", DEPARTMENT, uscc=UNIT)
    clerk = here.recommender(DEPARTMENT)
    if then == "declined":
        here.take(clerk, pushed, "decline", reason="重复")
    elif then == "returned":
        here.take(clerk, pushed, "return", reason="请补充")
    elif then in ("recommended", "nominated"):
        here.take(clerk, pushed, "recommend", rank=1, opinion="好")
    if then == "nominated":
        here.report(DEPARTMENT)
    mine = here.draft(here.applicant(), "我的", uscc=UNIT, related=[pushed])
    page, nothing = browser(here.applicant()), (None, None, None)
    assert links_of(page, mine) == {"links": {pushed: nothing}, "linked": {pushed: nothing}}
    checked = page.send("POST", f"/submissions/{mine}/check")
    assert [p for p in checked.body["problems"] if p["field"] == "related"] == []
    etag = here.etag(mine)
    assert page.send("POST", f"/submissions/{mine}/push", {"desk": COUNTY, "etag": etag}).status == 200
    for reader in (page, browser(here.recommender(COUNTY))):
        assert links_of(reader, mine)["linked"] == {pushed: nothing}


def test_once_its_owner_confirms_a_link_shows_name_and_whereabouts_but_no_decision(
    here: World, browser: Browsers
) -> None:
    there, owner = here.applicant("there"), here.applicant()
    entry = filed(here, there, "同单位的", DEPARTMENT, uscc=UNIT)
    here.take(here.recommender(DEPARTMENT), entry, "recommend", rank=1, opinion="好")
    here.report(DEPARTMENT)
    mine = here.draft(owner, "我的", uscc=UNIT, related=[entry])
    page, theirs = browser(owner), browser(there)
    for _ in range(2):
        assert page.send("POST", f"/submissions/{entry}/link-requests", {"linking": mine}).status == 204
    [asked] = theirs.get(f"/submissions/{entry}/link-requests").body["items"]
    assert (asked["linking"], asked["name"], asked["confirmed"]) == (mine, "我的", None)
    assert [m["kind"] for m in theirs.get("/messages").body["items"]] == ["link_request"]
    assert links_of(page, mine)["linked"] == {entry: (None, None, None)}

    def answer(confirmed: bool) -> None:
        place = f"/submissions/{entry}/link-requests/{mine}"
        assert theirs.send("PUT", place, {"confirmed": confirmed}).body["items"][0]["confirmed"] is confirmed

    answer(True)
    shown = ("同单位的", "pushed", None)
    assert links_of(page, mine) == {"links": {entry: shown}, "linked": {entry: shown}}
    here.take(owner, mine, "push", desk=COUNTY)
    clerk = browser(here.recommender(COUNTY))
    assert [i["name"] for i in clerk.get(f"/submissions/{mine}/linked").body["items"]] == ["同单位的"]
    answer(False)
    assert links_of(page, mine)["linked"] == {entry: (None, None, None)}


def test_a_confirmed_link_stands_for_no_other_submission(here: World, browser: Browsers) -> None:
    there, owner = here.applicant("there"), here.applicant()
    entry = filed(here, there, "同单位的", uscc=UNIT)
    mine, again = (here.draft(owner, name, uscc=UNIT, related=[entry]) for name in ("我的", "另一项"))
    page, theirs = browser(owner), browser(there)
    page.send("POST", f"/submissions/{entry}/link-requests", {"linking": mine})
    theirs.send("PUT", f"/submissions/{entry}/link-requests/{mine}", {"confirmed": True})
    assert links_of(page, mine)["linked"] == {entry: ("同单位的", "pushed", None)}
    assert links_of(page, again)["linked"] == {entry: (None, None, None)}


def test_nobody_asks_for_a_link_that_cannot_be(here: World, browser: Browsers) -> None:
    there, owner = here.applicant("there"), here.applicant()
    theirs, draft = filed(here, there, "同单位的", uscc=UNIT), here.draft(there, "草稿", uscc=UNIT)
    mine, own = here.draft(owner, "我的", uscc=UNIT), filed(here, owner, "自己的", uscc=UNIT)
    elsewhere, foreign = here.draft(owner, "别的单位", uscc="91370900MA3C0BBB0X"), filed(here, there, "无代码")
    page = browser(owner)
    for linked, linking in [(draft, mine), (own, mine), (foreign, mine), (theirs, elsewhere), (theirs, draft)]:
        assert page.send("POST", f"/submissions/{linked}/link-requests", {"linking": linking}).status == 404
    assert page.send("PUT", f"/submissions/{theirs}/link-requests/{mine}", {"confirmed": True}).status == 404
    assert browser(there).send("PUT", f"/submissions/{theirs}/link-requests/{mine}", {"confirmed": True}).status == 404


def test_a_linked_entry_shows_all_to_whoever_may_read_that_entry(here: World, browser: Browsers) -> None:
    owner, there = here.applicant(), here.applicant("there")
    county, far = (
        filed(here, there, "同单位的", uscc=UNIT),
        filed(here, owner, "自己的", DEPARTMENT, uscc=UNIT),
    )
    mine = here.draft(owner, "我的", uscc=UNIT, related=[county, far])
    theirs, own = here.head(county).filing_no, here.head(far).filing_no

    def numbers(who: SignedIn) -> dict[str, tuple[str | None, str | None]]:
        items = browser(who).get(f"/submissions/{mine}/linked").body["items"]
        return {i["id"]: (i["name"], i["filing_no"]) for i in items}

    shown, nothing = {county: ("同单位的", theirs), far: ("自己的", own)}, (None, None)
    assert numbers(owner) == shown | {county: nothing}
    here.take(owner, mine, "push", desk=COUNTY)
    assert numbers(here.recommender(COUNTY)) == shown | {far: nothing}
    assert numbers(here.organiser()) == shown


def test_naming_an_entry_of_another_unit_shows_nothing_of_it(here: World, browser: Browsers) -> None:
    there = filed(here, here.applicant("there"), "别人的", uscc=UNIT)
    mine = here.draft(here.applicant(), "我的", related=[there])
    assert browser(here.applicant()).get(f"/submissions/{mine}/linked").body["items"] == []


def test_a_desks_contact_is_for_people_of_its_authority_until_it_makes_it_public(
    here: World, browser: Browsers
) -> None:
    own = {"contact": "综合科 王敏", "phone": "0538-1234567", "hours": "工作日"}
    clerk = browser(here.recommender(COUNTY))
    path = f"/calls/{CALL}/desks/{COUNTY}/settings"

    def shown(who: Browser) -> dict[str, str]:
        [desk] = [d for d in who.get(f"/calls/{CALL}/desks").body["items"] if d["code"] == COUNTY]
        return {name: desk[name] for name in own}

    away = here.recommender(COUNTY, "away", authority="elsewhere", call="else-2021")
    outside = [Browser(), Browser("a.b"), browser(away)]
    inside = [clerk, browser(here.applicant()), browser(here.organiser())]
    assert clerk.send("PUT", path, own, {"If-Match": clerk.get(path).body["etag"]}).status == 200
    assert [shown(who) for who in outside] == [dict.fromkeys(own, "")] * 3
    assert [shown(who) for who in inside] == [own] * 3
    agreed = own | {"contact_public": True}
    assert clerk.send("PUT", path, agreed, {"If-Match": clerk.get(path).body["etag"]}).status == 200
    assert [shown(who) for who in (*outside, *inside)] == [own] * 6


def test_ending_a_session_of_somebody_else_ends_nothing(here: World, browser: Browsers) -> None:
    victim = browser(here.applicant("victim"))
    [session] = victim.get("/sessions").body["items"]
    browser(here.organiser()).send("DELETE", f"/sessions/{session['id']}")
    assert victim.get("/accounts/me").status == 200


def test_a_request_id_of_somebody_else_is_just_a_new_one(here: World, browser: Browsers) -> None:
    key = {"Idempotency-Key": "the-same"}
    body = {"call": CALL, "track": TRACK}
    first = browser(here.applicant("one")).send("POST", "/submissions", body, key)
    second = browser(here.applicant("two")).send("POST", "/submissions", body, key)
    assert first.body["id"] != second.body["id"]


def test_a_desk_files_for_itself_and_for_no_other(here: World, browser: Browsers) -> None:
    clerk = here.recommender(COUNTY)
    entry = here.draft(clerk)
    page = browser(clerk)
    assert [d["code"] for d in page.get(f"/submissions/{entry}/desks").body["items"]] == [COUNTY]
    body = {"desk": DEPARTMENT, "etag": here.etag(entry)}
    refused = page.send("POST", f"/submissions/{entry}/push", body)
    assert (refused.status, refused.body["code"]) == (422, "desk_not_allowed")


def test_a_desk_that_is_not_in_a_call_files_nothing_into_it(here: World, browser: Browsers) -> None:
    lost = here.recommender("371700")
    entry = here.draft(lost)
    page = browser(lost)
    assert page.get(f"/submissions/{entry}/desks").body["items"] == []
    refused = page.send("POST", f"/submissions/{entry}/push", {"desk": "371700", "etag": here.etag(entry)})
    assert (refused.status, refused.body["code"]) == (422, "desk_not_allowed")


def cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "tampered",
    [
        "nonsense",
        "%FF",
        cursor(5),
        cursor(["pk"]),
        cursor({"pk": "SUBMISSION#x"}),
        cursor({"pk": {"S": 5}}),
        cursor({"pk": {"S": "OWNER#a-other"}, "sk": {"S": "HEAD"}}),
        cursor({"own_pk": {"N": "x"}}),
    ],
)
def test_a_cursor_that_was_tampered_with_is_told_as_such_and_opens_nothing(
    here: World, browser: Browsers, tampered: str
) -> None:
    here.draft(here.applicant("other"), "别人的")
    answer = browser(here.applicant()).get(f"/submissions?cursor={tampered}")
    assert answer.status == 422
    assert answer.body["errors"] == [{"pointer": "/cursor", "code": "not_a_cursor", "params": {}}]


def test_a_desk_reads_nothing_of_what_another_desk_wrote_when_it_returned_an_entry(
    here: World, browser: Browsers
) -> None:
    entry, owner = here.pushed(), here.applicant()
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="一般般")
    here.take(here.recommender(COUNTY), entry, "return", reason="请改投厅局", asks={"effect": "写清出处"})
    assert "请改投厅局" in browser(owner).get(f"/submissions/{entry}").text
    here.take(owner, entry, "push", desk=DEPARTMENT)
    page = browser(here.recommender(DEPARTMENT))
    for path in ("", "/history"):
        answer = page.get(f"/submissions/{entry}{path}")
        assert answer.status == 200
        assert not [words for words in ("一般般", "请改投厅局", "写清出处") if words in answer.text]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/submissions/{}"),
        ("GET", "/submissions/{}/history"),
        ("POST", "/submissions/{}/check"),
        ("DELETE", "/sessions/{}"),
        ("POST", "/messages/{}/read"),
    ],
)
def test_what_is_longer_than_any_id_names_nothing(here: World, browser: Browsers, method: str, path: str) -> None:
    told = browser(here.applicant()).send(method, path.format(f"{CALL}.{TRACK}.{'x' * 3000}"))
    assert (told.status, told.body["code"]) == (404, "not_found")


def test_ids_and_words_that_no_item_can_hold_are_refused(here: World, browser: Browsers) -> None:
    entry, long = here.pushed(), "x" * 3000
    desk = browser(here.recommender(COUNTY))
    list_ = f"/calls/{CALL}/desks/{COUNTY}/lists/{TRACK}"
    for page, path, body in (
        (browser(here.applicant()), "/submissions", {"call": CALL, "track": TRACK, "copy_of": long}),
        (desk, f"/submissions/{entry}/return", {"reason": "x", "asks": {"effect": "x" * 10_000}}),
        (desk, f"{list_}/imports", {"name": "x" * 10_000 + ".xlsx", "size": 1}),
        (desk, f"{list_}/imports", {"name": "a.xlsx", "size": -1}),
        (desk, f"{list_}/imports/read", {"upload": long}),
        (desk, f"/calls/{CALL}/desks/{COUNTY}/reminders", {"accounts": [long]}),
    ):
        assert page.send("POST", path, body).status == 422


@pytest.mark.parametrize("cursor", ["5", "null", "[" * 5000, '["370902","scenario","pushed",5]'])
def test_a_search_from_a_cursor_of_no_search_is_refused(here: World, browser: Browsers, cursor: str) -> None:
    told = browser(here.organiser()).get(f"/calls/{CALL}/submissions?q=a&cursor={cursor}")
    assert (told.status, told.body["errors"][0]["code"]) == (422, "not_a_cursor")


@pytest.mark.parametrize("csv", ['login,name,desk\n"' + "x" * 140_000, "login,name,desk\nx\ry,a,b"])
def test_a_table_that_cannot_be_read_is_told_as_such(here: World, browser: Browsers, csv: str) -> None:
    told = browser(here.organiser()).send("POST", f"/calls/{CALL}/accounts/import", {"csv": csv})
    assert (told.status, told.body["errors"][0]["code"]) == (422, "unreadable")
