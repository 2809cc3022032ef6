"""Each route's request, right in every way: what the tables of access and of budgets are made of."""

import re
from collections.abc import Callable
from itertools import count

from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import short_id
from chalicelib.services.evaluation import rolls, selections
from chalicelib.services.publication.objections import id_of
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, PASSWORD, TRACK, complete
from tests.services.evaluation.jury_room import JURY, JuryRoom
from tests.web.people import Browser, Reply
from tests.web.stage import JUDGED, NEXT, OBJECTED, PDF, ROLLED, UP, Stage, judged

NEW_PASSWORD = "a quite new phrase"
ENTRY = "/reading/{call}/{track}/{stage}/{entry}"
JURY_PATH = "/calls/{call}/juries/{track}/{stage}"
OBJECTION = {
    "row": 1,
    "by": "person",
    "ground": "untrue",
    "statement": "成效数据与公开年报所载的数字不符，相差两倍。",
    "name": "某人",
    "phone": "13900001234",
    "files": [],
    "proof": "none",
}
MARKS = {"marks": {"effect": "8.5", "spread": "7", "prepared": "10"}}
_ADDRESSES = count(1)
"""A code goes to one address a few times a day, whoever asks."""


def selected(here: Stage) -> str:
    """The digest of the selection as it stands."""
    return selections.read(here.world.act(here.people["org"]), judged()).digest


