"""A season whose experts are drawn, from nominated to selected: two of the organiser, an agency, an observer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Windows
from tests.journeys.console import Console
from tests.journeys.facts import DEMO, PASSWORD, document
from tests.journeys.pages import Person
from tests.journeys.season.clock import AheadClock
from tests.journeys.season.conftest import Look
from tests.journeys.season.people import Call, Judging, Office, Reader, hand_out

CALL = Call("shandong-2021", "solution", DEMO)
NAMES = ("陆承志", "钱若水", "方慕言", "石启明", "姚怀瑾", "谭沐阳", "廖景云", "邹思远")
BODIES = (
    "江左大学",
    "钟山数据研究院",
    "之江应用科学院",
    "西泠大学",
    "燕北大学",
    "永定河软件研究所",
    "沽上大学",
    "太行学院",
)
FIELDS = ("government", "society", "economy")
EXPERTS = [
    (f"zhuanjia{n:02}", name, FIELDS[n % 3], body, "110108", "教授")
    for n, (name, body) in enumerate(zip(NAMES, BODIES, strict=True), start=1)
]
SEATS = {"written": {"government": "1", "society": "2", "economy": "1"}, "meeting": {"": "3"}}
NUMBERS = ("5 0 9", "3 8 11 17 22 26 30")
WHY = "近亲属参与其中"


@dataclass
class Drawn:
    """The people of the season."""

    window: Callable[..., Judging]
    one: Office
    two: Office
    agency: Office
    observer: Office
    readers: dict[str, Reader] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    """Who filed what, by the entry's name."""
    moved: set[str] = field(default_factory=set)
    """Entries that an expert has given back or been recused from."""

    def office_comes_in(self) -> None:
        for each in (self.one, self.two, self.agency, self.observer):
            each.comes_in()

    def note_unit(self, row: Locator) -> None:
        """Notes whose the entry of a row of the roll is."""
        _, unit, *_ = row.locator("p.muted").first.inner_text().split(" · ")
        self.units[row.locator("b").first.inner_text()] = unit


@pytest.fixture
def season(windows: Windows) -> Drawn:
    office = [Office(windows(), CALL, login) for login in ("shengju01", "shengju02", "qilu01", "jiandu01")]
    readers = {name: Reader(windows(), CALL, login) for login, name, *_ in EXPERTS}
    return Drawn(windows, *office, readers)  # type: ignore[arg-type]


def the_roll(season: Drawn, look: Look) -> None:
    """形式审查: one is not admitted, one is corrected, the others are admitted; then the roll is frozen."""
    one = season.one
    one.opens(CALL.season)
    one.opens(CALL.roll)
    lists = one.page.locator("table.roll-lists tbody th button")
    desks = lists.all_inner_texts()
    for desk in desks[2:]:
        one.press(desk)
        row = one.page.locator(".roll-row")
        expect(row).to_have_count(1)
        season.note_unit(row)
        one.press("受理", row)
        one.told("已审查 1 项")
    one.press(desks[1])
    one.press("不予受理", one.page.locator(".roll-row"))
    one.gives_reason("不予受理", "承诺书所盖印章与申报单位名称不一致，通知后逾期未改。")
    one.told("已审查 1 项")
    one.press(desks[0])
    row = one.page.locator(".roll-row")
    season.note_unit(row)
    corrected = row.locator("b").first.inner_text()
    one.press("通知补正", row)
    one.dialog().get_by_label("理由").fill("成效数据没有写明统计时段。")
    one.dialog().get_by_label("解决的具体问题或环节", exact=True).check()
    one.agree("通知补正")
    one.told("已通知补正")
    look(one.page, "drawn-roll-correcting")
    owner = Person(season.window()).sign_in("jinan-dispatch", DEMO)
    owner.page.goto(f"/calls/{CALL.id}/submissions")
    owner.page.get_by_role("link", name=re.compile("补正")).click()
    owner.heading(corrected)
    look(owner.page, "drawn-correction")
    field = owner.page.locator("#f-problem, main form textarea").first
    field.fill(field.input_value() + "统计时段为 2021 年 1—9 月。")
    owner.press("提交补正")
    owner.agree("提交补正")
    owner.told("补正已提交")
    one.page.reload()
    one.press("受理", one.page.locator(".roll-row"))
    one.told("已审查 1 项")
    one.does("冻结参评名单")
    one.reads("参评名单已冻结")
    one.does("固定评审规则")
    one.reads(re.compile("评审规则已于"))
    one.reads("已全部告知申报用户和上报单位")
    owner.page.reload()
    owner.heading(corrected)


