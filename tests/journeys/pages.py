"""The product as the people of the trade use it: their verbs, acted out on its pages with its own buttons."""

import re
from collections.abc import Mapping
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.journeys.answers import fields_of, form_of
from tests.journeys.facts import CALL, Unit
from tests.journeys.filling import answer

WORDS = {
    "sign_in": ("登录", "Sign in"),
    "login": ("登录名称", "Login name"),
    "password": ("登录密码", "Password"),
    "register": ("注册账户", "Register"),
    "sign_out": ("退出登录", "Sign out"),
    "new": ("新建申报", "New"),
    "mine": ("我的申报", "My submissions"),
    "begin": ("开始填写", "Begin"),
    "check": ("检查并推送", "Check and push"),
    "all_in": ("已填齐", "All filled in"),
    "push": ("确认推送", "Push"),
    "send": ("提交", "Send"),
    "reason": ("原因", "Reason"),
    "inbox": ("待办", "Inbox"),
    "ranking": ("推荐排序", "Ranking"),
    "tables": ("汇总表", "Tables"),
    "opinion": ("推荐意见", "Opinion"),
    "recommend": ("推荐", "Recommend"),
    "report": ("上报推荐结果", "Report the result"),
}
SAVED = re.compile(r"^(已保存 \d|Saved \d)")


class Person:
    """Somebody at a window of the product; `language` is 0 for Chinese, 1 for English."""

    def __init__(self, page: Page, language: int = 0) -> None:
        self.page, self.language = page, language

    def word(self, key: str) -> str:
        """What the site calls it in this person's language."""
        return WORDS[key][self.language]

    def press(self, name: str, within: Locator | None = None) -> None:
        """The one button of this name."""
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """The one link of this name."""
        (within or self.page).get_by_role("link", name=name, exact=True).click()

    def go(self, name: str) -> None:
        """Somewhere by the main navigation."""
        self.follow(name, self.page.locator("header nav"))

    def dialog(self) -> Locator:
        """The one in front."""
        return self.page.get_by_role("dialog").last

    def agree(self, verb: str) -> None:
        """Says yes to what a dialog asks, by its button."""
        self.press(verb, self.page.locator("dialog[open] .dialog-acts"))

    def reads(self, text: str | re.Pattern[str]) -> None:
        """Sees it on the page."""
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def heading(self, text: str | re.Pattern[str]) -> None:
        """Is on the page of this heading."""
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()

    def told(self, text: str) -> None:
        """Gets the message, and puts it away."""
        message = self.page.locator(".toasts li").filter(has_text=text)
        message.get_by_role("button").click()
        expect(message).to_have_count(0)

    def sign_in(self, login: str, password: str) -> Self:
        """From anywhere, by the header's button; at first from the call's own page, since others may be newer."""
        if not self.page.url.startswith("http"):
            self.page.goto(f"/calls/{CALL}")
        self.page.locator("header").get_by_role("link", name=self.word("sign_in"), exact=True).click()
        self.give(login, password)
        expect(self.page.locator("header details.acct")).to_be_visible()
        return self

    def give(self, login: str, password: str) -> None:
        """Types name and password where they are asked for."""
        self.page.get_by_label(self.word("login"), exact=True).fill(login)
        self.page.get_by_label(self.word("password"), exact=True).fill(password)
        self.press(self.word("sign_in"), self.page.locator("main form, dialog form").last)

    def sign_out(self) -> None:
        self.page.locator("header details.acct summary").click()
        self.press(self.word("sign_out"))

    def sets_password(self, password: str) -> None:
        """At the first sign-in with a one-time password."""
        self.heading("首次登录请先设置自己的密码")
        self.page.get_by_label("新密码", exact=True).fill(password)
        self.page.get_by_label("确认新密码", exact=True).fill(password)
        self.press("修改密码")


