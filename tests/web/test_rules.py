"""How a call's entries are judged, as everybody may read it before anything is judged."""

from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.published_rules import rules_digest
from ops.calls import compile_call
from tests.factories import World
from tests.forms.sample import ROOT
from tests.web.people import Browser

SEASON = compile_call(ROOT / "calls/shandong-2021")
PRIZE = compile_call(ROOT / "calls/open-data-prize-2026")


def test_the_public_reads_what_decides_a_marks_fate(here: World) -> None:
    here.tools.calls.publish(SEASON)
    body = Browser().get("/calls/shandong-2021/rules").body
    track = {one["id"]: one for one in body["tracks"]}["scenario"]
    assert [one["weight"] for one in track["criteria"]] == [15, 20, 20, 30, 15]
    assert track["criteria"][3]["anchors"][0] == {
        "mark": "8",
        "words": {"zh": "有可核实的前后对比。", "en": "Before and after can be verified."},
    }
    assert [(one["id"], one["closes"]) for one in track["stages"]] == [
        ("written", "2021-11-21T10:00:00Z"),
        ("meeting", "2021-11-23T10:00:00Z"),
    ]
    assert track["selection"]["places"] == 200
    assert track["ties"][0] == {"by": "criterion", "criterion": "effect"}
    call = Call.from_dict({**SEASON, "version": 1})
    assert track["digest"] == rules_digest(call, call.track("scenario"))
    assert body["evaluation"]["second_person"] == sorted(SEASON["evaluation"]["second_person"])
    assert [one["code"] for one in body["evaluation"]["agencies"]] == ["qilu-review", "haiyou-assess"]
    assert Browser().get("/calls/shandong-2021").body["judged"] is True


def test_a_call_whose_end_is_the_nomination_has_none(here: World) -> None:
    tracks = [{**one, "stages": [], "selection": None, "ties": []} for one in PRIZE["tracks"]]
    here.tools.calls.publish({**PRIZE, "evaluation": None, "tracks": tracks})
    body = Browser().get("/calls/open-data-prize-2026/rules").body
    assert (body["evaluation"], body["tracks"]) == (None, [])
    assert Browser().get("/calls/open-data-prize-2026").body["judged"] is False


def test_everybody_reads_how_objections_are_heard(here: World) -> None:
    here.tools.calls.publish(SEASON)
    heard = Browser().get("/calls/shandong-2021").body["objections"]
    assert heard["by"] == ["person", "organisation"]
    assert [(one["id"], one["answers"], one["corrects"]) for one in heard["grounds"]][3:] == [
        ("persons", "desk", False),
        ("spelling", "organiser", True),
    ]
    assert heard["evidence"] == {
        "fewest": 1,
        "most": 5,
        "largest": 20 * 1024 * 1024,
        "kinds": ["pdf", "ofd", "jpg", "png"],
    }
    assert (heard["answer_days"], heard["rule_days"], heard["count"]) == (5, 15, "working")
    here.tools.calls.publish(PRIZE)
    assert Browser().get("/calls/open-data-prize-2026").body["objections"] is None
