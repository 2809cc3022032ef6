"""What those who oversee others do besides: find an entry, hand out slips again, see what was asked and decided."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Windows
from tests.journeys.facts import CALL, DEMO
from tests.journeys.pages import Person


def test_the_organiser_finds_an_entry_by_a_word_and_by_its_number(desktop: Page) -> None:
    organiser = Person(desktop).sign_in("shengju01", DEMO)
    box = desktop.get_by_role("searchbox", name="名称、单位或申报编号")
    box.fill("医保")
    organiser.press("查找")
    organiser.heading("查找申报")
    organiser.reads(re.compile(r"^已查 \d+ / 约 \d+ 条，找到 [1-9]\d* 条$"))
    found = desktop.locator("table.list tbody tr").first
    name = found.locator("a").inner_text()
    number = found.locator("small").first.inner_text().rpartition(" · ")[2]
    box.fill(number)
    organiser.press("查找")
    expect(desktop.locator("table.list tbody tr")).to_have_count(1)
    organiser.follow(name)
    organiser.heading(name)


def test_slips_are_issued_anew_for_accounts_never_used_and_for_no_others(desktop: Page) -> None:
    organiser = Person(desktop).sign_in("shengju01", DEMO)
    desktop.goto(f"/organiser/{CALL}/accounts")
    organiser.press("批量导入")
    desktop.get_by_label("内容").fill("login,name,desk\nbufa01,张三,370102\nbufa02,李四,370102")
    organiser.press("导入")
    slips = desktop.locator(".slip")
    expect(slips).to_have_count(2)
    first = slips.locator(".secret").all_inner_texts()
    organiser.press("已打印，关闭")
    organiser.agree("关闭")
    desktop.get_by_role("searchbox", name="按姓名、登录名称、单位查找").fill("bufa")
    organiser.press("给未启用的账户补发密码条")
    organiser.reads("给 2 个未启用账户补发密码条？")
    organiser.agree("补发")
    expect(slips).to_have_count(2)
    assert set(slips.locator(".secret").all_inner_texts()).isdisjoint(first)


def test_who_asks_for_an_entry_back_sees_when_and_why_in_the_list_and_on_its_page(windows: Windows) -> None:
    owner = Person(windows()).sign_in("daizong2021", DEMO)
    owner.go("我的申报")
    row = owner.page.locator(".mine-row").filter(has_text="已推送").first
    name = row.locator("a.name").inner_text()
    owner.follow(name)
    owner.press("申请退回")
    owner.page.get_by_label("原因").fill("完成人顺序填错")
    owner.agree("提交")
    owner.told("已向推荐单位申请退回")
    owner.reads(re.compile("申请理由：“完成人顺序填错”"))
    owner.go("我的申报")
    entry = owner.page.locator(".mine-row").filter(has_text=name)
    expect(entry).to_contain_text(re.compile(r"\d+ 月 \d+ 日 \d\d:\d\d 申请退回"))

    desk = Person(windows()).sign_in("taian01", DEMO)
    desk.page.goto(f"/desk/{CALL}/solution", wait_until="networkidle")
    desk.follow(name)
    desk.reads(re.compile("“完成人顺序填错”"))
