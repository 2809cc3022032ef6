"""People who look at pages: each signed in once, with a window for each language, kept for all that is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.console import Console
from tests.journeys.facts import CALL, DEMO, ENGLISH_DEMO
from tests.journeys.pages import Person

PEOPLE = {
    "visitor": None,
    "applicant": "tsreli2021",
    "newcomer": "tswenlv2021",
    "county": "taishan01",
    "city": "taian01",
    "reported": "rizhao01",
    "drafter": "tsjiaoyu2021",
    "organiser": "shengju01",
}
"""Who looks at the pages: demo accounts by what they are here for."""
JURIED = "open-data-prize-2026"
EVALUATORS = {
    "visitor": None,
    "applicant": "tsreli2021",
    "organiser": "shengju01",
    "agency": "qilu01",
    "observer": "jiandu01",
    "expert": "zhuanjia01",
    "prize": "prizeoffice",
    "juror": "juror01",
    "prizewatch": "prizeobserver",
}
"""Who looks at them in a later season; the last three are of the English call."""
PASSWORDS = {"prizeoffice": ENGLISH_DEMO, "juror01": ENGLISH_DEMO, "prizeobserver": ENGLISH_DEMO}


@dataclass
class Seats:
    """Windows of the people who look, each signed in once and opened once for each language."""

    browser: Browser
    origin: str
    people: Mapping[str, str | None]
    states: dict[str, Any] = field(default_factory=dict)
    windows: dict[tuple[str, str], tuple[Page, Console]] = field(default_factory=dict)

    def window(self, who: str, language: str) -> tuple[Page, Console]:
        """The window of a person in a language, and what it has complained of."""
        if (who, language) not in self.windows:
            self.windows[who, language] = self._opened(self._spoken(who, language))
        return self.windows[who, language]

    def _opened(self, state: Any) -> tuple[Page, Console]:
        context = self.browser.new_context(base_url=self.origin, storage_state=state, timezone_id="Asia/Shanghai")
        console = Console()
        console.watch(context)
        return context.new_page(), console

    def _spoken(self, who: str, language: str) -> Any:
        """A signed-in browser whose reader has chosen a language."""
        if who not in self.states:
            self.states[who] = self._signed_in(self.people[who])
        chosen = {"name": "laurel.language", "value": language}
        kept = [*self.states[who]["kept"], chosen]
        return {
            "cookies": self.states[who]["cookies"],
            "origins": [{"origin": self.origin, "localStorage": kept}],
        }

    def _signed_in(self, login: str | None) -> dict[str, Any]:
        """What a browser keeps of a person: cookies and the site's own notes."""
        if login is None:
            return {"cookies": [], "kept": []}
        context = self.browser.new_context(base_url=self.origin)
        Person(context.new_page()).sign_in(login, PASSWORDS.get(login, DEMO))
        state = context.storage_state()
        context.close()
        return {"cookies": state["cookies"], "kept": state["origins"][0]["localStorage"]}

    def close(self) -> None:
        """Shuts all windows."""
        for page, _ in self.windows.values():
            page.context.close()


def entries(page: Page) -> dict[str, str]:
    """An entry of each state that this reader has, a filing number, one that it marks, and the call's first file."""
    call = page.request.get(f"/api/calls/{CALL}").json()
    found = {"file": call["files"][0]["name"]}
    for address in (f"/api/submissions?call={CALL}", *_lists(page)):
        answer = page.request.get(address)
        if answer.ok:
            found |= {head["state"]: head["id"] for head in answer.json()["items"]}
            numbers = [head["filing_no"] for head in answer.json()["items"] if head["filing_no"]]
            found |= {"number": numbers[0]} if numbers else {}
    lists = page.request.get("/api/reading")
    return found | (_first_read(lists.json()["items"]) if lists.ok else {})


def _first_read(lists: list[dict[str, Any]]) -> dict[str, str]:
    """The entry that heads an expert's list of the tracks that are looked at, as its address ends."""
    item = next(one["items"][0] for one in lists if one["track"] in ("scenario", "tool"))
    return {"read": f"{item['entry']}?revision={item['revision']}"}


def _lists(page: Page) -> list[str]:
    me = page.request.get("/api/accounts/me")
    account = me.json() if me.ok else {}
    desk = "organiser" if account.get("role") == "organiser" else (account.get("desk") or {}).get("code")
    state = "nominated" if desk == "organiser" else "pushed"
    return [f"/api/calls/{CALL}/desks/{desk}/submissions?track=scenario&state={state}"] if desk else []