BODIES: dict[str, Callable[[Stage, str], object]] = {
    "POST /challenges": lambda s, e: {"login": "somebody", "purpose": "sign-in"},
    "POST /sessions": lambda s, e: {"login": "somebody", "password": "x", "proof": "none"},
    "POST /accounts": lambda s, e: {},
    "PATCH /accounts/me": lambda s, e: {"name": "王五", "current_password": PASSWORD},
    "PUT /accounts/me/password": lambda s, e: {"old": "x", "new": NEW_PASSWORD, "new_again": NEW_PASSWORD},
    "POST /accounts/me/close": lambda s, e: {"current_password": PASSWORD},
    "PUT /messages/ways": lambda s, e: {"channels": ["mail"]},
    "POST /messages/ways/codes": lambda s, e: {"channel": "mail", "mail": f"wang{next(_ADDRESSES)}@example.cn"},
    "PUT /dossier": lambda s, e: {"answers": {"unit_name": "热力公司"}},
    "POST /submissions": lambda s, e: {"call": CALL, "track": TRACK},
    "PUT /submissions/{submission}/answers": lambda s, e: {"answers": complete(), "version": 1},
    "POST /submissions/{submission}/push": lambda s, e: {"desk": COUNTY, "etag": s.world.etag(e)},
    "POST /submissions/{submission}/ask-back": lambda s, e: {"reason": "写错了"},
    "POST /submissions/{submission}/withdraw": lambda s, e: {"reason": "不报了"},
    "POST /submissions/{submission}/link-requests": lambda s, e: {"linking": s.ids["linking"]},
    "PUT /submissions/{submission}/link-requests/{linking}": lambda s, e: {"confirmed": True},
    "POST /submissions/{submission}/attachments": lambda s, e: {
        "field": "proof",
        "name": "证明.pdf",
        "size": len(PDF),
    },
    "POST /submissions/{submission}/recommend": lambda s, e: {"rank": 1, "opinion": "好"},
    "POST /submissions/{submission}/take-back": lambda s, e: {},
    "POST /submissions/{submission}/decline": lambda s, e: {"reason": "重复"},
    "POST /submissions/{submission}/return": lambda s, e: {"reason": "请补充"},
    "POST /submissions/{submission}/send-back": lambda s, e: {
        "reason": "请核实",
        "desk": DEPARTMENT if e == s.entries["nominated"] else COUNTY,
    },
    "PUT /submissions/{submission}/mark": lambda s, e: {"mark": "yes"},
    "PUT /calls/{call}/desks/{desk}/lists/{track}": lambda s, e: {"order": [s.entries["listed"]]},
    "POST /calls/{call}/desks/{desk}/lists/{track}/report": lambda s, e: {},
    "POST /calls/{call}/desks/{desk}/lists/{track}/reopen": lambda s, e: {"reason": "可补报"},
    f"POST {JURY_PATH}/draw/commit": lambda s, e: {"seats": {"": 2}, "numbers_on": "2021-11-30", "issues": {"3d": "1"}},
    f"POST {JURY_PATH}/draw/reveal": lambda s, e: {"numbers": {"3d": [0, 4, 7]}},
    f"POST {JURY_PATH}/draw/replace": lambda s, e: {"label": "E001", "why": "declined"},
    f"POST {JURY_PATH}/draw/witness": lambda s, e: {},
    f"POST {JURY_PATH}/jury": lambda s, e: {"members": ["a-expert"]},
    f"POST {JURY_PATH}/assignment": lambda s, e: {},
    f"POST {JURY_PATH}/assignment/change": lambda s, e: {"entry": "x", "from": "E001", "to": "E002", "reason": "回避"},
    "POST /calls/{call}/desks/{desk}/lists/{track}/imports": lambda s, e: {"name": "排序.xlsx", "size": 9},
    "POST /calls/{call}/desks/{desk}/lists/{track}/imports/read": lambda s, e: {"upload": "nothing"},
    "POST /calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scans": lambda s, e: {
        "name": "盖章.pdf",
        "size": len(PDF),
    },
    "PUT /calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scan": lambda s, e: {"upload": s.ids["scan"]},
    "POST /calls/{call}/juries/{track}/{stage}/tally": lambda s, e: {},
    "POST /calls/{call}/juries/{track}/{stage}/strike": lambda s, e: {
        "expert": "E001",
        "entry": "aa",
        "reason": "曾任其顾问",
    },
    "POST /calls/{call}/juries/{track}/{stage}/reconsider": lambda s, e: {},
    "PUT /calls/{call}/juries/{track}/{stage}/ballot": lambda s, e: {
        "present": 2,
        "votes": {entry: {"agree": 1, "against": 1, "abstained": 0} for entry in ("aa", "bb", "cc")},
    },
    "POST /calls/{call}/juries/{track}/{stage}/ballot/scans": lambda s, e: {"name": "票.pdf", "size": len(PDF)},
    "PUT /calls/{call}/selection/{track}": lambda s, e: {"line": 2, "exceptions": []},
    "POST /calls/{call}/selection/{track}/propose": lambda s, e: {"digest": selected(s)},
    "POST /calls/{call}/selection/{track}/confirm": lambda s, e: {"digest": selected(s)},
    "POST /calls/{call}/public-notices": lambda s, e: {"tracks": [TRACK], "reason": ""},
    "POST /calls/{call}/public-notices/confirm": lambda s, e: {"digest": "none"},
    "POST /calls/{call}/public-notices/{n}/objections": lambda s, e: OBJECTION,
    "POST /calls/{call}/objections/complete": lambda s, e: {"code": OBJECTED["filed"]},
    "POST /calls/{call}/objections/tickets": lambda s, e: {"code": OBJECTED["filed"]},
    "POST /calls/{call}/objections/follow": lambda s, e: {"code": OBJECTED["filed"]},
    "POST /calls/{call}/objections/{objection}/take": lambda s, e: {"summary": "对成效数据的异议"},
    "POST /calls/{call}/objections/{objection}/refuse": lambda s, e: {"refusal": "merit"},
    "POST /calls/{call}/objections/{objection}/answer": lambda s, e: {"text": "已核对。"},
    "POST /calls/{call}/objections/{objection}/rule": lambda s, e: {"upheld": False, "reason": "与台账相符。"},
    "POST /calls/{call}/objections/{objection}/rule/confirm": lambda s, e: {"digest": "none"},
    "POST /calls/{call}/results": lambda s, e: {"document": "1 号"},
    "POST /calls/{call}/results/confirm": lambda s, e: {"digest": "none"},
    "PUT /calls/{call}/desks/{desk}/settings": lambda s, e: {"direct": False},
    "POST /calls/{call}/desks/{desk}/reminders": lambda s, e: {"accounts": [s.ids["other"]]},
    "POST /calls/{call}/accounts": lambda s, e: {"login": "newcomer", "name": "新人", "desk": COUNTY},
    "POST /calls/{call}/accounts/import": lambda s, e: {"csv": f"login,name,desk\nnewcomer,新人,{COUNTY}"},
    "PUT /experts/{id}/profile": lambda s, e: {"call": CALL, "body": "山东大学"},
    "PUT /experts/me/recusals": lambda s, e: {"call": CALL, "items": [{"body": "泰山区热力公司"}]},
    "PUT /experts/{id}/recusals": lambda s, e: {"call": CALL, "items": [{"body": "泰山区热力公司"}]},
    "POST /submissions/{submission}/ask-recusal": lambda s, e: {"items": [{"name": "周教授", "reason": "同业"}]},
    "POST /submissions/{submission}/recusal-word": lambda s, e: {"word": "属实"},
    "POST /submissions/{submission}/rule-recusal": lambda s, e: {"granted": True, "experts": [s.ids["expert"]]},
    "POST /calls/{call}/extensions": lambda s, e: {
        "which": "filing",
        "until": "2021-12-01T00:00:00Z",
        "reason": "系统故障",
    },
    "PUT /calls/{call}/juries/{track}/{stage}/roll/checks": lambda s, e: {
        "entries": [{"id": s.entries["rolled"], "revision": 1}],
        "verdict": "not_admit",
        "reason": "附件不符",
    },
    "POST /calls/{call}/juries/{track}/{stage}/roll": lambda s, e: {},
    "POST /calls/{call}/juries/{track}/{stage}/rules": lambda s, e: {},
    "POST /submissions/{submission}/ask-correction": lambda s, e: {"reason": "不一致", "asks": {"served": "口径"}},
    "POST /submissions/{submission}/correct": lambda s, e: {"answers": {"served": "130000"}},
    "POST /submissions/{submission}/exclude": lambda s, e: {"reason": "材料不实"},
    "POST /submissions/{submission}/exclude/confirm": lambda s, e: {"digest": "none"},
    f"PUT {ENTRY}/sheet": lambda s, e: MARKS,
    f"POST {ENTRY}/sheet/submit": lambda s, e: MARKS,
    f"POST {ENTRY}/decline": lambda s, e: {"ground": "interest"},
    f"POST {JURY_PATH}/seal": lambda s, e: {"digest": _sealing_digest(s), "reason": "时间已到"},
    f"POST {JURY_PATH}/seal/confirm": lambda s, e: {"digest": _sealing_digest(s)},
    f"POST {JURY_PATH}/experts/{{id}}/sheets/{{entry}}/reopen": lambda s, e: {"reason": "笔误"},
    "POST /submissions/{submission}/late-pass": lambda s, e: {
        "until": "2021-12-01T00:00:00Z",
        "reason": "停电",
    },
}
"""What each change says: right, so that nothing but who asks decides."""

