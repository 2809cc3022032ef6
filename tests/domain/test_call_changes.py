"""Two versions of a call: each edit is one change of its kind, and what loses entries is refused."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.call import Call
from chalicelib.domain.call_changes import Touched, changes, concerns_drafts, is_refused, loses_entries, touched
from chalicelib.forms.form_changes import VersionChange
from tests.factories import CITY, CLOSES, COUNTY, DEPARTMENT, OPENS, OTHER_COUNTY, TRACK, call, tracks

Edit = Callable[[dict[str, Any]], object]
LATER, EARLIER = ((CLOSES + timedelta(hours=n)).isoformat() for n in (1, -1))


STAGE = {
    "id": "written",
    "names": {"zh": "网络评审"},
    "design": "each",
    "experts": 3,
    "scale": {"min": "0", "max": "10", "step": "1"},
    "closes": LATER,
    "method": {"kind": "severity", "shrink": 4, "trim": 0},
}


def base() -> dict[str, Any]:
    """A call with two tracks, two public stages, a text to print, and the rules of an evaluation."""
    made = copy.deepcopy(call(tracks=tracks(TRACK, "unit")))
    made["tracks"][1]["names"] = {"zh": "标杆单位"}
    made["tracks"][0]["criteria"] = [{"id": "effect", "names": {"zh": "成效"}}]
    made["calendar"]["stages"].append({"id": "notice", "label": {"zh": "公示"}, "opens": None, "closes": LATER})
    made["files"] = [{"name": "pledge", "label": {"zh": "承诺书"}, "text": {"zh": "…"}}]
    made["evaluation"] = {"blind": "unit", "experts": {"per_body": 2}, "second_person": ["marks", "draw"]}
    made["tracks"][0] |= {"stages": [copy.deepcopy(STAGE)], "selection": {"places": 9}, "ties": [{"by": "spread"}]}
    return made


def one(key: str, n: int = 0, /, **values: Any) -> Edit:
    return lambda made: made[key][n].update(copy.deepcopy(values))


def of_calendar(**values: Any) -> Edit:
    return lambda made: made["calendar"].update(values)


def quota(**values: Any) -> Edit:
    return lambda made: made["tracks"][0]["quotas"].setdefault("city", {}).update(values)


def quotas(values: dict[str, Any]) -> Edit:
    return one("tracks", 0, quotas=values)


def judged(made: dict[str, Any]) -> dict[str, Any]:
    """The track that has stages, wherever it stands."""
    track: dict[str, Any] = next(one for one in made["tracks"] if "stages" in one)
    return track


def stage(**values: Any) -> Edit:
    return lambda made: judged(made)["stages"][0].update(copy.deepcopy(values))


def first_field(made: dict[str, Any]) -> dict[str, Any]:
    field: dict[str, Any] = made["tracks"][0]["form"]["sections"][0]["fields"][0]
    return field


REST = {"city": {"places": 2, "over": "refuse", "slack": 0}}
NEW_DESK = {"code": "sd-new", "names": {"zh": "新"}, "level": "department", "parent": None, "region": None}

EDITS: dict[str, tuple[Edit, str, str, str, str, bool]] = {
    "another authority": (
        lambda c: c["authority"].update(id="other"),
        "renamed",
        "authority",
        "shandong",
        "",
        False,
    ),
    "its name": (
        lambda c: c["authority"].update(names={"zh": "?"}),
        "renamed",
        "authority",
        "shandong",
        "names",
        False,
    ),
    "its number": (lambda c: c["authority"].update(icp="?"), "changed", "authority", "shandong", "icp", False),
    "the call's name": (lambda c: c.update(names={"zh": "?"}), "renamed", "call", "names", "names", False),
    "the notice": (lambda c: c.update(notice={"zh": "?"}), "changed", "call", "notice", "notice", False),
    "the zone": (lambda c: c.update(zone="Asia/Urumqi"), "changed", "call", "zone", "zone", False),
    "less grace": (lambda c: c.update(grace_minutes=5), "tightened", "call", "grace", "grace", True),
    "more days": (lambda c: c.update(resubmit_days=9), "loosened", "call", "resubmit_days", "resubmit_days", False),
    "withdrawing": (lambda c: c.update(withdrawal=True), "loosened", "call", "withdrawal", "withdrawal", False),
    "filing later": (of_calendar(filing_opens=EARLIER), "tightened", "date", "filing.opens", "", True),
    "filing shorter": (of_calendar(filing_closes=EARLIER), "tightened", "date", "filing.closes", "", True),
    "filing longer": (of_calendar(filing_closes=LATER), "loosened", "date", "filing.closes", "", False),
    "recommending shorter": (
        lambda c: c["calendar"]["recommending"].update(city=CLOSES.isoformat()),
        "tightened",
        "date",
        "recommending.city",
        "",
        True,
    ),
    "a public date": (
        lambda c: c["calendar"]["stages"][1].update(closes=CLOSES.isoformat()),
        "moved",
        "date",
        "stages.notice",
        "",
        False,
    ),
    "no public date": (lambda c: c["calendar"]["stages"].pop(), "taken_out", "date", "stages.notice", "", False),
    "a language": (lambda c: c.update(languages=["zh", "en"]), "added", "language", "en", "", False),
    "a level's name": (one("levels", names={"zh": "?"}), "renamed", "level", "county", "names", False),
    "whom a level receives from": (one("levels", receives="any"), "changed", "level", "county", "receives", False),
    "a text's label": (one("files", label={"zh": "?"}), "renamed", "file", "pledge", "label", False),
    "a text": (one("files", text={"zh": "?"}), "changed", "file", "pledge", "text", False),
    "no text": (lambda c: c["files"].clear(), "taken_out", "file", "pledge", "", False),
    "a track": (lambda c: c["tracks"].extend(tracks("third")), "added", "track", "third", "", False),
    "no track": (lambda c: c["tracks"].pop(), "taken_out", "track", "unit", "", False),
    "a track's id": (one("tracks", 1, id="units"), "renamed", "track", "unit", "", False),
    "a track's name": (one("tracks", names={"zh": "?"}), "renamed", "track", TRACK, "names", False),
    "a retired track": (one("tracks", retired=True), "tightened", "track", TRACK, "retired", True),
    "tracks in another order": (lambda c: c["tracks"].reverse(), "moved", "track", TRACK, "", False),
    "who may apply": (one("tracks", eligibility={"zh": "?"}), "changed", "track", TRACK, "eligibility", False),
    "a criterion's name": (
        lambda c: judged(c)["criteria"][0].update(names={"zh": "?"}),
        "renamed",
        "criterion",
        "effect",
        "names",
        False,
    ),
    "a criterion's weight": (
        lambda c: judged(c)["criteria"][0].update(weight=30),
        "changed",
        "criterion",
        "effect",
        "weight",
        False,
    ),
    "a method": (stage(method={"kind": "mean"}), "changed", "stage", "written", "method.kind", False),
    "a scale": (
        stage(scale={"min": "0", "max": "5", "step": "1"}),
        "changed",
        "stage",
        "written",
        "scale.max",
        False,
    ),
    "a spread": (stage(spread={"over": 25, "then": "another"}), "changed", "stage", "written", "spread", False),
    "a stage's name": (stage(names={"zh": "?"}), "renamed", "stage", "written", "names", False),
    "a stage's end": (stage(closes=CLOSES.isoformat()), "moved", "stage", "written", "closes", False),
    "a stage": (
        lambda c: judged(c)["stages"].append({**STAGE, "id": "meeting", "names": {"zh": "会议"}}),
        "added",
        "stage",
        "meeting",
        "",
        False,
    ),
    "no stage": (lambda c: judged(c)["stages"].clear(), "taken_out", "stage", "written", "", False),
    "selected places": (
        lambda c: judged(c)["selection"].update(places=8),
        "changed",
        "selection",
        "selection",
        "places",
        False,
    ),
    "no selection": (one("tracks", 0, selection=None), "taken_out", "selection", "selection", "", False),
    "ties": (one("tracks", 0, ties=[{"by": "draw"}]), "changed", "ties", "ties", "", False),
    "what experts see": (
        lambda c: c["evaluation"].update(blind="none"),
        "changed",
        "evaluation",
        "evaluation",
        "blind",
        False,
    ),
    "experts of a body": (
        lambda c: c["evaluation"]["experts"].update(per_body=1),
        "changed",
        "evaluation",
        "evaluation",
        "experts.per_body",
        False,
    ),
    "no evaluation": (lambda c: c.pop("evaluation"), "taken_out", "evaluation", "evaluation", "", False),
    "fewer places": (quota(places=1), "tightened", "quota", "city", "places", True),
    "more places": (quota(places=3), "loosened", "quota", "city", "places", False),
    "a quota that warns": (quota(over="warn"), "loosened", "quota", "city", "over", False),
    "a quota": (quotas({**REST, "county": REST["city"]}), "added", "quota", "county", "", True),
    "no quota": (quotas({}), "taken_out", "quota", "city", "", False),
    "a desk": (lambda c: c["desks"].append(NEW_DESK), "added", "desk", "sd-new", "", False),
    "no desk": (lambda c: c["desks"].pop(), "taken_out", "desk", DEPARTMENT, "", False),
    "a desk's code": (one("desks", 1, code="new"), "renamed", "desk", COUNTY, "", False),
    "a desk's name": (one("desks", 1, names={"zh": "?"}), "renamed", "desk", COUNTY, "names", False),
    "a desk's region": (one("desks", 1, region="370983"), "moved", "desk", COUNTY, "region", False),
    "a retired desk": (one("desks", 1, retired=True), "tightened", "desk", COUNTY, "retired", True),
    "a field's limit": (lambda c: first_field(c).update(max=39), "tightened", "field", "name", "max", True),
}


def edited(*edits: Edit) -> Call:
    made = base()
    for edit in edits:
        edit(made)
    return Call.from_dict(made)


def change_of(what: str) -> VersionChange:
    [change] = changes(edited(), edited(EDITS[what][0]))
    return change


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_is_one_change_of_its_kind(what: str) -> None:
    _, *expected = EDITS[what]
    change = change_of(what)
    if expected[0] == "moved" and not change.aspect and change.what == "track":
        expected[2] = change.id  # of two that change places either may be said to have moved
    assert [change.kind, change.what, change.id, change.aspect, change.tightens] == expected


@given(st.lists(st.sampled_from(sorted(EDITS)), max_size=3, unique=True))
def test_a_call_does_not_differ_from_itself(names: list[str]) -> None:
    edits = [EDITS[name][0] for name in names if not name.startswith("no ")]
    assert changes(edited(*edits), edited(*edits)) == ()


@pytest.mark.parametrize("what", EDITS)
def test_what_is_refused_is_what_nobody_could_look_up_any_more(what: str) -> None:
    change, after = change_of(what), edited(EDITS[what][0])
    known = {"track": after.tracks, "desk": after.desks, "authority": {after.authority.id}}.get(change.what)
    assert is_refused(change, Touched(), edited(), OPENS) == (known is not None and change.id not in known)


@pytest.mark.parametrize("what", ["no track", "no desk", "a track's id", "a desk's code"])
def test_before_filing_opens_a_track_or_desk_may_go_if_nobody_is_there(what: str) -> None:
    change, early = change_of(what), OPENS - timedelta(seconds=1)
    assert not is_refused(change, Touched(), edited(), early)
    assert is_refused(change, Touched(drafts=1), edited(), early)
    assert is_refused(change, Touched(accounts=1), edited(), early)
    assert loses_entries(change)


OF_A_TRACK = ["a criterion's weight", "a method", "a stage", "no stage", "selected places", "ties"]
OF_ALL = ["what experts see", "no evaluation"]


@pytest.mark.parametrize("what", [*OF_A_TRACK, *OF_ALL])
def test_rules_that_are_fixed_do_not_change_any_more(what: str) -> None:
    change = change_of(what)
    assert not is_refused(change, Touched(), edited(), OPENS)
    assert is_refused(change, Touched(), edited(), OPENS, {TRACK})
    assert is_refused(change, Touched(), edited(), OPENS, {"unit"}) == (what in OF_ALL)


def test_what_is_no_rule_changes_all_the_same() -> None:
    assert not is_refused(change_of("the notice"), Touched(), edited(), OPENS, {TRACK})
    assert not is_refused(change_of("a field's limit"), Touched(), edited(), OPENS, {TRACK})


def test_another_authority_is_refused_at_any_time() -> None:
    assert is_refused(change_of("another authority"), Touched(), edited(), OPENS - timedelta(days=99))


def test_a_track_that_has_anothers_name_names_it() -> None:
    assert change_of("a track's id").new_id == "units"


COUNTS = {
    (COUNTY, TRACK): {"draft": 1, "returned": 2, "pushed": 4, "recommended": 8, "reported": 512},
    (CITY, TRACK): {"declined": 16, "withdrawn": 32},
    ("organiser", TRACK): {"nominated": 64},
    (COUNTY, "unit"): {"draft": 128},
    (OTHER_COUNTY, "accounts"): {"registered": 256},
}


@pytest.mark.parametrize(
    ("what", "there"),
    [
        ("the notice", Touched(131, 52, 72)),
        ("a field's limit", Touched(3, 52, 72)),
        ("fewer places", Touched(3, 52, 72)),
        ("no track", Touched(128, 0, 0)),
        ("a desk's code", Touched(131, 4, 8, 5)),
        ("no desk", Touched()),
    ],
)
def test_a_change_touches_what_lies_in_its_track_or_at_its_desk(what: str, there: Touched) -> None:
    assert touched(change_of(what), COUNTS, {COUNTY: 5}) == there


def test_those_who_still_have_to_push_hear_of_what_binds_them() -> None:
    heard = {what for what in EDITS if concerns_drafts(change_of(what))}
    assert heard == {"less grace", "filing shorter", "a retired track", "a field's limit"}


def test_a_change_of_a_form_names_its_track() -> None:
    change = change_of("a field's limit")
    assert replace(change, track="") != change
    assert change.track == TRACK
