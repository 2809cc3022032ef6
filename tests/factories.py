"""A small call and its people: what tests of services and routes start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.accounts import Account, Login, SignedIn
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import Command
from chalicelib.domain.workflow.rows import ENTRY_STEPS
from chalicelib.services.context import Act, Tools
from chalicelib.services.lists import ranking
from chalicelib.services.sign_in import passwords, sessions
from chalicelib.services.sign_in.sessions import Visitor
from chalicelib.services.submissions import drafts, steps
from chalicelib.storage import accounts, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from chalicelib.storage.idempotency import IdempotencyRecord
from chalicelib.wiring import Wiring
from tests.conftest import Place, settings_of

OPENS = datetime(2021, 10, 20, tzinfo=UTC)
CLOSES = datetime(2021, 11, 15, 15, 59, tzinfo=UTC)
CALL, TRACK = "test-2021", "scenario"
AUTHORITY = "shandong"
PASSWORD = "correct horse 电池"
CITY, COUNTY, OTHER_COUNTY, DEPARTMENT = "370900", "370902", "370911", "sd-health"


def form() -> dict[str, Any]:
    """Four fields: a name, a credit code, a number, a long text."""
    fields: list[dict[str, Any]] = [
        {"id": "name", "type": "text", "min": 2, "max": 40, "list": True, "required": True},
        {"id": "unit_name", "type": "text", "min": 2, "max": 60, "dossier": "unit_name"},
        {"id": "uscc", "type": "uscc", "dossier": "uscc"},
        {"id": "served", "type": "integer", "min": 0, "max": 1000000, "list": True, "required": True},
        {"id": "effect", "type": "long", "min": 5, "max": 1000, "required": True},
        {"id": "related", "type": "link", "track": TRACK, "min": 0, "max": 3},
        {"id": "proof", "type": "attachments", "min": 0, "max": 3, "size": 1048576, "kinds": ["pdf", "png"]},
    ]
    for made in fields:
        made.setdefault("required", False)
        made["label"] = {"zh": made["id"]}
    return {
        "call": CALL,
        "version": 1,
        "track": TRACK,
        "names": {"zh": "典型应用场景"},
        "name_field": "name",
        "landing": None,
        "total_size": None,
        "sections": [{"id": "all", "title": {"zh": "全部"}, "help": None, "fields": fields}],
        "checks": [],
    }


def call(**changes: Any) -> dict[str, Any]:
    """A call with a county, a city and a department level; two places a city, refusing beyond them."""
    names = {"zh": "测试评选"}
    at = {"zh": "x"}
    return {
        "id": CALL,
        "version": 1,
        "names": names,
        "title": names,
        "lead": names,
        "authority": {"id": "shandong", "names": {"zh": "山东省大数据局"}},
        "languages": ["zh"],
        "zone": "Asia/Shanghai",
        "region": "37",
        "levels": [
            {"id": "county", "names": at, "receives": "region", "parent": "city"},
            {"id": "city", "names": at, "receives": "region", "parent": None},
            {"id": "department", "names": at, "receives": "any", "parent": None},
        ],
        "calendar": {
            "filing_opens": OPENS.isoformat(),
            "filing_closes": CLOSES.isoformat(),
            "recommending": dict.fromkeys(("county", "city", "department"), (CLOSES + timedelta(days=2)).isoformat()),
            "stages": [{"id": "filing", "label": at, "opens": OPENS.isoformat(), "closes": CLOSES.isoformat()}],
        },
        "grace_minutes": 15,
        "resubmit_days": 3,
        "withdrawal": False,
        "tracks": [
            {
                "id": TRACK,
                "names": {"zh": "典型应用场景"},
                "eligibility": at,
                "selects": 200,
                "quotas": {"city": {"places": 2, "over": "refuse", "slack": 0}},
                "landing": None,
                "category_field": None,
                "criteria": [],
                "form": form(),
            }
        ],
        "desks": [
            _desk(CITY, "city", None, CITY),
            _desk(COUNTY, "county", CITY, COUNTY),
            _desk(OTHER_COUNTY, "county", CITY, OTHER_COUNTY),
            _desk(DEPARTMENT, "department", None, None),
        ],
        "contacts": [],
        "notice": at,
        "files": [],
        "note": None,
        **changes,
    }


def tracks(*ids: str) -> list[dict[str, Any]]:
    """Tracks like the test call's own, by other ids."""
    return [{**call()["tracks"][0], "id": id} for id in ids]


