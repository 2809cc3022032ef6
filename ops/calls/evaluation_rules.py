"""Rules of an evaluation that models cannot check.

They are about weights, scales, the order of stages, what a selection counts, and what a lot rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from chalicelib.domain.evaluation.rules import Scale, mark_of
from chalicelib.domain.evaluation.scores import FEWEST_AFTER_TRIM
from chalicelib.forms.fields.files import Attachments
from chalicelib.forms.schema import Form
from ops.calls import models
from ops.calls.evaluation_models import AgencySpec, EvaluationSpec, ReviewStageSpec, ScaleSpec
from ops.calls.form_rules import FormFinding
from ops.calls.located_yaml import CallFileFault, FileLine, KeyPath
from ops.cli import did_you_mean

FEWEST_FOR_STANDARD = 8
"""Marks of an expert from which its own mean and spread say something."""
WHOLE = 100
"""The sum of a track's weights."""


@dataclass(frozen=True)
class CallRules:
    """What a call says for the evaluation of all its tracks.

    `known` is False where its own definition is faulty, so that nothing can be said of what rests on it.
    `reported`: when the last level of desks must have reported, None where that is faulty.
    """

    known: bool = False
    evaluation: EvaluationSpec | None = None
    reported: datetime | None = None
    levels: frozenset[str] | None = None


def call_rule_findings(evaluation: EvaluationSpec | None) -> Iterator[FormFinding]:
    """Yield the faults of `evaluation` that its model does not find."""
    if evaluation is None:
        return
    at = ("evaluation", "draw", "numbers")
    if evaluation.draw and not evaluation.draw.numbers:
        yield FormFinding(at, "numbers is empty; name at least one, or write draw: none")
    ids = Counter(one.id for one in (evaluation.draw.numbers if evaluation.draw else ()))
    yield from (FormFinding(at, f"{id} stands twice") for id, count in ids.items() if count > 1)
    for n, one in enumerate(evaluation.draw.numbers if evaluation.draw else ()):
        if one.max <= one.min:
            yield FormFinding((*at, n, "max"), f"max {one.max} is not above min {one.min}")
        elif not one.ordered and one.count > one.max - one.min + 1:
            said = f"{one.count} numbers, none twice, are more than the {one.max - one.min + 1} there are"
            yield FormFinding((*at, n, "count"), said)


def agency_faults(agencies: Sequence[tuple[FileLine, AgencySpec]]) -> list[CallFileFault]:
    """List the faults of agencies.csv that its model does not find."""
    codes = Counter(agency.code for _, agency in agencies)
    return [place.fault(f"the agency {one.code} stands twice") for place, one in agencies if codes[one.code] > 1]


def track_rule_findings(track: models.TrackSpec, form: Form, call: CallRules) -> Iterator[FormFinding]:
    """Yield the faults of how a track's entries are judged."""
    yield from _criteria(track)
    yield from _stages(track, call)
    if track.stages or track.selection:
        yield from _selection(track, call)
    yield from _ties(track, call)
    if call.evaluation and call.evaluation.blind == "unit" and track.stages:
        yield from _blind(form)


def _criteria(track: models.TrackSpec) -> Iterator[FormFinding]:
    ids = Counter(criterion.id for criterion in track.criteria)
    yield from (FormFinding(("criteria",), f"{id} stands twice") for id, count in ids.items() if count > 1)
    weights = sum(criterion.weight for criterion in track.criteria)
    if track.stages and weights != WHOLE:
        reason = f"the weights sum to {weights}; they sum to {WHOLE}, a criterion outside the total has 0"
        yield FormFinding(("criteria",), reason)
    for index, criterion in enumerate(track.criteria):
        at = ("criteria", index)
        bounds = Counter(anchor.from_ for anchor in criterion.anchors)
        for mark in (mark for mark, count in bounds.items() if count > 1):
            yield FormFinding((*at, "anchors"), f"two anchors begin at {mark}")
        for stage_index, stage in enumerate(track.stages):
            on = (("stages", stage_index, "scale"),)
            for number, anchor in enumerate(criterion.anchors):
                yield from _on_scale((*at, "anchors", number, "from"), anchor.from_, stage, on)
            if criterion.comment["mark"]:
                yield from _on_scale((*at, "comment"), criterion.comment["mark"], stage, on)


