"""An expert's day: mark by keyboard, go on without a network, submit, give one back."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib.domain.accounts import SignedIn
from chalicelib.settings import Settings
from chalicelib.wiring import Wiring
from tests.factories import CALL, PASSWORD, World, call, evaluated
from tests.journeys.conftest import PHONE, Windows
from tests.journeys.console import Console
from tests.journeys.pages import Person
from tests.product import Product
from tests.services.evaluation.jury_room import JuryRoom, open_jury

ENTRIES = 3
PREFIX = "LAUREL_"
CUT_OFF = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture(scope="module")
def room(run: Product | None) -> JuryRoom:
    """A call of these days beside the demo's, whose jury is open; written into the running product's table."""
    if run is None:
        pytest.skip("the table of the product at JOURNEYS_AT is elsewhere")
    told = run.home.running()["environment"]
    known = {name.removeprefix(PREFIX).lower(): value for name, value in told.items() if name.startswith(PREFIX)}
    wiring = Wiring(Settings(**{name: value for name, value in known.items() if name in Settings.model_fields}))
    wiring.tools.calls.publish(call(**_of_these_days()))
    made = open_jury(World(wiring, wiring.clock), entries=ENTRIES)  # type: ignore[arg-type]
    for who in (*made.experts.values(), made.organiser, made.second):
        made.here.cookie(who)
    return made


def _of_these_days() -> dict[str, Any]:
    now, made = datetime.now(UTC), evaluated()
    before, after = ((now + timedelta(days=days)).isoformat() for days in (-5, 5))
    [track] = made["tracks"]
    anchors = [
        {"from": "8", "words": {"zh": "有可核实的前后对比", "en": "Before and after can be verified"}},
        {"from": "5", "words": {"zh": "有数据但不可比", "en": "Figures that do not compare"}},
    ]
    names = {"effect": "成效真实明显", "spread": "可复制推广", "prepared": "材料完整"}
    criteria = [{**one, "names": {"zh": names[one["id"]]}, "anchors": anchors} for one in track["criteria"]]
    stages = [{**stage, "closes": after, "names": {"zh": "网络评审"}} for stage in track["stages"]]
    calendar = {
        "filing_opens": before,
        "filing_closes": after,
        "recommending": dict.fromkeys(("county", "city", "department"), after),
        "stages": [{"id": "filing", "label": {"zh": "申报"}, "opens": before, "closes": after}],
    }
    return {**made, "tracks": [{**track, "criteria": criteria, "stages": stages}], "calendar": calendar}


def signs_in(page: Page, who: SignedIn) -> None:
    Person(page).sign_in(who.account.login, PASSWORD)
    page.goto(f"/reading/{CALL}")
    expect(page.get_by_role("heading", name="我的评审", exact=True)).to_be_visible()


def saved(page: Page) -> None:
    expect(page.locator(".actbar .save-mark.saved")).to_be_visible()


def mark(page: Page, criterion: str, keys: str) -> None:
    """Type a mark on a criterion that has the focus."""
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(f"#c-{criterion} output")).to_have_text(keys)


def test_an_expert_marks_by_keyboard_offline_and_back_submits_and_gives_one_back(
    room: JuryRoom, windows: Windows, console: Console
) -> None:
    console.allow(CUT_OFF)
    page = windows()
    signs_in(page, room.experts["E001"])
    expect(page.get_by_text(f"还剩 {ENTRIES} 条")).to_be_visible()
    page.get_by_role("link", name="开始评审").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("智慧供热0")
    expect(page.locator("main")).not_to_contain_text("泰山区热力公司")
    page.locator("#c-effect input").first.focus()
    mark(page, "effect", "4.5")
    page.keyboard.press("ArrowDown")
    mark(page, "spread", "10")
    saved(page)
    page.context.set_offline(True)
    page.keyboard.press("ArrowDown")
    mark(page, "prepared", "7")
    expect(page.locator(".actbar")).to_contain_text("改动已存在本机")
    page.context.set_offline(False)
    saved(page)
    expect(page.locator(".actbar")).to_contain_text("合计 67")
    page.keyboard.press("Control+Enter")
    reason = page.get_by_label(re.compile("^理由 低于 5 分须写"))
    expect(reason).to_be_focused()
    expect(page.locator("#c-effect")).to_contain_text("请写明这样评分的理由")
    reason.fill("有数据，但前后口径不同")
    page.get_by_role("button", name="提交，下一条").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("智慧供热1")
    assert room.assignment("E001").reviews[0].state == "submitted"
    page.get_by_role("button", name="拒评…").click()
    page.get_by_label("认出了申报单位，可能影响公正").check()
    page.get_by_role("dialog").get_by_role("button", name="拒评", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("智慧供热2")
    page.get_by_role("link", name="我的评审", exact=True).first.click()
    expect(page.get_by_text("还剩 1 条")).to_be_visible()
    expect(page.locator(".read-list li")).to_contain_text(["已提交", "已拒评", "未看"])


def test_what_was_typed_offline_in_a_tab_that_closed_is_taken_up_again(
    room: JuryRoom, windows: Windows, console: Console
) -> None:
    console.allow(CUT_OFF)
    page = windows()
    signs_in(page, room.experts["E002"])
    page.get_by_role("link", name="开始评审").click()
    expect(page.locator("#c-effect")).to_be_visible()
    address, context = page.url, page.context
    context.set_offline(True)
    page.get_by_role("radio", name="成效真实明显 9").check()
    expect(page.locator(".actbar")).to_contain_text("改动已存在本机")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#c-effect output")).to_have_text("9")
    saved(again)


def test_the_sheet_stands_under_the_entry_on_a_phone_and_marks_are_taps(room: JuryRoom, windows: Windows) -> None:
    page = windows(PHONE)
    signs_in(page, room.experts["E002"])
    page.locator(".read-list a").nth(1).click()
    page.get_by_role("link", name="评分表").click()
    page.locator("#c-effect .scale label").nth(8).click()
    page.locator("#c-effect .scale .half").click()
    expect(page.locator("#c-effect output")).to_have_text("8.5")
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    saved(page)


def test_two_people_seal_and_see_no_mark(room: JuryRoom, windows: Windows) -> None:
    one, other = windows(), windows()
    for page, who in ((one, room.organiser), (other, room.second)):
        Person(page).sign_in(who.account.login, PASSWORD)
        page.goto(f"/evaluation/{CALL}/scenario/written/progress")
        expect(page.get_by_role("heading", name="评审进度")).to_be_visible()
    row = one.locator("table.experts tbody tr").first
    expect(row.locator("td")).to_have_text(["2", "0", "1", "1", "重新开放评分表…"])
    one.get_by_role("button", name="提出封存").click()
    one.get_by_label("评分表不足而封存的理由").fill("专家病假，不再等候")
    one.get_by_role("button", name="提出封存").click()
    one.get_by_role("dialog").get_by_role("button", name="封存", exact=True).click()
    expect(one.get_by_text("须由另一位确认")).to_be_visible()
    other.reload()
    other.get_by_role("button", name="确认封存").click()
    other.get_by_role("dialog").get_by_role("button", name="封存", exact=True).click()
    expect(other.get_by_text(re.compile("封存点第 1 号|正在生成摘要"))).to_be_visible()
    assert room.jury().sealed_by == room.second.account.id
