"""What opens on a page, in dialogs, menus and messages of faults, is open to everybody as the page is."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.facts import CALL
from tests.journeys.looking import WIDTHS, sideways, violations
from tests.journeys.seats import Seats, entries

Act = Callable[[Page], None]


def press(name: str, within: str = "main") -> Act:
    """The first button of this name."""
    return lambda page: page.locator(within).get_by_role("button", name=re.compile(f"^{name}")).first.click()


def click(selector: str) -> Act:
    return lambda page: page.locator(selector).first.click()


def write(selector: str, text: str) -> Act:
    return lambda page: page.locator(selector).first.fill(text)


EDIT, REVIEW, RANKING = (
    "/submissions/{draft}/edit",
    f"/desk/{CALL}/scenario/{{pushed}}",
    f"/desk/{CALL}/scenario/ranking",
)
ACCOUNTS = f"/organiser/{CALL}/accounts"
OPENED: dict[str, tuple[str, str, list[Act], str]] = {
    "sign-in left empty": ("visitor", "/sign-in", [press("登录")], "[aria-invalid]"),
    "how to get a new password": ("visitor", "/sign-in", [click("details.fold summary")], "details[open]"),
    "registration left empty": (
        "visitor",
        f"/calls/{CALL}/register",
        [press("注册账户")],
        "section.note.bad",
    ),
    "the account's menu": ("applicant", "/account", [click("header details.acct summary")], ".menu"),
    "what a form lacks": ("drafter", EDIT, [press("检查并推送", ".actbar")], "section.note.bad"),
    "the calendar of months": ("drafter", EDIT, [press("打开日历")], ".cal"),
    "a row of a table": ("drafter", EDIT, [press("＋")], ".cells"),
    "deleting a draft": ("drafter", f"/calls/{CALL}/submissions", [press("删除")], "dialog[open]"),
    "no match in the list": (
        "drafter",
        f"/calls/{CALL}/submissions",
        [write("[type=search]", "没有")],
        ".empty",
    ),
    "returning an entry": (
        "county",
        REVIEW,
        [press("退回"), click("dialog [type=checkbox]")],
        "dialog[open] li textarea",
    ),
    "declining an entry": ("county", REVIEW, [press("不予推荐")], "dialog[open]"),
    "recommending without a word": ("county", REVIEW, [press("推荐", ".acts")], ".trouble"),
    "acts on many": ("county", f"/desk/{CALL}/scenario", [click("tbody .tick input")], ".bulk"),
    "returning many": (
        "county",
        f"/desk/{CALL}/scenario",
        [click("tbody .tick input"), press("一并退回")],
        "dialog[open]",
    ),
    "a private note": ("county", f"/desk/{CALL}/scenario", [click("td.mine .edit")], ".note-form"),
    "the history of a list": ("county", RANKING, [click("details.fold summary")], ".time li"),
    "an order not saved": ("county", RANKING, [press("下移")], ".moved"),
    "recommending from the ranking": (
        "county",
        RANKING,
        [write(".wait input", "1"), press("排入")],
        "dialog[open]",
    ),
    "the last look": ("county", RANKING, [press("上报推荐结果")], "dialog[open]"),
    "reopening a list": (
        "organiser",
        f"/organiser/{CALL}/lists/scenario",
        [press("重新开放")],
        "dialog[open]",
    ),
    "reopening a list from its table": (
        "organiser",
        f"/desk/{CALL}/scenario/reports/1?desk=371100",
        [press("重新开放")],
        "dialog[open]",
    ),
    "a new account": ("organiser", ACCOUNTS, [press("新建账户")], "dialog[open]"),
    "importing nothing": (
        "organiser",
        ACCOUNTS,
        [press("批量导入"), press("导入", "dialog .dialog-acts")],
        "dialog .error",
    ),
    "disabling an account": ("organiser", ACCOUNTS, [press("停用")], "dialog[open]"),
}
"""What is opened: who opens it, where, by which acts, and how one knows it by its selector."""

REFUSED = {"registration left empty"}
"""What opens because the server refuses: the browser tells of that in its console."""


@pytest.mark.parametrize("what", OPENED)
def test_what_opens_fits_and_is_open_to_everybody(seats: Seats, what: str) -> None:
    who, address, acts, shown = OPENED[what]
    page, console = seats.window(who, "zh")
    console.faults.clear()
    console.allowed[:] = ["status of 422"] if what in REFUSED else []
    page.set_viewport_size(WIDTHS["desktop"])
    page.goto(address.format(**entries(page)), wait_until="networkidle")
    for act in acts:
        act(page)
    expect(page.locator(shown).first).to_be_visible()
    found = violations(page)
    page.set_viewport_size(WIDTHS["phone"])
    assert [*found, *violations(page), *sideways(page), *console.left()] == []
