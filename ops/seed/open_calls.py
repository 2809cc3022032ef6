"""Calls of a local season, each open for filing.

The content is that of the call's files, with the whole calendar moved so that filing is open.
"""

import getpass
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account, SignedIn
from chalicelib.domain.call import Call, iso, moment, shifted
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import NotFound
from chalicelib.services.context import Act, Tools
from chalicelib.services.desks import settings as desk_settings
from chalicelib.storage import lists
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.idempotency import IdempotencyRecord
from ops.bootstrap import ROOT
from ops.calls import comparison as comparisons
from ops.calls.change_wording import lines
from ops.calls.comparison import ChangesRefused, Comparison, compare
from ops.calls.located_yaml import CallFileFault, CallFilesInvalid
from ops.cli import say
from ops.seed.cities import SeasonStage
from ops.seed.progress import SeedProgress

OPEN_FOR = timedelta(days=9)
COMPILERS = ("ops/calls", "chalicelib/forms")
"""Sources whose change makes calls be published again."""

MISTAKES_SAID = 3
"""Mistakes of a call that are said at the start."""
MARKS_CLOSE = {"evaluation": timedelta(days=1), "tallied": timedelta(days=-1), "awarded": timedelta(days=-24)}
"""When marks close in a season that is past its filing."""
LATER_NOTES = {
    "zh": "本机演示：全部日程已整体平移到评审阶段。真实日期：{opens} 起申报，{closes} 截止，{ends} 全部结束。",
    "en": "Local season: the whole calendar has been moved to the evaluation. "
    "The true dates: filing opened on {opens}, closed on {closes}, and all ended on {ends}.",
}
NOTES = {
    "zh": "本机演示：全部日程已整体平移，使申报正在进行。真实日期：{opens} 起申报，{closes} 截止，{ends} 全部结束。",
    "en": "Local season: the whole calendar has been moved so that filing is open. "
    "The true dates: filing opened on {opens}, closed on {closes}, and all ended on {ends}.",
}


def publish_all(tools: Tools, progress: SeedProgress, root: Path, stage: SeasonStage = "filing") -> list[Call]:
    """Publish the call of each folder under `root`, open for filing.

    A folder with mistakes is said, and its call stays as it was, or is left out; so is one whose changes would put
    entries out of reach.
    """
    published = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")):
        try:
            published.append(publish(tools, progress, folder, stage))
        except CallFilesInvalid as wrong:
            call = _latest(tools, folder.name)
            published += [call] if call else []
            _say_mistakes(folder, wrong.faults, call)
        except ChangesRefused as refusal:
            published.append(tools.calls.latest(folder.name))
            _say_refused(folder, refusal.comparison)
    return published


def _say_refused(folder: Path, comparison: Comparison) -> None:
    stays = f"its version {comparison.version} stays"
    say(f"{folder.parent.name}/{folder.name} would put entries out of reach, so {stays}:")
    for row in comparison.refused:
        for line in lines(row):
            say(line)
    say("  or start over without these entries: make run FRESH=1")


def _say_mistakes(folder: Path, faults: Sequence[CallFileFault], call: Call | None) -> None:
    stays = f"its version {call.version} stays" if call else "the call is left out"
    say(f"{folder.parent.name}/{folder.name} is not right, so {stays}:")
    for fault in faults[:MISTAKES_SAID]:
        say(f"  {fault}")
    more = f"{len(faults) - MISTAKES_SAID} more; " if len(faults) > MISTAKES_SAID else ""
    say(f"  {more}all of them: python -m ops call check {folder.parent.name}/{folder.name}")


def publish(tools: Tools, progress: SeedProgress, folder: Path, stage: SeasonStage = "filing") -> Call:
    """Publish a folder's call, moved to a stage, if anything changed.

    Returns the newest version.

    The calendar is moved once and then stays, unless the season is one of filing and that has closed. Raises
    CallFilesInvalid when the files have faults, and ChangesRefused. What asks more than before needs no word here.
    """
    latest, now, sources = _latest(tools, folder.name), tools.clock(), _digest(folder)
    is_open = latest is not None and (stage != "filing" or now <= latest.calendar.filing_closes)
    if latest is None or not is_open or progress.sources.get(folder.name) != sources:
        closes = latest.calendar.filing_closes if latest and is_open else None
        _publish(tools, _moved(_compile(folder), closes, now, stage), is_open)
        progress.sources[folder.name] = sources
        progress.write(tools)
    call = tools.calls.latest(folder.name)
    _align(tools, progress, call)
    return call


