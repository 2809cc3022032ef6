"""Published calls as the public reads them.

The notice, the calendar with its extensions, the desks, the forms.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from chalicelib.domain.access import Caller
from chalicelib.domain.calendar import Closing, Dates, Extensions
from chalicelib.domain.call import Call, Desk
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import NotFound
from chalicelib.domain.publication.notices import PublicNotice
from chalicelib.domain.publication.results import Results
from chalicelib.forms.describe import describe
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.submissions import content
from chalicelib.storage import lists, notices, results
from chalicelib.storage.engine.reads import by_name, fetch

Section = Literal["notices", "results"]


@dataclass(frozen=True)
class CallSeason:
    """A call, and its calendar with the extensions for all desks.

    `drafts_until`: until when drafts that were never pushed are kept, None for ever. `sections`: what it has public
    pages of by now, of `notices` and `results`.
    """

    call: Call
    now: datetime
    filing_closes: datetime
    recommending: Mapping[str, datetime]
    drafts_until: datetime | None
    hidden: bool
    sections: tuple[Section, ...] = ()


Viewer = Callable[[], Caller | None]
"""Reads who looks at the calls."""


def nobody() -> None:
    """Return that nobody is signed in."""


def seasons(tools: Tools, viewer: Viewer = nobody) -> list[CallSeason]:
    """Return all calls, those open for filing first.

    Of these the one that closes soonest is first; then come calls that are still to open, then those that are over,
    the latest first. A hidden one is among them for people of its authority alone.
    """
    ids = tools.calls.ids()
    hidden = {call for call in ids if tools.calls.is_hidden(call)}
    caller = viewer() if hidden else None
    calls = [call for call in map(tools.calls.latest, ids) if call.id not in hidden or _is_of(call, caller)]
    extensions = fetch(tools.table, by_name({call.id: lists.extensions(call.id) for call in calls}))
    return sorted((_season(tools, call, extensions[call.id]) for call in calls), key=_urgency)


def _urgency(season: CallSeason) -> tuple[int, float]:
    closes = season.filing_closes.timestamp()
    if season.now > season.filing_closes:
        return 2, -closes
    return (0 if season.call.calendar.filing_opens <= season.now else 1), closes


def _is_of(call: Call, caller: Caller | None) -> bool:
    return caller is not None and caller.authority == call.authority.id


def visible(tools: Tools, call_id: str, viewer: Viewer = nobody) -> Call:
    """Return the newest version of a call that may be seen.

    Raises NotFound.
    """
    call = tools.calls.latest(call_id)
    if tools.calls.is_hidden(call_id) and not _is_of(call, viewer()):
        raise NotFound()
    return call


def season(tools: Tools, call_id: str, viewer: Viewer = nobody) -> CallSeason:
    """Return one call as it is now. Raises NotFound."""
    call = visible(tools, call_id, viewer)
    extensions, first_notice, first_results = fetch(
        tools.table, lists.extensions(call_id), notices.notice(call_id, 1), results.results(call_id, 1)
    )
    firsts: dict[Section, PublicNotice | Results | None] = {"notices": first_notice, "results": first_results}
    sections = tuple(name for name, first in firsts.items() if first and first.published_at)
    return replace(_season(tools, call, extensions), sections=sections)


def _season(tools: Tools, call: Call, extensions: Extensions) -> CallSeason:
    dates = Dates(call, extensions.items)
    hidden = tools.calls.is_hidden(call.id)
    closes, levels = dates.filing_closes("", {}), dates.for_levels()
    return CallSeason(call, tools.clock(), closes, levels, dates.drafts_until, hidden)


def rules(tools: Tools, call_id: str, viewer: Viewer = nobody) -> Call:
    """Return the call whose rules hold. Raises NotFound."""
    return visible(tools, call_id, viewer)


def is_public(tools: Tools, call_id: str) -> bool:
    """Return whether shared caches may keep what a call shows."""
    return not tools.calls.is_hidden(call_id)


def form(tools: Tools, call_id: str, version: int, track: str, viewer: Viewer = nobody) -> dict[str, Any]:
    """Return the description of a track's form in one version.

    Raises NotFound for an unknown call, version or track.
    """
    visible(tools, call_id, viewer)
    call = tools.calls.version(call_id, version)
    if track not in call.tracks:
        raise NotFound()
    described: dict[str, Any] = describe(content.form_of(call, track))
    return {**described, "call": call_id, "version": version, "track": track}


@dataclass(frozen=True)
class DeskStatus:
    """A desk with its own settings and its deadlines.

    `settings`: what it decides for its area; `closing`: when pushing to it ends; `recommends_until`: when its own
    time ends.
    """

    desk: Desk
    settings: DeskSettings
    closing: Closing
    recommends_until: datetime


def desks(tools: Tools, call_id: str, viewer: Viewer = nobody) -> list[DeskStatus]:
    """Return the desks of a call.

    People of its authority see every desk's contact, others those that desks have made public. Raises NotFound.
    """
    caller = viewer()
    call = visible(tools, call_id, lambda: caller)
    extensions, settings = fetch(tools.table, lists.extensions(call_id), lists.all_settings(call_id))
    dates = Dates(call, extensions.items)
    all_shown = _is_of(call, caller)

    def shown(own: DeskSettings) -> DeskSettings:
        return own if all_shown or own.contact_public else own.without_contact()

    return [
        DeskStatus(
            desk,
            shown(settings.get(code) or DeskSettings(code)),
            dates.filing_closing(code, settings),
            dates.recommending_closes(code, settings),
        )
        for code, desk in call.desks.items()
    ]
