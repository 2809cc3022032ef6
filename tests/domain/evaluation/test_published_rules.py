"""The rules that are published and sealed: whatever a call declares of them changes their digest, and nothing else."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.published_rules import published_rules, rules_digest
from chalicelib.domain.history import canonical
from ops.calls import compile_call
from tests.forms.sample import ROOT

CALL = json.loads(json.dumps(compile_call(ROOT / "calls/shandong-2021")))
OF_TRACK = ("criteria", "stages", "selection", "ties")
OTHER = {
    "unit": "none",
    "each": "panel",
    "panel": "each",
    "severity": "mean",
    "category": "none",
    "another": "reconsider",
}
ABSENT: dict[str | int, Any] = {
    "spread": {"over": 20, "then": "another"},
    "ballot": {"quorum": "1/2", "passes": "1/2", "secret": False},
}
Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to every value that holds no other."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    yield from (leaf for key, one in inner for leaf in leaves(one, (*path, key)))
    if not isinstance(value, dict | list) or not value:
        yield path


def changed(value: Any, key: str | int) -> Any:
    """Return another value that could stand at a key."""
    if value is None:
        return ABSENT.get(key, 1)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and value.endswith("Z"):
        return value.replace("2021", "2022")
    return OTHER.get(value, f"{value}1")


def digest(published: dict[str, Any], track: str = "scenario") -> str:
    call = Call.from_dict(published)
    return rules_digest(call, call.track(track))


def edited(path: Path) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(CALL)
    at: Any = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = changed(at[path[-1]], path[-1])
    return made


DECLARED = [
    *(("evaluation", *path) for path in leaves(CALL["evaluation"])),
    *(("tracks", 1, key, *path) for key in OF_TRACK for path in leaves(CALL["tracks"][1][key])),
]


@pytest.mark.parametrize("path", DECLARED, ids=lambda path: ".".join(map(str, path)))
def test_whatever_is_declared_changes_the_digest(path: Path) -> None:
    assert digest(edited(path)) != digest(CALL)


def test_many_things_are_declared() -> None:
    assert len(DECLARED) > 100


@pytest.mark.parametrize("key", ["title", "notice", "contacts", "note"])
def test_what_decides_no_mark_does_not(key: str) -> None:
    assert digest({**CALL, key: {"zh": "?"} if key != "contacts" else []}) == digest(CALL)


def test_another_tracks_rules_do_not() -> None:
    made = copy.deepcopy(CALL)
    made["tracks"][0]["criteria"][0]["weight"] += 1
    assert digest(made) == digest(CALL)
    assert digest(made, "unit") != digest(CALL, "unit")


def test_the_rules_are_plain_json_that_reads_back_as_it_was_published() -> None:
    call = Call.from_dict(CALL)
    rules = published_rules(call, call.track("scenario"))
    assert json.loads(canonical(rules)) == rules
    assert rules["criteria"] == CALL["tracks"][1]["criteria"]
    assert rules["evaluation"]["second_person"] == sorted(CALL["evaluation"]["second_person"])
    assert [stage["closes"] for stage in rules["stages"]] == ["2021-11-21T10:00:00Z", "2021-11-23T10:00:00Z"]


def test_a_track_without_evaluation_has_rules_too() -> None:
    track = {key: value for key, value in CALL["tracks"][1].items() if key not in OF_TRACK[1:]}
    call = Call.from_dict({**CALL, "evaluation": None, "tracks": [track]})
    rules = published_rules(call, call.track("scenario"))
    assert (rules["evaluation"], rules["stages"], rules["selection"], rules["ties"]) == (None, [], None, [])
