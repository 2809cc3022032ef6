"""One's own account: its name in Chinese, what one is told at signing in, and what takes the password again."""

from dataclasses import replace

from playwright.sync_api import expect

from tests.journeys.conftest import Windows
from tests.journeys.console import Console
from tests.journeys.facts import unit
from tests.journeys.pages import Applicant


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
