"""What is typed is kept: by itself, through a closed tab, a lost connection, an ended session, and a second tab."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from chalicelib.storage.engine.table import GATE_FRESH
from ops import maintenance
from ops.__main__ import main
from tests.journeys.conftest import Windows
from tests.journeys.console import Console
from tests.journeys.facts import DEMO
from tests.journeys.pages import Applicant
from tests.product import Product

OWNER = "tswenlv2021"
CUT_OFF = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def filer(windows: Windows) -> Applicant:
    """An applicant in a fresh scenario's form."""
    filer = Applicant(windows())
    filer.sign_in(OWNER, DEMO)
    filer.begin("典型应用场景")
    return filer


def another_tab(context: BrowserContext, address: str) -> Applicant:
    """A form in another tab of the same browser."""
    page = context.new_page()
    page.goto(address)
    tab = Applicant(page)
    expect(tab.bar()).to_be_visible()
    return tab


def test_a_draft_saves_itself_and_says_when(filer: Applicant) -> None:
    filer.field("name").press_sequentially("扫码看遍一座城")
    expect(filer.bar()).to_contain_text("有改动，稍候自动保存")
    filer.saved()
    filer.page.reload()
    expect(filer.field("name")).to_have_value("扫码看遍一座城")


def test_wrong_and_half_finished_answers_are_kept_as_they_were_typed(filer: Applicant) -> None:
    filer.field("live_since").fill("去年十月")
    filer.field("investment").fill("约 300 万")
    filer.field("summary").fill("未完")
    filer.saved()
    filer.page.reload()
    expect(filer.field("live_since")).to_have_value("去年十月")
    expect(filer.field("investment")).to_have_value("约 300 万")
    expect(filer.field("summary")).to_have_value("未完")


def test_a_tab_that_is_closed_right_after_typing_loses_nothing(filer: Applicant) -> None:
    address, context = filer.page.url, filer.page.context
    filer.field("name").fill("关得太快也不丢")
    filer.page.close(run_before_unload=True)
    again = another_tab(context, address)
    expect(again.field("name")).to_have_value("关得太快也不丢")
    again.saved()


def test_what_is_typed_without_a_network_is_kept_and_sent_when_there_is_one_again(
    filer: Applicant, console: Console
) -> None:
    console.allow(CUT_OFF)
    filer.page.wait_for_load_state("networkidle")
    filer.page.context.set_offline(True)
    filer.field("name").fill("断网时写下的名称")
    expect(filer.bar()).to_contain_text("改动已存在本机")
    filer.page.context.set_offline(False)
    filer.saved()
    filer.page.reload()
    expect(filer.field("name")).to_have_value("断网时写下的名称")


def test_what_is_typed_during_maintenance_is_kept_and_sent_afterwards(
    filer: Applicant, console: Console, run: Product | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if run is None:
        pytest.skip("the data of a product at JOURNEYS_AT is out of reach")
    monkeypatch.setattr(maintenance, "DRAIN", GATE_FRESH + 1)
    console.allow("503")
    here = ["--stage", "local", "--data", str(run.home.root)]
    assert main(["maintenance", "on", "--until", "2126-05-20T20:00:00+08:00", *here]) == 0
    filer.field("name").fill("维护时写下的名称")
    expect(filer.page.get_by_text("系统维护中，预计 2126 年 5 月 20 日 20:00 恢复。")).to_be_visible()
    expect(filer.bar()).to_contain_text("改动已存在本机")
    assert main(["maintenance", "off", *here]) == 0
    expect(filer.page.get_by_text("系统维护中")).to_be_hidden(timeout=60_000)
    filer.saved()
    filer.page.reload()
    expect(filer.field("name")).to_have_value("维护时写下的名称")


def test_a_tab_closed_without_a_network_finds_what_was_typed_again(filer: Applicant, console: Console) -> None:
    console.allow(CUT_OFF)
    address, context = filer.page.url, filer.page.context
    filer.page.wait_for_load_state("networkidle")
    context.set_offline(True)
    filer.field("name").fill("断网又关了页面")
    expect(filer.bar()).to_contain_text("改动已存在本机")
    filer.page.close()
    context.set_offline(False)
    again = another_tab(context, address)
    expect(again.field("name")).to_have_value("断网又关了页面")
    again.saved()


def test_signing_out_with_something_unsent_is_warned_of(filer: Applicant, console: Console) -> None:
    console.allow(CUT_OFF)
    filer.field("name").fill("先存上的")
    filer.saved()
    filer.page.wait_for_load_state("networkidle")
    filer.page.context.set_offline(True)
    filer.field("name").fill("还没有存上")
    expect(filer.bar()).to_contain_text("改动已存在本机")
    filer.sign_out()
    expect(filer.dialog()).to_contain_text("还有没存到服务器的内容")
    filer.agree("取消")
    filer.page.context.set_offline(False)
    filer.saved()


def test_when_the_session_has_ended_one_signs_in_in_place_and_goes_on(filer: Applicant, console: Console) -> None:
    console.allow("401")
    filer.page.context.clear_cookies()
    filer.field("name").fill("登录过期也不怕")
    expect(filer.dialog()).to_contain_text("请重新登录")
    filer.give(OWNER, DEMO)
    expect(filer.dialog()).to_have_count(0)
    filer.saved()
    filer.page.reload()
    expect(filer.field("name")).to_have_value("登录过期也不怕")


def test_a_second_tab_takes_over_what_the_first_one_saved(filer: Applicant) -> None:
    other = another_tab(filer.page.context, filer.page.url)
    other.reads("另一个标签页也打开着")
    filer.field("name").fill("第一个标签页写的")
    filer.saved()
    expect(other.field("name")).to_have_value("第一个标签页写的")


def test_of_two_devices_the_later_one_is_shown_both_versions_and_chooses(
    filer: Applicant, windows: Windows, console: Console
) -> None:
    console.allow("412")
    phone = Applicant(windows())
    phone.sign_in(OWNER, DEMO)
    phone.page.goto(filer.page.url)
    phone.field("summary").fill("手机上写的简介")
    phone.field("name").fill("手机上写的名称")
    phone.saved()
    filer.field("name").fill("电脑上写的名称")
    dialog = filer.dialog()
    expect(dialog).to_contain_text("这份申报在别处也改过")
    versions = _choices(filer.page, "场景名称")
    expect(versions).to_contain_text(["电脑上写的名称", "手机上写的名称"])
    filer.press("按选择合并并保存")
    expect(dialog).to_contain_text("还有 1 项没有选")
    versions.first.get_by_role("radio").check()
    filer.press("按选择合并并保存")
    filer.saved()
    expect(filer.field("name")).to_have_value("电脑上写的名称")
    expect(filer.field("summary")).to_have_value("手机上写的简介")


def _choices(page: Page, field: str) -> Locator:
    return page.get_by_role("dialog").get_by_role("group", name=re.compile(f"^{field}")).locator("label.side-of")
