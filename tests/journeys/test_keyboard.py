"""Without a mouse. A desk's day: sign in, review, recommend, put in order, save. An applicant's: choose a region, a
month and a file, mend what a check finds, push."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.answers import fields_of, fitting, form_of
from tests.journeys.conftest import Windows
from tests.journeys.facts import DEMO, document, unit
from tests.journeys.filling import fill
from tests.journeys.pages import Applicant

CALL, DESK = "shandong-2021", "taishan01"
STANDING = """(one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    const box = one.getBoundingClientRect()
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    return {
        shown: (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none",
        bare: !!top && (one.contains(top) || top.contains(one)),
    }
}"""
"""Whether the focus can be seen where it is, and nothing lies over it (WCAG 2.4.7 and 2.4.11)."""
FAR = 120


@dataclass
class Keys:
    """A person with a keyboard alone."""

    page: Page

    def to(self, wanted: Locator, by: str = "Tab") -> None:
        """Goes on with Tab until the focus is there, and sees where it is."""
        for _ in range(FAR):
            self.press(by)
            if wanted.evaluate("(one) => one === document.activeElement"):
                seen = wanted.evaluate(STANDING)
                assert seen == {"shown": True, "bare": True}, f"{wanted}: {seen}"
                return
        raise AssertionError(f"{wanted} is not reached by {by}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.insert_text(text)


def test_a_desk_can_do_its_day_by_keyboard_alone(windows: Windows) -> None:
    page = windows()
    keys = Keys(page)
    signs_in(keys)
    name = reviews_the_first(keys)
    recommends_it(keys, name)
    moves_it_down_and_saves(keys, name)
    comes_back_from_a_dialog(keys)


def test_an_applicant_can_finish_and_push_by_keyboard_alone(windows: Windows) -> None:
    applicant = Applicant(windows())
    who = unit("张店区键盘数据有限公司")
    applicant.register(who).keep_dossier(who, CALL)
    applicant.begin("优秀解决方案")
    form = form_of(CALL, "solution")
    left = [f for f in fields_of(form) if f["id"] not in {"first_use", "pledge"}]
    fill(
        applicant.page,
        {"sections": [{"fields": left}]},
        fitting(form, {"name": "键盘方案"}, region="370303"),
    )
    # asked for in time: the browser takes a moment until it hands its dialogs over
    applicant.page.once("filechooser", lambda chooser: chooser.set_files([document("承诺书")]))
    keys = Keys(applicant.page)
    chooses_another_region(keys)
    skips_the_form_and_checks(keys)
    goes_to_what_is_missing(keys, "首次投入使用年月")
    chooses_a_month(keys)
    checks(keys)
    goes_to_what_is_missing(keys, "承诺书")
    chooses_a_file(keys)
    checks(keys)
    pushes(keys)


def chooses_another_region(keys: Keys) -> None:
    county = keys.page.locator("#f-unit_region-county")
    keys.press("Control+Home")
    keys.to(county)
    keys.press("ArrowDown")
    expect(county).not_to_have_value("370303")


def skips_the_form_and_checks(keys: Keys) -> None:
    keys.to(keys.page.get_by_role("link", name="跳到操作栏"), by="Shift+Tab")
    keys.press("Enter")
    checks(keys)


def checks(keys: Keys) -> None:
    keys.to(keys.page.get_by_role("button", name="检查并推送"))
    keys.press("Enter")


def goes_to_what_is_missing(keys: Keys, name: str) -> None:
    found = keys.page.locator("main form [role=alert]")
    expect(found).to_be_focused()
    link = found.get_by_role("link", name=re.compile(name))
    keys.to(link)
    keys.press("Enter")


def chooses_a_month(keys: Keys) -> None:
    page = keys.page
    field = page.locator("#f-first_use")
    expect(field).to_be_focused()
    button = page.get_by_role("button", name=re.compile("首次投入使用年月"))
    keys.to(button)
    keys.press("Enter")
    expect(page.locator(".cal td [tabindex='0']")).to_be_focused()
    keys.press("PageUp", "ArrowRight", "Enter")
    expect(field).to_have_value(re.compile(r"^\d{4}-\d{2}$"))
    expect(button).to_be_focused()


def chooses_a_file(keys: Keys) -> None:
    page = keys.page
    expect(page.locator("#f-pledge")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("group", name=re.compile("^承诺书")).locator(".file .saved")).to_have_count(1)


def pushes(keys: Keys) -> None:
    page = keys.page
    page.wait_for_url("**/push")
    keys.to(page.get_by_role("radio").first)
    keys.press("Space")
    keys.to(page.get_by_role("button", name="确认推送"))
    keys.press("Enter")
    expect(page.locator(".strip-facts dd").first).to_have_text(re.compile(r"^[0-9A-Z-]{10,}$"))


def signs_in(keys: Keys) -> None:
    page = keys.page
    page.goto("/")
    keys.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    keys.to(page.locator("header").get_by_role("link", name="登录"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="登录")).to_be_focused()
    keys.to(page.get_by_label("登录名称"))
    keys.write(DESK)
    keys.to(page.get_by_label("登录密码", exact=True))
    keys.write(DEMO)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="推送给我单位的申报")).to_be_focused()


def reviews_the_first(keys: Keys) -> str:
    page = keys.page
    track = page.locator("nav.strip").get_by_role("link", name="典型应用场景")
    keys.to(track)
    keys.press("Enter")
    expect(track).to_have_attribute("aria-current", "page")
    entry = page.locator("table.inbox a.name").first
    name = entry.inner_text()
    keys.to(entry)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    return name


def recommends_it(keys: Keys, name: str) -> None:
    page = keys.page
    keys.to(page.locator("#rank"))
    keys.write("1")
    keys.to(page.locator("#opinion"))
    keys.write("数据可核，成效明显。")
    keys.to(page.get_by_role("button", name="推荐", exact=True))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name=name)).to_have_count(0)


def moves_it_down_and_saves(keys: Keys, name: str) -> None:
    page = keys.page
    ranking = page.locator("header nav").get_by_role("link", name="推荐排序")
    page.keyboard.press("Control+Home")
    keys.to(ranking)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="推荐排序")).to_be_focused()
    track = page.locator("nav.strip").get_by_role("link", name="典型应用场景")
    keys.to(track)
    keys.press("Enter")
    grip = page.get_by_role("button", name=re.compile(f"^拖动，或按上下键移动：{re.escape(name)}"))
    keys.to(grip)
    keys.press("ArrowDown")
    expect(page.locator("ol.rank a.name").nth(1)).to_have_text(name)
    expect(grip).to_be_focused()
    keys.to(page.get_by_role("button", name="保存排序"))
    keys.press("Enter")
    expect(page.locator(".actbar").get_by_role("status")).to_have_text("排序已保存")
    page.reload()
    expect(page.locator("ol.rank a.name").nth(1)).to_have_text(name)


def comes_back_from_a_dialog(keys: Keys) -> None:
    page = keys.page
    report = page.get_by_role("button", name="上报推荐结果")
    keys.to(report)
    keys.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(report).to_be_focused()
