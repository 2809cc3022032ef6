"""Published calls as the public reads them: the notice, the calendar as it stands, desks, forms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.calendar import Closing, Dates, Extensions
from chalicelib.domain.call import Call, Desk
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import NotFound
from chalicelib.forms.describe import describe
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.submissions import content
from chalicelib.storage import lists
from chalicelib.storage.engine.reads import by_name, fetch


@dataclass(frozen=True)
class CallSeason:
    """A call and its calendar with the extensions given to all."""

    call: Call
    now: datetime
    filing_closes: datetime
    recommending: Mapping[str, datetime]


def seasons(tools: Tools) -> list[CallSeason]:
    """All calls: those open for filing first, the most urgent ahead; then those to come; then the latest over."""
    calls = [tools.calls.latest(call) for call in tools.calls.ids()]
    extensions = fetch(tools.table, by_name({call.id: lists.extensions(call.id) for call in calls}))
    return sorted((_season(tools, call, extensions[call.id]) for call in calls), key=_urgency)


def _urgency(season: CallSeason) -> tuple[int, float]:
    closes = season.filing_closes.timestamp()
    if season.now > season.filing_closes:
        return 2, -closes
    return (0 if season.call.calendar.filing_opens <= season.now else 1), closes


def season(tools: Tools, call_id: str) -> CallSeason:
    """One call as it stands now. Raises NotFound."""
    call = tools.calls.latest(call_id)
    return _season(tools, call, fetch(tools.table, lists.extensions(call_id)))


def _season(tools: Tools, call: Call, extensions: Extensions) -> CallSeason:
    dates = Dates(call, extensions.items)
    return CallSeason(call, tools.clock(), dates.filing_closes("", {}), dates.for_levels())


def form(tools: Tools, call_id: str, version: int, track: str) -> dict[str, Any]:
    """The description of a track's form in one version. Raises NotFound."""
    call = tools.calls.version(call_id, version)
    if track not in call.tracks:
        raise NotFound()
    described: dict[str, Any] = describe(content.form_of(call, track))
    return {**described, "call": call_id, "version": version, "track": track}


@dataclass(frozen=True)
class DeskStatus:
    """A desk as it stands: what it decides for its area, when pushing to it ends, and when its own time does."""

    desk: Desk
    settings: DeskSettings
    closing: Closing
    recommends_until: datetime


def desks(tools: Tools, call_id: str) -> list[DeskStatus]:
    """The desks of a call. Raises NotFound."""
    call = tools.calls.latest(call_id)
    extensions, settings = fetch(tools.table, lists.extensions(call_id), lists.all_settings(call_id))
    dates = Dates(call, extensions.items)
    return [
        DeskStatus(
            desk,
            settings.get(code) or DeskSettings(code),
            dates.filing_closing(code, settings),
            dates.recommending_closes(code, settings),
        )
        for code, desk in call.desks.items()
    ]