BODIES_ON: dict[tuple[str, str], object] = {
    ("POST /calls/{call}/accounts", "expert"): {
        "login": "newcomer",
        "name": "新人",
        "role": "expert",
        "profile": {"body": "山东大学"},
    },
    ("POST /calls/{call}/accounts/import", "expert"): {"csv": "login,name,body\nnewcomer,新人,山大", "role": "expert"},
}
"""What some changes say on a thing of another kind."""

IF_MATCH: dict[str, Callable[[Stage, str], str]] = {
    "PUT /messages/ways": lambda s, e: "0",
    "PUT /dossier": lambda s, e: "0",
    "PUT /submissions/{submission}/answers": lambda s, e: s.world.etag(e),
    "PUT /calls/{call}/desks/{desk}/lists/{track}": lambda s, e: str(s.world.board(COUNTY).ranked.v),
    "POST /calls/{call}/desks/{desk}/lists/{track}/report": lambda s, e: str(s.world.board(COUNTY).ranked.v),
    "PUT /calls/{call}/selection/{track}": lambda s, e: "0",
    "PUT /calls/{call}/desks/{desk}/settings": lambda s, e: "0",
    "POST /calls/{call}/juries/{track}/{stage}/roll": lambda s, e: roll_etag(s),
    "PUT /experts/{id}/profile": lambda s, e: "0",
    "PUT /experts/{id}/recusals": lambda s, e: "0",
    f"PUT {ENTRY}/sheet": lambda s, e: "0",
    f"POST {ENTRY}/sheet/submit": lambda s, e: "0",
}
QUERIES = {
    "GET /submissions/{submission}/changes": "?from=1&to=1",
    "GET /submissions/{submission}/links": "?field=related",
    "GET /calls/{call}/desks/{desk}/submissions": f"?track={TRACK}",
    "GET /calls/{call}/submissions": "?q=待办",
    "GET /calls/{call}/juries/{track}/{stage}/marks": "?entry=aa",
}
QUERIES_ON = {("GET /calls/{call}/accounts", "expert"): "?role=expert"}
DESKS = {
    "county": (COUNTY, TRACK),
    "county/up": (COUNTY, UP),
    "city": (CITY, TRACK),
    "dept": (DEPARTMENT, TRACK),
    "organiser": ("organiser", TRACK),
    "rolled": (DEPARTMENT, ROLLED),
}


def roll_etag(here: Stage) -> str:
    """The ETag of the roll as the organiser sees it."""
    return rolls.summarise(here.world.act(here.people["org"]), JuryId(CALL, ROLLED, "written")).etag


JURIES = {"jury": JURY.stage, "jury/next": NEXT}


def _sealing_digest(here: Stage) -> str:
    return JuryRoom(here.world).progress().digest


def ask(here: Stage, method: str, path: str, on: str, who: str) -> Reply:
    """What somebody gets for a route's request on a thing of the stage."""
    return prepared(here, method, path, on, who)()


def prepared(here: Stage, method: str, path: str, on: str, who: str) -> Callable[[], Reply]:
    """The request, ready to be sent."""
    entry, _, thing = on.partition(":")
    desk, track = DESKS.get(on, (COUNTY, TRACK))
    submission = here.entries.get(entry, "")
    places = {
        "submission": submission,
        "attachment": here.ids.get(thing, ""),
        "id": here.ids.get(on[1:], ""),
        "linking": here.ids["asking"],
        "number": here.ids["number"],
        "call": JUDGED if on in {"judged", *OBJECTED} else CALL,
        "objection": id_of(OBJECTED.get(on, "")),
        "file": "f1",
        "desk": desk,
        "track": track,
        "stage": JURIES.get(on, "written"),
        "version": "1",
        "n": "1",
        "entry": "aa" if on == "judged" else short_id(here.entries["pushed"]),
    }
    if on in JURIES:
        places["id"] = here.ids["expert"]
    route = f"{method} {path}"
    url = re.sub(r"{(\w+)}", lambda m: places[m[1]], path) + QUERIES_ON.get((route, on), QUERIES.get(route, ""))
    body = BODIES_ON.get((route, on)) or (BODIES[route](here, submission) if route in BODIES else None)
    headers = {"If-Match": IF_MATCH[route](here, submission)} if route in IF_MATCH else {}
    return lambda: Browser(here.cookies[who]).send(method, url, body, headers)