def the_rules_of_the_meeting(season: Drawn, look: Look) -> None:
    """They are fixed ahead: the meeting follows the written review by less than the days they stand public."""
    one = season.one
    one.opens(CALL.season)
    one.page.get_by_role("button", name=re.compile("会议评审")).click()
    one.does("固定评审规则")
    one.told("评审规则已固定")
    look(one.page, "drawn-season-meeting-rules")


def the_pool(season: Drawn, days: AheadClock, look: Look, stage: str) -> None:
    """The agency publishes pool and commitment, with numbers of the day to come."""
    agency = season.agency
    agency.opens(CALL.page(stage, "draw"))
    for category, seats in SEATS[stage].items():
        agency.control(f"seats-{category}").fill(seats)
    tomorrow = (days() + timedelta(days=1, hours=8)).date()
    agency.control("numbers-on").fill(f"{tomorrow}")
    agency.control("issue-3d").fill("2021308")
    agency.control("issue-qlc").fill("2021131")
    look(agency.page, f"drawn-{stage}-plan")
    agency.does("公布承诺")
    agency.told("承诺已公布")


def the_draw(season: Drawn, look: Look, stage: str) -> None:
    """Two people type the numbers, an observer signs; then entries are assigned."""
    agency, one, observer = season.agency, season.one, season.observer
    for who, word in ((agency, "已录入，等另一人"), (one, "抽取完成")):
        who.opens(CALL.page(stage, "draw"))
        for id, numbers in zip(("3d", "qlc"), NUMBERS, strict=True):
            who.control(f"numbers-{id}").fill(numbers)
        who.press("录入")
        who.told(word)
    observer.opens(CALL.page(stage, "draw"))
    observer.press("已见证")
    observer.told("已记录")
    expect(observer.page.get_by_role("button", name="已见证")).to_have_count(0)
    look(observer.page, f"drawn-{stage}-witnessed")
    agency.opens(CALL.page(stage, "assignment"))
    agency.press("计算分配")
    expect(agency.page.get_by_text("每人条数")).to_be_visible()


def opening(season: Drawn, look: Look, stage: str) -> list[Reader]:
    """Marks are opened; who reads, in the order of their codes."""
    one = season.one
    one.opens(CALL.page(stage, "progress"))
    one.does("开始评审")
    one.told("评审已开始")
    one.opens(CALL.page(stage, "progress"))
    look(one.page, f"drawn-{stage}-progress")
    return at_work(season)


def at_work(season: Drawn) -> list[Reader]:
    """Who has something to mark, by the page of progress that is open."""
    rows = season.one.page.locator("table.experts tbody tr")
    expect(rows.first).to_be_visible()
    return [
        season.readers[row.locator("th small").inner_text()]
        for row in rows.all()
        if row.locator("td").first.inner_text() != "0"
    ]


def the_experts(season: Drawn, look: Look) -> None:
    """The agency hands out its experts, by a file; they get one-time passwords."""
    passwords = hand_out(season.agency, EXPERTS)
    for login, name, *_ in EXPERTS:
        season.readers[name].password = passwords[login]
    look(season.agency.page, "drawn-experts")


def giving_back(season: Drawn, reader: Reader, look: Look) -> None:
    """拒评 by an expert; the organiser hands the entry to another."""
    reader.opens_list()
    look(reader.page, "drawn-reading")
    name = reader.left()[0]
    reader.opens_entry(name)
    look(reader.page, "drawn-entry")
    reader.gives_back("不属于我的专业")
    season.moved.add(name)
    hand_over(season.one, name)


def hand_over(office: Office, name: str) -> None:
    """手工调整 of an entry to whoever may take it."""
    office.opens(CALL.page("written", "draw"))
    office.control("entry").select_option(label=name)
    change(office)


def change(office: Office) -> None:
    """Hands over what is chosen, trying one expert after the other as long as they are refused."""
    page = office.page
    if not office.control("from").input_value():
        back = office.control("from").locator("option", has_text="已退回").get_attribute("value")
        office.control("from").select_option(back)
    office.control("change-reason").fill("原专家不再评这一条")
    for label in office.control("to").locator("option").all()[1:]:
        office.control("to").select_option(label.get_attribute("value"))
        office.press("调整", page.locator("#change"))
        expect(page.locator("#change .error, .toasts li").first).to_be_visible()
        if page.locator(".toasts li").filter(has_text="已调整").count():
            return office.told("已调整")
    raise AssertionError("nobody may take it")