MARKS_CLOSE = CLOSES + timedelta(days=20)


def evaluated(**changes: Any) -> dict[str, Any]:
    """What makes the test call one that is evaluated: pass it to `world`.

    Two experts an entry by the draw, marks from 0 to 10 by a half, severity; two of three criteria count. `changes` are
    of the call's `evaluation`.
    """
    at = {"zh": "x"}
    evaluation = {
        "agencies": [{"code": "qilu", "names": {"zh": "齐鲁评估中心"}}],
        "experts": {"keep_apart": ["body", "city"], "per_body": 2, "named": True},
        "blind": "unit",
        "numbers": [
            {"id": "3d", "label": at, "count": 3, "ordered": True},
            {"id": "qlc", "label": at, "count": 7, "ordered": False},
        ],
        "second_person": ["draw", "marks", "selection"],
        **changes,
    }
    stage = {
        "id": "written",
        "names": at,
        "design": "each",
        "experts": 2,
        "scale": {"min": "0", "max": "10", "step": "0.5"},
        "closes": MARKS_CLOSE.isoformat(),
        "method": {"kind": "severity", "shrink": 4, "trim": 0},
        "most": 60,
        "spread": {"over": 25, "then": "reconsider"},
        "at_least": 2,
    }
    track = {
        **call()["tracks"][0],
        "criteria": [
            {"id": "effect", "names": at, "weight": 60, "comment": {"when": "below", "mark": "5"}},
            {"id": "spread", "names": at, "weight": 40},
            {"id": "prepared", "names": at, "weight": 0},
        ],
        "stages": [stage],
        "selection": {"places": 2, "about": 1, "floor": 30},
        "ties": [{"by": "criterion", "criterion": "effect"}, {"by": "spread"}, {"by": "desk_rank"}, {"by": "draw"}],
    }
    return {"evaluation": evaluation, "tracks": [track]}


