"""Plain values that a single decision starts from: a call, its people, an entry and a list, every field of them set.

What a test expects is written by hand; `changes` says which fields of a value became what.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call
from chalicelib.domain.history import ErasableText, Event, append
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Answers, Card, File, Files, Head, State
from chalicelib.domain.workflow.facts import CheckedDraft, Facts
from tests.factories import AUTHORITY, CALL, CITY, COUNTY, DEPARTMENT, TRACK, call

NOW = datetime(2021, 10, 25, tzinfo=UTC)
"""While pushing and recommending are open."""
CREATED, PUSHED_AT, EARLIER = (datetime(2021, 10, day, tzinfo=UTC) for day in (20, 21, 22))
ENTRY = f"{CALL}.{TRACK}.one"
HERE = Call.from_dict(call(withdrawal=True))

OWNER = Caller("owner", Role.APPLICANT, AUTHORITY)
AT_COUNTY = Caller("wang", Role.RECOMMENDER, AUTHORITY, COUNTY)
AT_CITY = Caller("li", Role.RECOMMENDER, AUTHORITY, CITY)
AT_DEPARTMENT = Caller("sun", Role.RECOMMENDER, AUTHORITY, DEPARTMENT)
ORGANISING = Caller("zhao", Role.ORGANISER, AUTHORITY)

CARD = Card("智慧供热", "热力公司", "91370900MA3TEST001", {"served": 3}, 90, 1)
PUSHED = Head(
    id=ENTRY,
    call=CALL,
    track=TRACK,
    owner="owner",
    state=State.PUSHED,
    desk=COUNTY,
    card=CARD,
    lacking=2,
    place=COUNTY,
    area=COUNTY,
    parent_body="工信局",
    filing_no="SD-1",
    revision=2,
    since=1,
    asked_back_at=EARLIER,
    sent_back_at=EARLIER,
    created_at=CREATED,
    updated_at=EARLIER,
    pushed_at=PUSHED_AT,
    v=7,
    events=4,
    last_hash="the entry's last",
)
LIST = RankedList(CALL, COUNTY, TRACK, ("zero", "one", "two"), reports=1, v=3, events=8, last_hash="the list's last")

PROOF = File("f0", "proof", "证明.png", 8, "png", "image/png", "00", "kept/f0", EARLIER)
CHECKED = CheckedDraft(
    answers=Answers(ENTRY, "owner", {"name": "新名", "hidden": "x"}, 6, v=12),
    files=Files(ENTRY, (PROOF,), 4),
    values={"name": "新名"},
    problems=({"level": "warn", "code": "double"},),
    code="C0DE",
    card=Card("新名", "新公司", "91370900MA3TEST002", {"served": 5}, 100, 0),
    place="370911",
    parent_body="卫健委",
    receiving=frozenset({COUNTY, CITY}),
    version=7,
    asks={"effect": "写数字"},
)
"""A draft without a fault, of content that differs from the entry's in everything."""


def facts(who: Caller, **more: Any) -> Facts:
    """The facts of a step by `who` at `NOW`, and whatever else it depends on."""
    return Facts(**{"now": NOW, "caller": who, "dates": Dates(HERE), "salt": "salt", **more})


def changes(before: Any, after: Any) -> dict[str, Any]:
    """The fields that differ, with what they are afterwards."""
    assert type(before) is type(after)
    names = [field.name for field in fields(before)]
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


def event(
    of: Head | RankedList,
    step: str,
    who: str,
    said: Mapping[str, Any],
    words: Mapping[str, str] | None = None,
    at: datetime = NOW,
) -> Event:
    """The next event in the history of an entry or list."""
    texts = {name: ErasableText(text, "salt") for name, text in (words or {}).items()}
    subject = of.id if isinstance(of, Head) else f"{of.call}/{of.desk}/{of.track}"
    return append(subject, (of.events, of.last_hash), step, who, at, said, texts)


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)