def replacement(season: Drawn, name: str, look: Look) -> None:
    """An expert cannot come; the next of the drawn order takes over."""
    agency = season.agency
    agency.opens(CALL.page("written", "draw"))
    agency.chooses("leaves", name)
    agency.control("why").select_option("unavailable")
    agency.control("leave-note").fill("病假")
    agency.press("递补", agency.page.locator("#replace"))
    agency.agree("递补")
    agency.told("接替")
    agency.reads("已退出")
    look(agency.page, "drawn-replaced")


def late_recusal(season: Drawn, reader: Reader, look: Look) -> None:
    """An expert declares an interest while it reads; the entry closes at once and goes to another."""
    reader.opens_list()
    name = reader.left()[0]
    reader.page.goto(f"/reading/{CALL.id}/me")
    reader.page.get_by_label("回避哪个单位").fill(season.units[name])
    reader.page.get_by_label("理由").fill(WHY)
    reader.press("声明回避")
    reader.told("已声明")
    look(reader.page, "drawn-own-recusals")
    reader.opens_list()
    assert name not in reader.left()
    season.moved.add(name)
    one = season.one
    one.opens(CALL.page("written", "progress"))
    one.reads("须回避的分配（1 份）")
    look(one.page, "drawn-clash")
    one.follow("调整", one.page.locator(".clashes"))
    expect(one.control("entry")).not_to_have_value("")
    change(one)
    one.opens(CALL.page("written", "progress"))
    expect(one.page.get_by_text("须回避的分配")).to_have_count(0)


def two_of(season: Drawn, readers: list[Reader]) -> list[tuple[Reader, str]]:
    """Two entries that enough experts are left for, each with somebody who reads it."""
    by_entry: dict[str, Reader] = {}
    for reader in readers:
        reader.opens_list()
        by_entry |= {name: reader for name in reader.left() if name not in season.moved}
    return [(reader, name) for name, reader in by_entry.items()][:2]


def marking(season: Drawn, readers: list[Reader], wide: str) -> None:
    """Everybody marks what is left; of the entry `wide` the first thinks much and the second little."""
    extremes = iter(("9.5", "2"))
    order = sorted(season.units)

    def mark_of(name: str) -> str:
        return next(extremes, "6.5") if name == wide else f"{6 + order.index(name) % 4 / 2:g}"

    for reader in readers:
        reader.marks_all(mark_of, "前后口径不同，效果无法核实。")


def seal(season: Drawn, look: Look, stage: str, name: str) -> None:
    """One proposes, another confirms."""
    one, two = season.one, season.two
    one.opens(CALL.page(stage, "progress"))
    one.press("提出封存")
    one.agree("封存")
    one.told("已提出")
    two.opens(CALL.page(stage, "progress"))
    look(two.page, f"drawn-{name}-sealing")
    two.press("确认封存")
    two.agree("封存")
    two.reads(re.compile("封存点第"))


def count(season: Drawn, look: Look, stage: str, name: str) -> None:
    one = season.one
    one.opens(CALL.page(stage, "tally"))
    one.page.locator(".actbar .btn.primary").click()
    one.told("已计分")
    look(one.page, f"drawn-{name}-tally")


def flagged(season: Drawn) -> list[str]:
    return season.one.page.locator(".score-flags button").all_inner_texts()


def strike(season: Drawn, name: str, unit: str) -> None:
    """The organiser learns after sealing that an expert should not have read an entry."""
    one = season.one
    one.opens(CALL.experts)
    one.page.get_by_role("button", name=re.compile(f"回避.*：{name}")).click()
    one.dialog().get_by_label("回避哪个单位").fill(unit)
    one.dialog().get_by_label("理由").fill(WHY)
    one.press("增加", one.dialog())
    one.reads(f"{unit}的全部申报")
    one.page.keyboard.press("Escape")
    one.told("已保存")
    one.opens(CALL.page("written", "tally"))
    one.reads("须回避的分配（1 份）")
    one.press("剔除", one.page.locator(".clashes"))
    one.gives_reason("剔除", WHY)
    one.told("已剔除")


def second_round(season: Drawn, look: Look) -> None:
    """One more expert reads what is flagged, and what has too few sheets."""
    one = season.one
    one.page.locator(".actbar .btn.primary").click()
    one.reads(re.compile("评分不足"))
    one.press("加评", one.page.locator(".actbar"))
    one.agree("加评")
    one.told("已开始")
    one.opens(CALL.page("written", "progress"))
    readers = at_work(season)
    for reader in readers:
        reader.opens_list()
    assert sum(len(reader.left()) for reader in readers) == 2
    marking(season, readers, "")
    seal(season, look, "written", "round-2")
    count(season, look, "written", "round-2")