def _on_scale(path: KeyPath, mark: str, stage: ReviewStageSpec, rests_on: tuple[KeyPath, ...]) -> Iterator[FormFinding]:
    scale = stage.scale
    if not list(_scale((), scale)) and not Scale(scale.min, scale.max, scale.step).has(mark):
        reason = f"{mark} is not on the scale of {stage.id}: {scale.min} to {scale.max} in steps of {scale.step}"
        yield FormFinding(path, reason, rests_on)


def _stages(track: models.TrackSpec, call: CallRules) -> Iterator[FormFinding]:
    stages = track.stages
    if stages and call.known and call.evaluation is None:
        yield FormFinding(("stages",), "call.yaml has no evaluation, which says who judges and what experts may see")
    ids = Counter(stage.id for stage in stages)
    for index, stage in enumerate(stages):
        if ids[stage.id] > 1:
            yield FormFinding(("stages", index, "id"), f"the stage {stage.id} stands twice")
        yield from _stage(track, index)
    yield from _order(stages, call)
    yield from _numbers_kept(track)


def _order(stages: Sequence[ReviewStageSpec], call: CallRules) -> Iterator[FormFinding]:
    if stages and call.reported and stages[0].closes <= call.reported:
        yield FormFinding(("stages", 0, "closes"), f"{stages[0].id} closes before recommending ends")
    for index, (before, stage) in enumerate(pairwise(stages), start=1):
        if stage.closes <= before.closes:
            reason = f"{stage.id} closes before {before.id} does: stages stand in their order"
            yield FormFinding(("stages", index, "closes"), reason, (("stages", index - 1, "closes"),))


def _numbers_kept(track: models.TrackSpec) -> Iterator[FormFinding]:
    """Yield the faults of how many entries go on."""
    places = track.selection.places if track.selection else 0
    before: ReviewStageSpec | None = None
    for index, stage in enumerate(track.stages):
        if stage.keeps is None:
            continue
        path: KeyPath = ("stages", index, "keeps")
        if index == len(track.stages) - 1:
            yield FormFinding(path, f"nothing comes after {stage.id}; how many are selected says selection")
        elif stage.keeps < places:
            reason = f"{stage.keeps} go on, fewer than the {places} places"
            yield FormFinding(path, reason, (("selection",),))
        elif before and before.keeps and stage.keeps >= before.keeps:
            reason = f"{stage.keeps} go on, no fewer than the {before.keeps} that {before.id} keeps"
            yield FormFinding(path, reason, (("stages",),))
        before = stage


def _stage(track: models.TrackSpec, index: int) -> Iterator[FormFinding]:
    stage, at = track.stages[index], ("stages", index)
    yield from _scale((*at, "scale"), stage.scale)
    if stage.at_least > stage.experts:
        reason = f"{stage.at_least} sheets are needed, and {stage.experts} experts read an entry"
        yield FormFinding((*at, "at_least"), reason, ((*at, "experts"),))
    yield from _method(track, index)
    if stage.fields == "category" and track.category_field is None:
        reason = "the track has no category_field; write fields: none"
        yield FormFinding((*at, "fields"), reason, (("category_field",),))
    if stage.design == "panel" and stage.load:
        yield FormFinding((*at, "load"), "a panel reads every entry; load is for design: each", ((*at, "design"),))
    if stage.design == "each" and stage.ballot:
        yield FormFinding((*at, "ballot"), "a ballot is held by a panel: design: panel", ((*at, "design"),))
    if index == 0 and stage.carries:
        yield FormFinding((*at, "carries"), f"no stage comes before {stage.id}", (("stages",),))


def _scale(at: KeyPath, scale: ScaleSpec) -> Iterator[FormFinding]:
    low, high, step = map(mark_of, (scale.min, scale.max, scale.step))
    if low < 0:
        yield FormFinding((*at, "min"), f"min: {scale.min} is too small: 0 at least")
    elif high <= low:
        yield FormFinding((*at, "max"), f"max {scale.max} is not above min {scale.min}", ((*at, "min"),))
    elif step <= 0:
        yield FormFinding((*at, "step"), f"step: {scale.step} is too small: more than 0")
    elif (high - low) % step:
        reason = f"from {scale.min} to {scale.max} there are no whole steps of {scale.step}"
        yield FormFinding((*at, "step"), reason, ((*at, "min"), (*at, "max")))


def _method(track: models.TrackSpec, index: int) -> Iterator[FormFinding]:
    stage, at = track.stages[index], ("stages", index, "method")
    method = stage.method
    if "shrink" in method.model_fields_set and method.kind != "severity":
        yield FormFinding((*at, "shrink"), f"shrink is for severity, not for {method.kind}", ((*at, "kind"),))
    if method.trim and stage.experts - 2 * method.trim < FEWEST_AFTER_TRIM:
        left = max(stage.experts - 2 * method.trim, 0)
        reason = f"of {stage.experts} marks {left} would be left; at least {FEWEST_AFTER_TRIM} must"
        yield FormFinding((*at, "trim"), reason, (("stages", index, "experts"),))
    if method.kind == "standard":
        yield from _standard(track, index)


