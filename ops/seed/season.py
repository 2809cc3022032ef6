"""Calls as a local season publishes them: the file's own content, its whole calendar moved so that filing is open."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account
from chalicelib.domain.call import Call, iso, moment, shifted
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import NotFound
from chalicelib.services.context import Tools
from chalicelib.services.desks import settings as desk_settings
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import lists
from chalicelib.storage.idempotency import IdempotencyRecord
from ops.bootstrap import ROOT
from ops.seed.journal import Journal

OPEN_FOR = timedelta(days=9)
COMPILERS = ("ops/calls", "chalicelib/forms")
"""What turns a folder into a published call."""

NOTES = {
    "zh": "本机演示：全部日程已整体平移，使申报正在进行。真实日期：{opens} 起申报，{closes} 截止，{ends} 全部结束。",
    "en": "Local season: the whole calendar has been moved so that filing is open. "
    "The true dates: filing opened on {opens}, closed on {closes}, and all ended on {ends}.",
}


def publish(tools: Tools, journal: Journal, folder: Path) -> Call:
    """The call of a folder, open for filing: as it stands if nothing has changed, else as its next version.

    Its calendar is moved once and then stays, unless filing has closed meanwhile. Raises ops.calls.tree.Faults.
    """
    standing, now, sources = _standing(tools, folder.name), tools.clock(), _digest(folder)
    is_open = standing is not None and now <= standing.calendar.filing_closes
    if standing is None or not is_open or journal.sources.get(folder.name) != sources:
        closes = standing.calendar.filing_closes if standing and is_open else None
        tools.calls.publish(_moved(_compiled(folder), closes, now))
        journal.sources[folder.name] = sources
        journal.write(tools)
    call = tools.calls.latest(folder.name)
    _align(tools, journal, call)
    return call


def _standing(tools: Tools, call: str) -> Call | None:
    try:
        return tools.calls.latest(call)
    except NotFound:
        return None


def _compiled(folder: Path) -> dict[str, Any]:
    from ops.calls.loading import compile_call

    return compile_call(folder)


def _moved(compiled: dict[str, Any], closes: datetime | None, now: datetime) -> dict[str, Any]:
    """Filing closes when it did before, or in nine days at its own time of day; a call that is open is left."""
    calendar = compiled["calendar"]
    planned = moment(calendar["filing_closes"])
    if moment(calendar["filing_opens"]) <= now <= planned and closes is None:
        return compiled
    delta = (closes or _new_close(planned, now, ZoneInfo(compiled["zone"]))) - planned
    return shifted(compiled, delta, _note(compiled))


def _new_close(planned: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    time = planned.astimezone(zone).time()
    day = (now + OPEN_FOR).astimezone(zone).date()
    return datetime.combine(day, time, zone).astimezone(UTC)


def _note(compiled: Mapping[str, Any]) -> dict[str, str]:
    calendar, zone = compiled["calendar"], ZoneInfo(compiled["zone"])
    ends = max(stage["closes"] for stage in calendar["stages"])
    true = {"opens": calendar["filing_opens"], "closes": calendar["filing_closes"], "ends": ends}
    days = {name: f"{moment(at).astimezone(zone):%Y-%m-%d}" for name, at in true.items()}
    return {language: NOTES[language].format(**days) for language in compiled["languages"]}


def _align(tools: Tools, journal: Journal, call: Call) -> None:
    """Desks' own dates go with the calendar when it is moved again."""
    closes = iso(call.calendar.filing_closes)
    before = journal.aligned.get(call.id, closes)
    if before != closes:
        delta = call.calendar.filing_closes - moment(before)
        for settings in lists.all_settings(tools.table, call.id).values():
            _move_settings(tools, call, settings, delta)
    if journal.aligned.get(call.id) != closes:
        journal.aligned[call.id] = closes
        journal.write(tools)


def _move_settings(tools: Tools, call: Call, settings: DeskSettings, delta: timedelta) -> None:
    if not (settings.filing_closes or settings.children_close):
        return
    after = replace(
        settings,
        filing_closes=settings.filing_closes and settings.filing_closes + delta,
        children_close=settings.children_close and settings.children_close + delta,
    )
    who = operator(call, settings.desk)
    repeat = IdempotencyRecord(who.caller.account, f"moved-{iso(call.calendar.filing_closes)}", "moved")
    desk_settings.save(tools, who, repeat, call.id, after, str(settings.v))


def operator(call: Call, desk: str) -> SignedIn:
    """The operator, acting for a desk."""
    account = Account(
        f"operator-{desk}",
        "",
        "",
        Role.RECOMMENDER,
        call.authority.id,
        call.id,
        call.calendar.filing_opens,
        desk=desk,
    )
    return SignedIn(account.caller(""), account, False)


def _digest(folder: Path) -> str:
    """Of the files of a call and of what compiles them."""
    digest = sha256()
    for path in [*_files(folder), *(file for source in COMPILERS for file in _files(ROOT / source))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"))
