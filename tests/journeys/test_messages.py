"""Messages as people get them: behind what happened, counted in the header, each leading to what it is about."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Windows
from tests.journeys.facts import DEMO, unit
from tests.journeys.pages import Applicant, Recommender

LINE = "泰安市泰山区大数据局提醒：你已注册，还没有新建申报"


def bell(page: Page, unread: bool) -> None:
    """Sees in the header whether anything is unread; the count comes within a minute, or with the page."""
    name = re.compile(r"消息，\d+ 条未读") if unread else "消息"
    expect(page.locator("header").get_by_role("link", name=name, exact=not unread)).to_be_visible()


def arrives(page: Page, line: str) -> None:
    """Looks until a message is there: it follows what it tells of."""
    for _ in range(60):
        page.goto("/messages")
        expect(page.locator("main .card > *").first).to_be_visible()
        if page.get_by_text(line).count():
            return
        page.wait_for_timeout(500)


def test_a_desk_reminds_and_the_applicant_reads_it_where_it_leads(windows: Windows) -> None:
    new = unit("泰山区景区客流服务中心", region="370902", parent="泰山区文化和旅游局", nickname="泰山区文化和旅游局")
    applicant = Applicant(windows()).register(new)
    applicant.heading("我的申报")

    desk = Recommender(windows()).sign_in("taishan01", DEMO)
    desk.page.goto("/desk/shandong-2021/area")
    desk.press("提醒")
    dialog = desk.dialog()
    dialog.get_by_role("button", name="全不选").click()
    dialog.get_by_role("checkbox", name=re.compile(f"{new.name}.*{LINE}")).check()
    desk.agree("发送提醒（1 人）")
    desk.told("已提醒 1 人")

    arrives(applicant.page, LINE)
    bell(applicant.page, unread=True)
    applicant.follow(f"未读 {LINE}")
    applicant.heading("选择申报类别")
    bell(applicant.page, unread=False)
    applicant.page.goto("/messages")
    applicant.reads("没有未读消息")
    applicant.page.goto("/messages?only=all")
    applicant.reads(LINE)

    desk.press("提醒")
    desk.dialog().get_by_role("button", name="全不选").click()
    desk.dialog().get_by_role("checkbox", name=re.compile(new.name)).check()
    desk.agree("发送提醒（1 人）")
    desk.told("另有 1 人今天已提醒过")
