"""Each route's request, right in every way: what the tables of access and of budgets are made of."""

import re
from collections.abc import Callable
from itertools import count

from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, PASSWORD, TRACK, complete
from tests.web.people import Browser, Reply
from tests.web.stage import PDF, UP, Stage

NEW_PASSWORD = "a quite new phrase"
_ADDRESSES = count(1)
"""A code goes to one address a few times a day, whoever asks."""
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
    "POST /calls/{call}/desks/{desk}/lists/{track}/imports": lambda s, e: {"name": "排序.xlsx", "size": 9},
    "POST /calls/{call}/desks/{desk}/lists/{track}/imports/read": lambda s, e: {"upload": "nothing"},
    "POST /calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scans": lambda s, e: {
        "name": "盖章.pdf",
        "size": len(PDF),
    },
    "PUT /calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scan": lambda s, e: {"upload": s.ids["scan"]},
    "PUT /calls/{call}/desks/{desk}/settings": lambda s, e: {"direct": False},
    "POST /calls/{call}/desks/{desk}/reminders": lambda s, e: {"accounts": [s.ids["other"]]},
    "POST /calls/{call}/accounts": lambda s, e: {"login": "newcomer", "name": "新人", "desk": COUNTY},
    "POST /calls/{call}/accounts/import": lambda s, e: {"csv": f"login,name,desk\nnewcomer,新人,{COUNTY}"},
    "POST /calls/{call}/extensions": lambda s, e: {
        "which": "filing",
        "until": "2021-12-01T00:00:00Z",
        "reason": "系统故障",
    },
    "POST /submissions/{submission}/late-pass": lambda s, e: {
        "until": "2021-12-01T00:00:00Z",
        "reason": "停电",
    },
}
"""What each change says: right, so that nothing but who asks decides."""

IF_MATCH: dict[str, Callable[[Stage, str], str]] = {
    "PUT /messages/ways": lambda s, e: "0",
    "PUT /dossier": lambda s, e: "0",
    "PUT /submissions/{submission}/answers": lambda s, e: s.world.etag(e),
    "PUT /calls/{call}/desks/{desk}/lists/{track}": lambda s, e: str(s.world.board(COUNTY).ranked.v),
    "POST /calls/{call}/desks/{desk}/lists/{track}/report": lambda s, e: str(s.world.board(COUNTY).ranked.v),
    "PUT /calls/{call}/desks/{desk}/settings": lambda s, e: "0",
}
QUERIES = {
    "GET /submissions/{submission}/changes": "?from=1&to=1",
    "GET /submissions/{submission}/links": "?field=related",
    "GET /calls/{call}/desks/{desk}/submissions": f"?track={TRACK}",
    "GET /calls/{call}/submissions": "?q=待办",
}
DESKS = {
    "county": (COUNTY, TRACK),
    "county/up": (COUNTY, UP),
    "city": (CITY, TRACK),
    "dept": (DEPARTMENT, TRACK),
    "organiser": ("organiser", TRACK),
}


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
        "call": CALL,
        "desk": desk,
        "track": track,
        "version": "1",
        "n": "1",
        "stage": "written",
    }
    route = f"{method} {path}"
    url = re.sub(r"{(\w+)}", lambda m: places[m[1]], path) + QUERIES.get(route, "")
    body = BODIES[route](here, submission) if route in BODIES else None
    headers = {"If-Match": IF_MATCH[route](here, submission)} if route in IF_MATCH else {}
    return lambda: Browser(here.cookies[who]).send(method, url, body, headers)
