"""The operating manual from its first point to its last: three tracks, county to city to province, by its buttons."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.journeys.answers import fitting, form_of
from tests.journeys.conftest import Windows
from tests.journeys.facts import CALL, DEMO, PASSWORD, Unit, unit
from tests.journeys.filling import attach, fill
from tests.journeys.pages import Applicant, Person, Recommender

TRACKS = {"unit": "创新应用标杆单位", "scenario": "典型应用场景", "solution": "优秀解决方案"}
COUNTY, CITY, PROVINCE = "淄博市张店区大数据局", "淄博市大数据局", "山东省大数据局"
HEATING, PARKING, SENSING = "用供热数据提前发现冷户", "用车位数据让出停车泊位", "管网感知与调度方案"
ASK = "请写明统计口径，并附台账截图。"


@dataclass
class Season:
    """Who takes part, and the filing numbers as they are given."""

    applicant: Applicant
    county: Recommender
    city: Recommender
    organiser: Recommender
    unit: Unit = field(default_factory=unit)
    numbers: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def season(windows: Windows) -> Season:
    """Four people, each at a window of their own."""
    applicant, county, city, organiser = (windows() for _ in range(4))
    return Season(Applicant(applicant), Recommender(county), Recommender(city), Recommender(organiser))


def test_the_manual_can_be_followed_from_its_first_point_to_its_last(season: Season) -> None:
    the_organiser_hands_out_the_desks_accounts(season)
    applicant_1_registers_and_signs_in(season)
    applicant_2_creates_and_saves_a_scenario(season)
    applicant_3_manages_its_attachments(season)
    applicant_4_finds_sees_copies_and_deletes_in_the_list(season)
    applicant_5_pushes_all_three_tracks_and_cannot_touch_them_again(season)
    recommender_1_and_2_sees_a_list_for_each_track(season)
    recommender_4_returns_with_what_is_asked_of_each_field(season)
    applicant_edits_what_came_back_and_pushes_it_again(season)
    recommender_3_recommends_with_ranks(season)
    the_county_reports_to_the_city(season)
    the_city_recommends_reorders_and_reports(season)
    the_province_has_it_with_ranks_and_opinions(season)


def the_organiser_hands_out_the_desks_accounts(season: Season) -> None:
    organiser = season.organiser
    organiser.sign_in("shengju01", DEMO)
    organiser.go("账户")
    organiser.press("批量导入")
    rows = [
        "登录名称,用户姓名,推荐单位代码",
        f"{_login(season, 'c')},张店区局,370303",
        f"{_login(season, 's')},淄博市局,370300",
    ]
    organiser.dialog().get_by_label("内容").fill("\n".join(rows))
    organiser.agree("导入")
    slips = dict(zip(_texts(organiser, ".slip dd b"), _texts(organiser, ".slip .secret"), strict=True))
    for desk, letter in ((season.county, "c"), (season.city, "s")):
        desk.sign_in(_login(season, letter), slips[_login(season, letter)])
        desk.sets_password(PASSWORD)
        desk.heading("推送给我单位的申报")
    organiser.press("已打印，关闭")
    organiser.agree("关闭")


def _login(season: Season, letter: str) -> str:
    return f"zibo-{letter}{season.unit.login[-5:]}"


def _texts(person: Person, selector: str) -> list[str]:
    expect(person.page.locator(selector).first).to_be_visible()
    return person.page.locator(selector).all_inner_texts()


def applicant_1_registers_and_signs_in(season: Season) -> None:
    applicant = season.applicant
    applicant.register(season.unit)
    applicant.heading("我的申报")
    applicant.sign_out()
    applicant.sign_in(season.unit.login, season.unit.password)
    applicant.keep_dossier(season.unit, CALL)


def applicant_2_creates_and_saves_a_scenario(season: Season) -> None:
    applicant = season.applicant
    applicant.begin(TRACKS["scenario"])
    expect(applicant.field("uscc")).to_have_value(season.unit.dossier()["uscc"])
    before = applicant.missing()
    applicant.check()
    applicant.reads(f"检查完毕：还差 {before} 项")
    applicant.page.get_by_role("alert").get_by_role("link", name=re.compile("场景名称")).click()
    expect(applicant.field("name")).to_be_focused()
    form = form_of(CALL, "scenario")
    fill(applicant.page, form, fitting(form, {"name": HEATING, "category": "society"}, region="370303"))
    applicant.saved()


def applicant_3_manages_its_attachments(season: Season) -> None:
    applicant = season.applicant
    applicant.go("我的申报")
    applicant.follow("附件管理", applicant.row(HEATING))
    overview = applicant.page.locator("#files")
    expect(overview).to_be_focused()
    expect(overview.locator("li").filter(has_text="上线与成效证明")).to_contain_text("1 个附件")
    with applicant.page.expect_popup() as shown:
        applicant.press("查看 上线与成效证明-1.pdf")
    shown.value.close()
    applicant.press("删除 展示图片与视频-1.png")
    applicant.agree("删除")
    expect(overview.locator("li").filter(has_text="展示图片与视频")).to_contain_text("0 个附件")


def applicant_4_finds_sees_copies_and_deletes_in_the_list(season: Season) -> None:
    applicant = season.applicant
    applicant.begin(TRACKS["solution"])
    applicant.field("name").fill("写错了类别的草稿")
    applicant.saved()
    applicant.go("我的申报")
    applicant.press("复制", applicant.row(HEATING))
    applicant.page.wait_for_url("**/edit")
    applicant.field("name").fill(PARKING)
    applicant.saved()
    applicant.go("我的申报")
    applicant.press("删除", applicant.row("写错了类别的草稿"))
    applicant.agree("删除")
    applicant.told("已删除")
    assert set(applicant.names()) == {HEATING, PARKING}
    applicant.page.get_by_role("searchbox").fill("车位")
    assert applicant.names() == [PARKING]
    applicant.page.get_by_role("searchbox").fill("")
    applicant.follow("详情", applicant.row(HEATING))
    applicant.reads("还没有推送")
    with applicant.page.expect_download() as download:
        applicant.press("申报表 Word")
    assert download.value.suggested_filename == f"典型应用场景申报表-{HEATING}-草稿.docx"


def applicant_5_pushes_all_three_tracks_and_cannot_touch_them_again(season: Season) -> None:
    applicant = season.applicant
    applicant.go("我的申报")
    applicant.follow("推送", applicant.row(HEATING))
    applicant.follow("返回编辑")
    season.numbers[HEATING] = applicant.push(COUNTY)
    _files_the_copy(season)
    _files(season, "solution", {"name": SENSING}, {"scenarios": [HEATING]})
    _files(season, "unit", {"basis": "scenario"}, {"scenarios": [HEATING]})
    applicant.go("我的申报")
    for name in (HEATING, PARKING, SENSING, season.unit.name):
        verbs = applicant.row(name).get_by_role("group").locator("a, button").all_inner_texts()
        assert verbs == ["详情", "复制", "打印"]
    _is_not_editable_by_its_address_either(season)


def _files_the_copy(season: Season) -> None:
    """What was copied has all but the files, which vouch for other content."""
    applicant = season.applicant
    applicant.go("我的申报")
    applicant.follow("编辑", applicant.row(PARKING))
    form = form_of(CALL, "scenario")
    for one in (one for section in form["sections"] for one in section["fields"]):
        if one["type"] == "attachments" and one.get("required"):
            attach(applicant.page, one)
    season.numbers[PARKING] = applicant.push(COUNTY)


def _files(season: Season, track: str, own: dict[str, str], links: dict[str, list[str]]) -> None:
    applicant = season.applicant
    applicant.begin(TRACKS[track])
    form = form_of(CALL, track)
    fill(applicant.page, form, fitting(form, own, region="370303"), links)
    season.numbers[own.get("name") or season.unit.name] = applicant.push(COUNTY)


def _is_not_editable_by_its_address_either(season: Season) -> None:
    applicant = season.applicant
    applicant.follow("详情", applicant.row(HEATING))
    applicant.reads(f"在{COUNTY}办理，等待推荐")
    applicant.page.goto(f"{applicant.page.url}/edit")
    applicant.heading("这份申报现在不能编辑")


def recommender_1_and_2_sees_a_list_for_each_track(season: Season) -> None:
    county = season.county
    named = {"unit": [season.unit.name], "scenario": [HEATING, PARKING], "solution": [SENSING]}
    for track, names in named.items():
        county.inbox(TRACKS[track])
        links = county.page.locator("table.inbox a.name")
        expect(links).to_have_count(len(names))
        assert sorted(links.all_inner_texts()) == sorted(names)


def recommender_4_returns_with_what_is_asked_of_each_field(season: Season) -> None:
    county = season.county
    county.inbox(TRACKS["scenario"])
    county.open(HEATING)
    county.give_back("成效部分还要补充。", {"场景名称": "名称里写明数据来源。"})
    county.told("已退回")
    county.inbox(TRACKS["scenario"], "已退回")
    expect(county.page.locator("table.inbox").get_by_role("link", name=HEATING, exact=True)).to_be_visible()


def applicant_edits_what_came_back_and_pushes_it_again(season: Season) -> None:
    applicant = season.applicant
    applicant.go("我的申报")
    applicant.follow("编辑", applicant.row(HEATING))
    applicant.reads("成效部分还要补充。")
    expect(applicant.page.locator("#f-name-asked")).to_contain_text("名称里写明数据来源。")
    applicant.field("name").fill(f"{HEATING}和热源")
    assert applicant.push(COUNTY) == season.numbers[HEATING]
    expect(applicant.page.locator("#history .time > li")).to_contain_text(
        ["再次推送", "退回：成效部分还要补充。", "推送"]
    )


def recommender_3_recommends_with_ranks(season: Season) -> None:
    county = season.county
    county.inbox(TRACKS["scenario"])
    county.open(f"{HEATING}和热源")
    expect(county.page.locator("#changes")).to_contain_text("退回要求 1 项，都已修改")
    county.recommend(1, "数据真，群众有感。")
    county.told("第 1 位")
    county.heading(PARKING)
    county.recommend(1, "见效快，可复制。")
    county.told("第 1 位")
    _recommends_the_only_one(county, "solution", SENSING)
    _recommends_the_only_one(county, "unit", season.unit.name)
    county.ranking(TRACKS["scenario"])
    assert county.order() == [PARKING, f"{HEATING}和热源"]


def _recommends_the_only_one(desk: Recommender, track: str, name: str) -> None:
    desk.inbox(TRACKS[track])
    desk.open(name)
    desk.recommend(1, "同意推荐。")
    desk.told("第 1 位")


def the_county_reports_to_the_city(season: Season) -> None:
    county = season.county
    for track in TRACKS.values():
        county.ranking(track)
        county.report()
    county.ranking(TRACKS["scenario"])
    county.follow("看推荐汇总表")
    rows = county.rows_of_table()
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        ("1", PARKING, season.numbers[PARKING]),
        ("2", f"{HEATING}和热源", season.numbers[HEATING]),
    ]
    assert rows[0][-2] == "见效快，可复制。"


def the_city_recommends_reorders_and_reports(season: Season) -> None:
    city = season.city
    _arrives(city, TRACKS["scenario"], 2)
    city.open(PARKING)
    city.reads("见效快，可复制。")
    city.recommend(1, "全市可用。")
    city.told("第 1 位")
    city.heading(f"{HEATING}和热源")
    city.recommend(2, "成效突出。")
    city.told("第 2 位")
    _arrives(city, TRACKS["solution"], 1)
    _recommends_the_only_one(city, "solution", SENSING)
    _arrives(city, TRACKS["unit"], 1)
    _recommends_the_only_one(city, "unit", season.unit.name)
    _puts_the_second_first(city)
    for track in TRACKS.values():
        city.ranking(track)
        city.report()
    city.go("汇总表")
    tables = city.page.get_by_role("link", name=re.compile("看汇总表"))
    expect(tables).to_have_count(len(TRACKS))
    tables.nth(1).click()
    assert [row[1] for row in city.rows_of_table()] == [f"{HEATING}和热源", PARKING]


def _arrives(desk: Recommender, track: str, count: int) -> None:
    """What was reported below follows by a job; the list is opened until it is there."""
    rows = desk.page.locator("table.inbox tbody tr")
    for _ in range(20):
        desk.inbox(track)
        expect(desk.page.locator("table.inbox, .empty").first).to_be_visible()
        if rows.count() == count:
            return
    pytest.fail(f"{count} of {track} did not arrive")


def _puts_the_second_first(city: Recommender) -> None:
    city.ranking(TRACKS["scenario"])
    city.page.get_by_label(f"{HEATING}和热源的位次").fill("1")
    city.page.keyboard.press("Enter")
    city.reads(re.compile("改动 [0-9]+ 处，未保存"))
    city.press("保存排序")
    city.reads("排序已保存")
    assert city.order() == [f"{HEATING}和热源", PARKING]


def the_province_has_it_with_ranks_and_opinions(season: Season) -> None:
    organiser = season.organiser
    for track, name, rank in (
        ("scenario", f"{HEATING}和热源", 1),
        ("scenario", PARKING, 2),
        ("unit", season.unit.name, 1),
    ):
        organiser.page.goto(f"/desk/{CALL}/{track}")
        organiser.page.get_by_role("searchbox").fill(name)
        row = organiser.page.locator("table.inbox tbody tr")
        expect(row).to_have_count(1)
        expect(row).to_contain_text(f"第 {rank} 位 / ")
    organiser.open(season.unit.name)
    organiser.reads("同意推荐。")
    organiser.go("上报名单")
    organiser.choose_track(TRACKS["scenario"])
    organiser.follow("看汇总表", organiser.page.locator("tr").filter(has_text="淄博市"))
    assert [row[1] for row in organiser.rows_of_table()] == [f"{HEATING}和热源", PARKING]
    season.applicant.go("我的申报")
    season.applicant.follow("详情", season.applicant.row(PARKING))
    season.applicant.reads("已上报至主办单位")