def the_ballot(season: Drawn, look: Look) -> None:
    """The meeting's votes beside the scan of its record; one entry does not pass."""
    one = season.one
    one.opens(CALL.page("meeting", "ballot"))
    one.page.get_by_label("到会人数").fill("3")
    rows = one.page.locator("table.votes tbody tr")
    for n, row in enumerate(rows.all()):
        for control, votes in zip(
            row.locator("input").all(), ("1", "2", "0") if n == 1 else ("3", "0", "0"), strict=True
        ):
            control.fill(votes)
    one.press("保存表决结果")
    one.reads("请先上传签字的表决记录")
    one.page.locator("input[type=file]").set_input_files(document("表决记录"))
    one.reads("表决记录.pdf")
    look(one.page, "drawn-ballot-filled")
    one.press("保存表决结果")
    one.told("表决结果已保存")


def the_selection(season: Drawn, look: Look) -> None:
    """One leaves an entry out with a reason and proposes; another confirms."""
    one, two = season.one, season.two
    one.opens(CALL.selection)
    one.page.locator(".score-order .name").first.click()
    one.dialog().get_by_label("理由").fill("已获同类省级奖励，按规定不重复列入。")
    one.agree("例外不列")
    one.told("已保存")
    one.press("提出遴选名单", one.page.locator(".actbar"))
    one.agree("提出")
    one.told("已提出")
    two.opens(CALL.selection)
    look(two.page, "drawn-selection-proposed")
    two.press("确认遴选名单", two.page.locator(".actbar"))
    two.agree("确认")
    two.told("遴选名单已确认")
    look(two.page, "drawn-selection-confirmed")
    two.opens(CALL.season)
    two.page.get_by_role("button", name=re.compile("会议评审")).click()
    two.reads("各步都已完成")
    look(two.page, "drawn-season-last")


def the_meeting_roll(season: Drawn, look: Look) -> None:
    """What the written review keeps goes on to the meeting."""
    one = season.one
    one.opens(CALL.season)
    one.page.get_by_role("button", name=re.compile("会议评审")).click()
    one.does("列入本轮名单")
    one.told("本轮名单已定")
    look(one.page, "drawn-season-meeting-roll")


def a_day_later(season: Drawn, days: AheadClock, after: timedelta = timedelta(days=1)) -> None:
    days.move_to(days() + after)
    season.office_comes_in()


def the_written_review(season: Drawn, days: AheadClock, look: Look) -> None:
    """From the pool to the second tally: with a refusal, a replacement, recusals before and after sealing."""
    the_pool(season, days, look, "written")
    a_day_later(season, days)
    the_draw(season, look, "written")
    a_day_later(season, days, timedelta(days=2, hours=1))
    first, second, *_ = opening(season, look, "written")
    giving_back(season, first.comes_first(first.password), look)
    replacement(season, next(name for name, one in season.readers.items() if one is second), look)
    season.one.opens(CALL.page("written", "progress"))
    readers = at_work(season)
    for reader in readers:
        if reader is not first:
            reader.comes_first(reader.password)
    late_recusal(season, readers[-1], look)
    (eager, wide), (late, other) = two_of(season, readers)
    marking(season, readers, wide)
    eager.opens_list()
    eager.opens_entry(wide)
    look(eager.page, "drawn-entry-submitted")
    seal(season, look, "written", "written")
    count(season, look, "written", "written")
    assert flagged(season) == [wide]
    strike(season, next(name for name, one in season.readers.items() if one is late), season.units[other])
    second_round(season, look)


def the_meeting(season: Drawn, days: AheadClock, look: Look) -> None:
    """Its roll is what the written review keeps; then marks, tally and ballot."""
    the_meeting_roll(season, look)
    the_pool(season, days, look, "meeting")
    a_day_later(season, days)
    the_draw(season, look, "meeting")
    readers = opening(season, look, "meeting")
    for reader in readers:
        if reader.password == PASSWORD:
            reader.comes_in()
        else:
            reader.comes_first(reader.password)
    readers[0].opens_list()
    marking(season, readers, "")
    seal(season, look, "meeting", "meeting")
    count(season, look, "meeting", "meeting")
    the_ballot(season, look)


def test_a_drawn_season(season: Drawn, days: AheadClock, look: Look, console: Console) -> None:
    console.allow("status of 4(01|04|09|22)")  # sessions of the day before; what is not published; what is refused
    season.office_comes_in()
    the_roll(season, look)
    the_rules_of_the_meeting(season, look)
    the_experts(season, look)
    the_written_review(season, days, look)
    the_meeting(season, days, look)
    the_selection(season, look)
