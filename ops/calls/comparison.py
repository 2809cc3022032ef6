"""Comparison of a call's files with the version that is live.

It says of each change how many entries it touches, by the counters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.access import Role
from chalicelib.domain.call import Call
from chalicelib.domain.call_changes import (
    Touched,
    changes,
    concerns_drafts,
    is_refused,
    loses_entries,
    touched,
)
from chalicelib.domain.messages import CallNews
from chalicelib.domain.subjects import JuryId
from chalicelib.forms.form_changes import VersionChange
from chalicelib.services.context import Tools
from chalicelib.storage import accounts, counters, juries, messages
from chalicelib.storage.calls import Publication
from chalicelib.storage.engine.reads import each, fetch


@dataclass(frozen=True)
class ComparedChange:
    """A change and what it touches; `refused`: it may not be published."""

    change: VersionChange
    touched: Touched
    refused: bool


@dataclass(frozen=True)
class Comparison:
    """All changes from the live version, whose number is `version`.

    0: nothing is live, so nothing is compared.
    """

    version: int
    rows: tuple[ComparedChange, ...] = ()

    @property
    def refused(self) -> tuple[ComparedChange, ...]:
        return tuple(row for row in self.rows if row.refused)

    @property
    def tightening(self) -> tuple[ComparedChange, ...]:
        return tuple(row for row in self.rows if row.change.tightens)

    def tracks_to_notify(self, call: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the tracks whose unpushed entries are asked more than before."""
        named = {row.change.track for row in self.rows if concerns_drafts(row.change)}
        tracks = [track["id"] for track in call["tracks"]]
        return tuple(tracks if "" in named else [track for track in tracks if track in named])


class ChangesRefused(Exception):
    """Changes that would put entries out of everybody's reach."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__("changes refused")
        self.comparison = comparison


def compare(tools: Tools, compiled: Mapping[str, Any]) -> Comparison:
    """Compare a compiled call with its live version."""
    version, same = tools.calls.standing(compiled)
    if not version or same:
        return Comparison(version)
    before, after = tools.calls.version(compiled["id"], version), _read(compiled)
    differences = changes(before, after)
    counts = fetch(tools.table, counters.all_of(before.id))
    lost = {change.desk for change in differences if change.desk and loses_entries(change)}
    there = _accounts(tools, before, lost)
    rows = ((change, touched(change, counts, there if loses_entries(change) else {})) for change in differences)
    now, ruled = tools.clock(), _ruled(tools, before)
    return Comparison(version, tuple(ComparedChange(c, t, is_refused(c, t, before, now, ruled)) for c, t in rows))


def _read(compiled: Mapping[str, Any]) -> Call:
    """Return the call that will be read from the published version."""
    return Call.from_dict(json.loads(json.dumps(compiled)))


def _ruled(tools: Tools, call: Call) -> set[str]:
    """Return the tracks whose rules are fixed at any stage."""
    ids = [JuryId(call.id, track.id, stage.id) for track in call.tracks.values() for stage in track.stages]
    return {jury.track for jury in fetch(tools.table, each(juries.jury(id) for id in ids)) if jury.rules}


def _accounts(tools: Tools, call: Call, desks: Iterable[str]) -> dict[str, int]:
    """Count the accounts at some desks.

    Their own, and those of their areas.

    Of its own a page is enough, since one of them counts as well as all.
    """
    known = {}
    for desk in desks:
        own, area = fetch(
            tools.table,
            accounts.of_authority(call.authority.id, Role.RECOMMENDER, desk, None),
            counters.of_desk(call.authority.id, desk, ["accounts"]),
        )
        known[desk] = len(own.accounts) + area["accounts"].get("registered", 0)
    return known


def publish(tools: Tools, compiled: dict[str, Any], by: str, comparison: Comparison) -> int:
    """Publish what was compared as the next version; return its number.

    Those who still have to push are told when it asks more. Raises Stale when another version came in between.
    """
    tracks, now = comparison.tracks_to_notify(compiled), tools.clock()
    news = CallNews(compiled["id"], comparison.version + 1, tracks, now)
    beside = [messages.put_call_news(news)] if tracks else []
    return tools.calls.publish(compiled, Publication(now, by), comparison.version, beside)