class Applicant(Person):
    """申报用户."""

    def register(self, unit: Unit) -> Self:
        """注册账户: from the call's page to one's own list."""
        self.page.goto(f"/calls/{CALL}")
        self.page.get_by_role("link", name="注册账户", exact=True).first.click()
        self.heading("注册账户")
        self.type_facts(unit)
        self.press("注册账户")
        self.told("注册成功")
        return self

    def join(self, call: str, facts: Mapping[str, str]) -> Self:
        """Registers from a call's own page with what it asks: `facts` by the id of their control."""
        self.page.goto(f"/calls/{call}")
        self.page.locator("main").get_by_role("link", name=self.word("register"), exact=True).click()
        self.heading(self.word("register"))
        for id, value in facts.items():
            control = self.page.locator(f"main form #{id}")
            if control.evaluate("it => it.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        self.page.locator("#agreed").check()
        self.press(self.word("register"), self.page.locator("main form"))
        return self

    def type_facts(self, unit: Unit) -> None:
        page = self.page
        page.get_by_label("用户姓名", exact=True).fill(unit.person)
        page.get_by_label("手机号码", exact=True).fill(unit.mobile)
        region = page.get_by_role("group", name="所在地区")
        region.get_by_label("市（州、盟）").select_option(f"{unit.region[:4]}00")
        region.get_by_label("县（市、区）").select_option(unit.region)
        page.get_by_label("主管部门", exact=True).select_option("名单中没有，自行填写")
        page.get_by_label("主管部门全称", exact=True).fill(unit.parent)
        page.get_by_label("组织", exact=True).fill(unit.name)
        page.get_by_label("昵称", exact=True).fill(unit.nickname)
        page.get_by_label("登录名称", exact=True).fill(unit.login)
        page.get_by_label("登录密码", exact=True).fill(unit.password)
        page.get_by_label("确认密码", exact=True).fill(unit.password)
        page.get_by_role("checkbox", name=re.compile("我已阅读")).check()

    def keep_dossier(self, unit: Unit, call: str) -> None:
        """单位档案: the unit's facts, typed once."""
        self.page.locator("header details.acct summary").click()
        self.follow("单位档案")
        self.heading("单位档案")
        facts = unit.dossier()
        for field in fields_of(form_of(call, "unit")):
            if field.get("dossier") in facts:
                answer(self.page, {**field, "within": None}, facts[field["dossier"]], "")
        self.press("保存")
        self.told("已保存")

    def begin(self, track: str) -> None:
        """新建: chooses a track; the form is open then."""
        self.go(self.word("new"))
        self.page.get_by_role("button", name=re.compile(rf"^{self.word('begin')}(：|: ){re.escape(track)}$")).click()
        self.page.wait_for_url("**/edit")
        expect(self.bar()).to_be_visible()

    def field(self, id: str) -> Locator:
        """The control of a field of the open form."""
        return self.page.locator(f"#f-{id}")

    def missing(self) -> int:
        """How many things the bar below says are missing."""
        said = self.bar().locator(".missing.num").inner_text()
        return int(re.findall(r"\d+", said)[0])

    def bar(self) -> Locator:
        return self.page.locator(".actbar")

    def saved(self) -> None:
        """保存: waits until the bar says that everything is saved, and when."""
        expect(self.bar().get_by_role("status").filter(has_text=SAVED)).to_be_visible()

    def check(self) -> None:
        """检查: what is missing is said in a summary, or the push begins."""
        self.press(self.word("check"))

    def push(self, desk: str) -> str:
        """推送 to a desk, after a check that finds nothing; the filing number."""
        expect(self.bar().get_by_text(self.word("all_in"))).to_be_visible()
        self.check()
        self.page.wait_for_url("**/push")
        self.page.get_by_role("radio", name=re.compile(desk)).check()
        self.press(self.word("push"))
        number = self.page.locator(".strip-facts dd").first
        expect(number).to_have_text(re.compile(r"^[0-9A-Z-]{10,}$"))
        return number.inner_text()

    def row(self, name: str) -> Locator:
        """One's own entry in the list."""
        row = self.page.locator("li.mine-row").filter(has=self.page.get_by_role("link", name=name, exact=True))
        expect(row).to_be_visible()
        return row

    def names(self) -> list[str]:
        """The names in the list as it is shown."""
        return self.page.locator("li.mine-row a.name").all_inner_texts()


class Recommender(Person):
    """推荐用户, and the organiser where it works on the same pages."""

    def inbox(self, track: str, state: str | None = None) -> None:
        """The list of a track; of another state than what waits."""
        self.go(self.word("inbox"))
        self.choose_track(track)
        if state:
            self.page.locator("nav.states").get_by_role("link", name=re.compile(f"^{state}")).click()

    def choose_track(self, track: str) -> None:
        link = self.page.locator("nav.strip").get_by_role("link", name=re.compile(rf"^{re.escape(track)}( \d+)?$"))
        link.click()
        expect(link).to_have_attribute("aria-current", "page")

    def open(self, name: str) -> None:
        """详情 of an entry in the list."""
        self.page.locator("table.inbox").get_by_role("link", name=name, exact=True).click()
        self.heading(name)

    def recommend(self, rank: int, opinion: str) -> None:
        """推荐 with rank and opinion."""
        self.page.locator("#rank").fill(str(rank))
        self.page.locator("#opinion").fill(opinion)
        self.press(self.word("recommend"))

    def give_back(self, reason: str, asks: Mapping[str, str]) -> None:
        """退回 with a reason and what is asked of which field, after a confirmation."""
        self.press("退回")
        dialog = self.dialog()
        dialog.get_by_label("理由", exact=True).fill(reason)
        for field, ask in asks.items():
            dialog.get_by_role("checkbox", name=field, exact=True).check()
            dialog.get_by_label(f"对“{field}”的要求").fill(ask)
        self.agree("退回")

    def ranking(self, track: str) -> None:
        """推荐排序 of a track."""
        self.go(self.word("ranking"))
        self.heading(self.word("ranking"))
        self.choose_track(track)

    def order(self) -> list[str]:
        """The names in their order."""
        rows = self.page.locator("ol.rank a.name")
        expect(rows.first).to_be_visible()
        return rows.all_inner_texts()

    def report(self) -> None:
        """上报: after a last look; waits until everything has arrived above."""
        self.press(self.word("report"))
        self.agree(self.word("report"))
        expect(self.page.locator("#final .chip.recommended")).to_be_visible()

    def rows_of_table(self) -> list[list[str]]:
        """The rows of the summary table that is shown, cell by cell."""
        table = self.page.locator("table.report")
        expect(table).to_be_visible()
        return [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]
