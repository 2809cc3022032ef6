"""One's own account: its name in Chinese, what one is told at signing in, and what takes the password again."""

import json
import re
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Windows
from tests.journeys.console import Console
from tests.journeys.facts import DEMO, unit
from tests.journeys.pages import Applicant, Person


def test_a_chinese_login_name_opens_is_told_of_failures_and_corrects_itself(windows: Windows, console: Console) -> None:
    console.allow("status of 401")
    made = unit()
    owner = replace(made, login=f"张店惠民{made.login[-5:]}")
    applicant = Applicant(windows()).register(owner)
    page = applicant.page
    applicant.sign_out()

    page.goto("/sign-in?next=/.//evil.example/account")
    applicant.give(owner.login, "wrong guess")
    expect(page.get_by_text("登录名称或密码不对")).to_be_visible()
    applicant.give(owner.login, owner.password)
    applicant.told("有 1 次登录失败")
    assert "evil.example" not in page.url

    page.goto("/account")
    expect(page.get_by_text("登录前失败 1 次")).to_be_visible()
    page.get_by_label("手机号码", exact=True).fill("13905330009")
    page.get_by_label("登录密码", exact=True).fill(owner.password)
    applicant.press("保存", page.locator("form").filter(has=page.locator("#current_password")))
    applicant.told("已保存")

    page.goto("/account/password")
    page.get_by_label("原密码", exact=True).fill(owner.password)
    page.get_by_label("新密码", exact=True).fill("随风潜入夜-听雨")
    page.get_by_label("确认新密码", exact=True).fill("随风潜入夜-听雨")
    applicant.press("修改密码")
    applicant.told("密码已修改")
    page.reload()
    expect(page.get_by_label("手机号码", exact=True)).to_have_value("13905330009")
    record = page.locator("section").filter(has=page.get_by_role("heading", name="账户记录"))
    for line in ("修改密码", "修改资料：电话", "注册"):
        expect(record.locator("li").filter(has_text=line)).to_be_visible()
    expect(record.get_by_text("已核验")).to_be_visible()


def test_who_was_reset_by_a_desk_is_told_so_and_both_see_it_in_the_record(windows: Windows) -> None:
    owner = unit("泰山区智慧停车服务中心", region="370902", parent="泰山区文化和旅游局", nickname="泰山区文化和旅游局")
    applicant = Applicant(windows()).register(owner)
    applicant.sign_out()
    desk = Person(windows()).sign_in("taishan01", DEMO)
    desk.page.goto("/desk/shandong-2021/area")
    row = desk.page.locator("tr").filter(has_text=owner.name)
    desk.press(f"一次性密码：{owner.person}", row)
    desk.agree("发一次性密码")
    secret = desk.page.locator(".slip .secret").inner_text()
    desk.press("我已记下", desk.dialog())
    desk.press(f"账户记录：{owner.person}", row)
    expect(desk.dialog().locator("li").filter(has_text="重置密码")).to_contain_text("泰山区")

    applicant.sign_in(owner.login, secret)
    applicant.told("重置")
    applicant.sets_password("随风潜入夜-听雨")
    applicant.told("密码已修改")
    applicant.page.goto("/account")
    applicant.reads("再修改一次密码之前")
    expect(applicant.page.locator("li").filter(has_text="经重置密码登录").first).to_be_visible()


def code_in(log: Path, words: str, page: Page) -> str:
    """The last code that left with these words; what waits leaves within a minute."""
    for _ in range(180):
        sent = re.findall(rf"{words}(\d{{8}})", log.read_text())
        if sent:
            return sent[-1]
        page.wait_for_timeout(500)
    raise AssertionError(f"nothing left that says {words}")


def test_mail_address_and_phone_are_confirmed_by_codes_and_a_changed_phone_is_not(
    windows: Windows, console: Console, log: Path
) -> None:
    console.allow("status of 422")
    owner = unit()
    applicant = Applicant(windows()).register(owner)
    page = applicant.page
    page.goto("/account")
    ways = page.locator("#ways")
    ways.get_by_role("checkbox", name="短信").check()
    expect(ways.get_by_text("尚未确认，不会发送")).to_be_visible()
    ways.get_by_label("接收提醒的电子邮箱").fill("reli@example.cn")
    applicant.press("保存", ways)
    expect(ways.get_by_role("link", name="短信验证码")).to_be_visible()
    expect(ways.get_by_role("link", name="邮件验证码")).to_be_visible()

    applicant.press("发送短信验证码", ways)
    expect(ways.get_by_text("验证码已发往 1")).to_be_visible()
    applicant.press("发送邮件验证码", ways)
    expect(ways.get_by_text("验证码已发往 reli@example.cn")).to_be_visible()
    ways.get_by_label("短信验证码").fill(code_in(log, "桂冠验证码 ", page))
    ways.get_by_label("邮件验证码").fill(code_in(log, "邮箱验证码：", page))
    applicant.press("保存", ways)
    expect(ways.get_by_label("短信验证码")).to_have_count(0)
    expect(ways.get_by_label("邮件验证码")).to_have_count(0)
    expect(ways.get_by_text("尚未确认")).to_have_count(0)

    page.get_by_label("手机号码", exact=True).fill("13905330009")
    page.get_by_label("登录密码", exact=True).fill(owner.password)
    applicant.press("保存", page.locator("form").filter(has=page.locator("#current_password")))
    expect(ways.get_by_text("13905330009 尚未确认，不会发送")).to_be_visible()
    expect(ways.get_by_label("接收提醒的电子邮箱")).to_have_value("reli@example.cn")


def test_one_downloads_what_the_site_has_and_closes_the_account(windows: Windows, console: Console) -> None:
    console.allow("status of 401")
    console.allow("status of 422")
    owner = unit("张店区随想软件有限公司")
    applicant = Applicant(windows()).register(owner)
    applicant.begin("典型应用场景")
    draft = applicant.page.url
    page = applicant.page
    page.goto("/account")
    card = page.locator("#data")
    with page.expect_download() as saved:
        applicant.press("下载我的数据", card)
    have = json.loads(saved.value.path().read_text())
    assert (have["account"]["login"], have["complete"], len(have["submissions"])) == (owner.login, True, 1)
    assert have["submissions"][0]["head"]["id"] in draft

    for password, then in (("wrong guess", "密码不对"), (owner.password, "账户已注销")):
        card.get_by_label("确认密码", exact=True).fill(password)
        applicant.press("注销账户", card)
        applicant.agree("注销账户")
        applicant.reads(then)
    page.goto("/sign-in")
    applicant.give(owner.login, owner.password)
    expect(page.get_by_text("登录名称或密码不对")).to_be_visible()


def test_who_was_issued_an_account_reads_who_closes_it(windows: Windows) -> None:
    desk = Person(windows()).sign_in("taishan01", DEMO)
    desk.page.goto("/account")
    desk.reads("本账户由主办单位分发")
    expect(desk.page.locator("#data").get_by_role("button", name="注销账户")).to_have_count(0)
