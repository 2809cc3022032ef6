"""Who judges, and their verbs on the pages; `language` is 0 for Chinese, 1 for English."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.journeys.facts import PASSWORD
from tests.journeys.pages import Person

LEFT = re.compile("未看|已存未交|复议|Not begun|Begun|To reconsider")


@dataclass(frozen=True)
class Call:
    """Where a season is played: its first track, the password of its people, their language."""

    id: str
    track: str
    password: str
    language: int = 0

    @property
    def roll(self) -> str:
        return f"/organiser/{self.id}/roll?track={self.track}"

    @property
    def season(self) -> str:
        return f"/evaluation/{self.id}"

    @property
    def experts(self) -> str:
        return f"/evaluation/{self.id}/experts"

    @property
    def selection(self) -> str:
        return f"/evaluation/{self.id}/selection/{self.track}"

    def page(self, stage: str, name: str) -> str:
        """A page of a jury."""
        return f"/evaluation/{self.id}/{self.track}/{stage}/{name}"


class Judging(Person):
    """Somebody of a season, who may come in again on another day."""

    def __init__(self, page: Page, call: Call, login: str, password: str = "") -> None:
        super().__init__(page, call.language)
        self.call, self.login, self.password = call, login, password or call.password

    def comes_in(self) -> Self:
        """Signs in, whatever day it is."""
        self.page.context.clear_cookies()
        self.page.goto(f"/calls/{self.call.id}")
        self.sign_in(self.login, self.password)
        return self

    def say(self, zh: str, en: str) -> str:
        return (zh, en)[self.language]

    def opens(self, address: str) -> None:
        """Goes to a page, and waits until what it loads is there."""
        self.page.goto(address, wait_until="networkidle")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        expect(self.page.locator("main .loading")).to_have_count(0)

    def control(self, id: str) -> Locator:
        return self.page.locator(f"#{id}")

    def chooses(self, id: str, text: str) -> None:
        """The one option of a control that reads like this, once it is there."""
        option = self.control(id).locator("option", has_text=text)
        expect(option).to_have_count(1)
        self.control(id).select_option(option.get_attribute("value"))


class Office(Judging):
    """Organiser, agency or observer."""

    def does(self, verb: str, agrees: str = "") -> None:
        """Presses a button, and says yes to what it asks."""
        self.press(verb, self.page.locator("main, .actbar"))
        self.agree(agrees or verb)

    def gives_reason(self, verb: str, reason: str) -> None:
        """Writes the reason that a dialog asks for."""
        self.dialog().get_by_label(self.say("理由", "Reason"), exact=True).fill(reason)
        self.agree(verb)


class Reader(Judging):
    """An expert at its own list and entries."""

    def comes_first(self, password: str) -> Self:
        """Signs in with a one-time password and sets its own."""
        self.page.goto(f"/calls/{self.call.id}")
        self.follow(self.word("sign_in"), self.page.locator("header"))
        self.give(self.login, password)
        new, again, change = (
            ("新密码", "确认新密码", "修改密码"),
            ("New password", "New password, again", "Change password"),
        )[self.language]
        self.page.get_by_label(new, exact=True).fill(PASSWORD)
        self.page.get_by_label(again, exact=True).fill(PASSWORD)
        self.press(change)
        self.told(self.say("密码已修改", "changed"))
        self.password = PASSWORD
        return self

    def opens_list(self) -> None:
        self.page.goto(f"/reading/{self.call.id}", wait_until="networkidle")
        self.heading(self.say("我的评审", "My reviews"))
        expect(self.page.locator("main .loading")).to_have_count(0)

    def left(self) -> list[str]:
        """The names of entries that are still to be marked."""
        rows = self.page.locator(".read-list li").filter(has=self.page.locator(".chip", has_text=LEFT))
        return rows.locator("a").all_inner_texts()

    def opens_entry(self, name: str) -> None:
        """An entry of the list; of a stage that is open, where the expert reads it in two."""
        self.page.locator(".read-list").get_by_role("link", name=name, exact=True).first.click()
        self.heading(name)
        expect(self.page.locator("#sheet .crit").first).to_be_visible()

    def marks(self, value: str, said: str) -> None:
        """Gives every criterion this mark, by keys, with what is said where a reason stands open."""
        for at in self.page.locator("#sheet fieldset[id^='c-']").all():
            at.locator(".scale input").first.focus()
            for key in value:
                self.page.keyboard.press(key)
            expect(at.locator("output")).to_have_text(value)
            if said and at.locator("textarea").count():
                at.locator("textarea").fill(said)

    def submits(self) -> None:
        before = self.page.url
        self.page.keyboard.press("Control+Enter")
        expect(self.page).not_to_have_url(before)

    def marks_all(self, mark_of: Callable[[str], str], said: str = "") -> None:
        """Marks and submits everything that is left, one after the other."""
        self.opens_list()
        names = self.left()
        for n, name in enumerate(names):
            if n == 0:
                self.opens_entry(name)
            self.heading(name)
            expect(self.page.locator("#sheet .crit").first).to_be_visible()
            self.marks(mark_of(name), said)
            self.submits()
        self.opens_list()
        assert self.left() == []

    def gives_back(self, ground: str) -> None:
        """拒评 of the entry that is open."""
        self.press(self.say("拒评…", "Give back…"))
        self.dialog().get_by_label(ground).check()
        self.press(self.say("拒评", "Give back"), self.dialog())
        expect(self.page.get_by_role("dialog")).to_have_count(0)


def experts_csv(rows: Sequence[Sequence[str]]) -> str:
    """The file by which experts are handed out."""
    head = "login,name,fields,body,city,title"
    return "\n".join([head, *(",".join(row) for row in rows)]) + "\n"


def hand_out(office: Office, rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Experts are imported; their one-time passwords by login name."""
    office.opens(office.call.experts)
    office.press(office.say("批量导入", "Import many"))
    office.dialog().get_by_label(office.say("内容", "Content"), exact=True).fill(experts_csv(rows))
    office.press(office.say("导入", "Import"), office.dialog())
    secrets = office.dialog().locator(".secret")
    expect(secrets).to_have_count(len(rows))
    passwords = secrets.all_inner_texts()
    office.press(office.say("已打印，关闭", "Printed, close"), office.dialog())
    office.agree(office.say("关闭", "Close"))
    return dict(zip([row[0] for row in rows], passwords, strict=True))
