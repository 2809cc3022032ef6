"""The published document: the whole call as one JSON value.

Moments are in UTC.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.states import FORM_DEFAULTS
from chalicelib.forms.describe import describe
from chalicelib.forms.schema import Form
from ops.calls import models
from ops.calls.evaluation_models import AgencySpec, EvaluationSpec, ReviewStageSpec
from ops.calls.models import CallFile


def to_json(file: CallFile) -> dict[str, Any]:
    """Return the document that `domain/call.py` reads.

    Its version is 0 until it is published.
    """
    call = file.call
    plain = call.model_dump(
        include={*["id", "names", "title", "lead", "authority", "languages", "zone", "region", "note"]}
    )
    return plain | {
        "version": 0,
        "levels": [level.model_dump() for level in call.levels],
        "calendar": _calendar(call),
        "grace_minutes": call.grace_minutes,
        "resubmit_days": call.resubmit_days,
        "withdrawal": call.withdrawal,
        "drafts": call.drafts,
        "retention": call.retention.model_dump(),
        "registration": call.registration.model_dump(),
        "messages": call.messages.model_dump(),
        "accounts": call.accounts.model_dump(),
        "evaluation": _evaluation(call.evaluation, file.agencies) if call.evaluation else None,
        "public_notice": call.public_notice.model_dump(mode="json") if call.public_notice else None,
        "results": call.results.model_dump() if call.results else None,
        "tracks": [_track(call, track) for track in file.tracks],
        "desks": [desk.model_dump() for desk in file.desks],
        "contacts": [contact.model_dump() for contact in call.contacts],
        "notice": dict(file.notice),
        "files": [one.model_dump() | {"text": dict(file.texts[one.name])} for one in call.files],
    }


def _calendar(call: models.CallSpec) -> dict[str, Any]:
    zone, calendar = ZoneInfo(call.zone), call.calendar
    return {
        "filing_opens": _utc(calendar.filing.opens, zone),
        "filing_closes": _utc(calendar.filing.closes, zone),
        "recommending": {level: _utc(closes, zone) for level, closes in calendar.recommending.items()},
        "stages": [_stage(stage, zone) for stage in calendar.stages],
    }


def _stage(stage: models.StageSpec, zone: ZoneInfo) -> dict[str, Any]:
    opens = _utc(stage.opens, zone) if stage.opens else None
    return {"id": stage.id, "label": stage.label, "opens": opens, "closes": _utc(stage.closes, zone)}


def _utc(local: datetime, zone: ZoneInfo) -> str:
    return local.replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _track(call: models.CallSpec, track: models.TrackSpec) -> dict[str, Any]:
    own = track.model_dump(exclude_unset=True) | {"call": call.id, "track": track.id}
    form = Form.parse(own, FORM_DEFAULTS)
    keys = ("id", "names", "eligibility", "selects", "quotas", "landing", "category_field", "retired")
    return track.model_dump(include={*keys, "criteria", "ties"}, by_alias=True) | {
        "stages": [_review_stage(stage, ZoneInfo(call.zone)) for stage in track.stages],
        "selection": _selection(track) if track.selection else None,
        "form": describe(form),
    }


def _evaluation(rules: EvaluationSpec, agencies: Sequence[AgencySpec]) -> dict[str, Any]:
    return rules.model_dump(exclude={"draw"}) | {
        "agencies": [agency.model_dump() for agency in agencies],
        "numbers": [one.model_dump() for one in rules.draw.numbers] if rules.draw else [],
    }


def _review_stage(stage: ReviewStageSpec, zone: ZoneInfo) -> dict[str, Any]:
    most = {"most": stage.load.most} if stage.load else {}
    return stage.model_dump(exclude={"load"}) | {"closes": _utc(stage.closes, zone)} | most


def _selection(track: models.TrackSpec) -> dict[str, Any]:
    rules = track.selection.model_dump() if track.selection else {}
    return rules | {"at_line": track.at_line or "draw"}