def _standard(track: models.TrackSpec, index: int) -> Iterator[FormFinding]:
    """Yield that an expert gives too few marks for a standard score."""
    stage, before = track.stages[index], track.stages[:index]
    most = [one.keeps for one in before if one.keeps] + ([stage.load.most] if stage.load else [])
    if most and min(most) < FEWEST_FOR_STANDARD:
        reason = (
            f"standard needs {FEWEST_FOR_STANDARD} marks of each expert, who gives {min(most)} at most;"
            " write kind: mean or severity"
        )
        yield FormFinding(("stages", index, "method", "kind"), reason, (("stages",),))


def _selection(track: models.TrackSpec, call: CallRules) -> Iterator[FormFinding]:
    selection = track.selection
    if selection is None:
        yield FormFinding(("stages",), "stages lead to a selection, and selection is missing", (("selection",),))
        return
    if not track.stages:
        yield FormFinding(("selection",), "what is selected was judged, and stages are missing", (("stages",),))
    if selection.places != track.selects:
        reason = f"places is {selection.places}, and selects says {track.selects}"
        yield FormFinding(("selection", "places"), reason, (("selects",),))
    if selection.balance is not None:
        yield from _balance(track, call)
    if (track.at_line or "draw") == "draw" and not _has_lot(call):
        path = ("at_line",) if track.at_line else ("selection",)
        yield FormFinding(path, f"{_no_lot('at_line: draw')}; or write at_line: both")


def _balance(track: models.TrackSpec, call: CallRules) -> Iterator[FormFinding]:
    balance = track.selection.balance if track.selection else None
    at = ("selection", "balance")
    if balance is None:
        return
    if balance.by == "category":
        if track.category_field is None:
            reason = "the track has no category_field, by which places could be counted"
            yield FormFinding((*at, "by"), reason, (("category_field",),))
        if balance.level:
            yield FormFinding((*at, "level"), "a level is for by: place", ((*at, "by"),))
    elif not balance.level:
        yield FormFinding((*at, "by"), "level is missing: whose places are counted, such as level: city")
    elif call.levels is not None and balance.level not in call.levels:
        near = did_you_mean(balance.level, call.levels)
        yield FormFinding((*at, "level"), f"there is no level {balance.level}{near}")


def _ties(track: models.TrackSpec, call: CallRules) -> Iterator[FormFinding]:
    if not track.stages:
        for key, value in (("ties", track.ties), ("at_line", track.at_line)):
            if value:
                yield FormFinding((key,), f"{key} sets scores apart, and stages are missing", (("stages",),))
        return
    criteria = {criterion.id for criterion in track.criteria}
    named = [tie["criterion"] or tie["by"] for tie in track.ties]
    for index, (tie, name) in enumerate(zip(track.ties, named, strict=True)):
        at: KeyPath = ("ties", index)
        if name in named[:index]:
            yield FormFinding(at, f"{name} stands twice")
        if "draw" in named[:index]:
            yield FormFinding(at, "nothing is left equal after draw, which stands last", (("ties",),))
        if tie["by"] == "criterion" and tie["criterion"] not in criteria:
            near = did_you_mean(tie["criterion"], criteria)
            yield FormFinding(at, f"there is no criterion {tie['criterion']}{near}", (("criteria",),))
        if tie["by"] == "draw" and not _has_lot(call):
            yield FormFinding(at, _no_lot("draw"))


def _has_lot(call: CallRules) -> bool:
    return not call.known or call.evaluation is None or call.evaluation.has_lot


def _no_lot(what: str) -> str:
    return f"{what} needs a lot, and call.yaml has neither draw with numbers nor seed: seal in evaluation"


def _blind(form: Form) -> Iterator[FormFinding]:
    for i, section in enumerate(form.sections):
        for j, field in enumerate(section.fields):
            is_open = isinstance(field, Attachments) and field.required and field.blind is None
            if is_open and field.seen_by is None:
                yield FormFinding(
                    ("sections", i, "fields", j, "id"),
                    f"experts may not know who filed, and nobody takes names out of the files of {field.id}: write"
                    " blind: hide, or blind: as_is where its help asks for files without names",
                )