def _desk(code: str, level: str, parent: str | None, region: str | None) -> dict[str, Any]:
    return {"code": code, "names": {"zh": code}, "level": level, "parent": parent, "region": region}


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = OPENS + timedelta(days=5)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@dataclass
class World:
    """The product over one table, with a published call and people who act in it."""

    wiring: Wiring
    clock: Clock
    people: dict[str, SignedIn] = field(default_factory=dict)
    _requests: Any = field(default_factory=lambda: count(1))

    @property
    def tools(self) -> Tools:
        return self.wiring.tools

    def applicant(self, name: str = "applicant", region: str = COUNTY) -> SignedIn:
        """Somebody who files."""
        return self._person(name, Role.APPLICANT, None, region)

    def recommender(self, desk: str, name: str = "of", **account: Any) -> SignedIn:
        """Somebody of a desk; `account` says what else is true of the account."""
        return self._person(f"{name}-{desk}", Role.RECOMMENDER, desk, "37", **account)

    def organiser(self, **account: Any) -> SignedIn:
        return self._person("organiser", Role.ORGANISER, None, "37", **account)

    def agency(self, code: str = "qilu") -> SignedIn:
        """Somebody of an agency."""
        return self._person(f"agency-{code}", Role.AGENCY, None, "37", agency=code)

    def expert(self, name: str = "expert", agency: str | None = "qilu") -> SignedIn:
        """An expert, of an agency or of the organiser's own (None)."""
        return self._person(name, Role.EXPERT, None, "37", agency=agency)

    def observer(self) -> SignedIn:
        return self._person("observer", Role.OBSERVER, None, "37")

    def cookie(self, who: SignedIn) -> str:
        """What a browser of somebody's sends, after signing in; stores the account."""
        opened, session = sessions.open_session(self.tools, who.account, who.account.login, Visitor("192.0.2.1"))
        login = Login(who.account.login, who.account.id, hashed(PASSWORD))
        self.tools.table.write([Put(accounts.account_item(who.account)), Put(accounts.login_item(login)), session])
        return opened.cookie

    def request(self, who: SignedIn, digest: str = "d") -> IdempotencyRecord:
        """A fresh request id."""
        return IdempotencyRecord(who.caller.account, f"r{next(self._requests)}", digest)

    def act(self, who: SignedIn | Caller, request: IdempotencyRecord | None = None) -> Act:
        """Something that somebody reads, or does under `request`."""
        return Act(self.tools, who, request)

    def change(self, who: SignedIn) -> Act:
        """Something that somebody does under a fresh request id."""
        return self.act(who, self.request(who))

    def draft(self, who: SignedIn, name: str = "智慧供热", track: str = TRACK, **answers: Any) -> str:
        """A draft that is ready to push."""
        made = drafts.start(self.change(who), CALL, track, None).id
        self.save(who, made, {**complete(name), **answers})
        return made

    def save(self, who: SignedIn, submission: str, answers: Mapping[str, Any]) -> drafts.Saved:
        return drafts.save(self.act(who), submission, answers, 1, self.etag(submission))

    def etag(self, submission: str) -> str:
        return fetch(self.tools.table, submissions.answers(submission)).etag

    def take(self, who: SignedIn, submission: str, step: str, **arguments: Any) -> Head:
        """One step under a fresh request id."""
        return steps.apply(self.change(who), submission, command(step, **arguments))

    def pushed(
        self, name: str = "智慧供热", desk: str = COUNTY, who: SignedIn | None = None, track: str = TRACK
    ) -> str:
        """An entry that lies at a desk."""
        owner = who or self.applicant()
        made = self.draft(owner, name, track)
        self.take(owner, made, "push", desk=desk)
        return made

    def head(self, submission: str) -> Head:
        head = fetch(self.tools.table, submissions.head(submission))
        assert head is not None
        return head

    def recommended(self, desk: str = COUNTY, name: str = "智慧供热", track: str = TRACK) -> str:
        """An entry that a desk has put first on its list."""
        made = self.pushed(name, desk, track=track)
        self.take(self.recommender(desk), made, "recommend", rank=1, opinion="好")
        return made

    def board(self, desk: str, track: str = TRACK) -> ranking.Board:
        return ranking.read(self.act(self.recommender(desk)), ListId(CALL, desk, track))

    def report(self, desk: str, track: str = TRACK) -> ranking.Board:
        """Report a desk's list, and let its entries follow."""
        from chalicelib.services.follow_ups import reports

        seen = str(self.board(desk, track).ranked.v)
        done = ranking.report(self.change(self.recommender(desk)), ListId(CALL, desk, track), seen)
        assert done.last_report is not None
        reports.advance(self.tools, done.last_report)
        return done

    def _person(self, name: str, role: Role, desk: str | None, region: str, **more: Any) -> SignedIn:
        known: dict[str, Any] = {
            "id": f"a-{name}",
            "login": name,
            "name": name,
            "role": role,
            "authority": AUTHORITY,
            "call": CALL,
            "created_at": OPENS,
            "desk": desk,
            "area": COUNTY if role is Role.APPLICANT else None,
            "region": region,
        }
        account = Account(**{**known, **more})
        caller = Caller(account.id, role, account.authority, desk, agency=account.agency)
        return SignedIn(caller, account, account.must_change)


@cache
def hashed(password: str) -> str:
    """A password's hash, worked out once: it is slow on purpose."""
    return passwords.hash_password(password)


def command(step: str, **arguments: Any) -> Command[Head]:
    """What is asked of the workflow, by its name in history; arguments that the step does not have are left out."""
    kind = ENTRY_STEPS[step].command
    known = {f.name for f in fields(kind)}
    return kind(**{name: value for name, value in arguments.items() if name in known})


def complete(name: str = "智慧供热") -> dict[str, Any]:
    """Answers that nothing is missing from."""
    return {
        "name": name,
        "unit_name": "泰山区热力公司",
        "served": "128000",
        "effect": "投诉工单平均处置时间由 26 小时降至 4 小时。",
    }


def world(table: Place, bucket: Place | None = None, **changes: Any) -> World:
    """A fresh product on `table` with the test call published."""
    clock = Clock()
    wiring = Wiring(settings_of(table, bucket), clock)
    wiring.tools.calls.publish(call(**changes))
    return World(wiring, clock)