def _publish(tools: Tools, compiled: dict[str, Any], is_open: bool) -> None:
    """Publish unless refused; nobody hears of a calendar that moved by itself."""
    comparison = compare(tools, compiled)
    if comparison.refused:
        raise ChangesRefused(comparison)
    comparisons.publish(tools, compiled, getpass.getuser(), comparison if is_open else Comparison(comparison.version))


def _latest(tools: Tools, call: str) -> Call | None:
    try:
        return tools.calls.latest(call)
    except NotFound:
        return None


def _compile(folder: Path) -> dict[str, Any]:
    from ops.calls.loading import compile_call

    return compile_call(folder)


def _moved(
    compiled: dict[str, Any], closes: datetime | None, now: datetime, stage: SeasonStage = "filing"
) -> dict[str, Any]:
    """Return the call with its calendar moved.

    Filing closes at `closes`, or in nine days at its own time of day; in a later season marks close tomorrow, or closed
    yesterday. A call that is open by its own dates stays as it is.
    """
    calendar = compiled["calendar"]
    planned = moment(calendar["filing_closes"])
    marked = [moment(track["stages"][0]["closes"]) for track in compiled["tracks"] if track.get("stages")]
    if stage != "filing" and marked:
        zone = ZoneInfo(compiled["zone"])
        delta = closes - planned if closes else _new_close(min(marked), now, zone, MARKS_CLOSE[stage]) - min(marked)
        return shifted(compiled, delta, _note(compiled, stage))
    if moment(calendar["filing_opens"]) <= now <= planned and closes is None:
        return compiled
    delta = (closes or _new_close(planned, now, ZoneInfo(compiled["zone"]))) - planned
    return shifted(compiled, delta, _note(compiled))


def _new_close(planned: datetime, now: datetime, zone: ZoneInfo, ahead: timedelta = OPEN_FOR) -> datetime:
    time = planned.astimezone(zone).time()
    day = (now + ahead).astimezone(zone).date()
    return datetime.combine(day, time, zone).astimezone(UTC)


def _note(compiled: Mapping[str, Any], stage: SeasonStage = "filing") -> dict[str, str]:
    calendar, zone = compiled["calendar"], ZoneInfo(compiled["zone"])
    ends = max(stage["closes"] for stage in calendar["stages"])
    true = {"opens": calendar["filing_opens"], "closes": calendar["filing_closes"], "ends": ends}
    days = {name: f"{moment(at).astimezone(zone):%Y-%m-%d}" for name, at in true.items()}
    notes = NOTES if stage == "filing" else LATER_NOTES
    return {language: notes.get(language, notes["en"]).format(**days) for language in compiled["languages"]}


def _align(tools: Tools, progress: SeedProgress, call: Call) -> None:
    """Move the desks' own dates along with a moved calendar."""
    closes = iso(call.calendar.filing_closes)
    before = progress.aligned.get(call.id, closes)
    if before != closes:
        delta = call.calendar.filing_closes - moment(before)
        for settings in fetch(tools.table, lists.all_settings(call.id)).values():
            _move_settings(tools, call, settings, delta)
    if progress.aligned.get(call.id) != closes:
        progress.aligned[call.id] = closes
        progress.write(tools)


def _move_settings(tools: Tools, call: Call, settings: DeskSettings, delta: timedelta) -> None:
    if not (settings.filing_closes or settings.children_close):
        return
    after = replace(
        settings,
        filing_closes=settings.filing_closes and settings.filing_closes + delta,
        children_close=settings.children_close and settings.children_close + delta,
    )
    who = operator_of(call, settings.desk)
    repeat = IdempotencyRecord(who.caller.account, f"moved-{iso(call.calendar.filing_closes)}", "moved")
    desk_settings.save(Act(tools, who, repeat), call.id, after, str(settings.v))


def operator_of(call: Call, desk: str) -> SignedIn:
    """Return the operator as a recommender of a desk."""
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
    """Return a digest of a call's files and compilers.

    The compilers are the code that compiles the files.
    """
    digest = sha256()
    for path in [*_files(folder), *(file for source in COMPILERS for file in _files(ROOT / source))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"))
