"""Which deployment stands, and which one is gone back to."""

import pytest

from ops.cli import Stop
from ops.deploying import history
from ops.deploying.history import BEGUN, FAILED, STANDING, TAKEN_BACK, Deployment


def deployed(at: int, artefact: str, outcome: str = STANDING, of: str = "") -> Deployment:
    """A deployment of a day; its commit is named as its package."""
    values = {"TableName": "laurel"}
    return Deployment(
        f"2026-05-{at:02}", "somebody", "1.0.0", artefact, "template", artefact, "", values, [], of, outcome
    )


def test_what_was_taken_back_failed_or_was_cut_off_does_not_stand() -> None:
    told = [deployed(1, "a"), deployed(2, "b", TAKEN_BACK), deployed(3, "c", FAILED), deployed(4, "d", BEGUN)]
    assert history.standing(told) == told[0]
    assert history.standing([]) is None


def test_it_goes_back_to_the_last_that_stood_with_another_package() -> None:
    told = [deployed(1, "a"), deployed(2, "b"), deployed(3, "x", TAKEN_BACK), deployed(4, "c"), deployed(5, "c")]
    assert history.before(told).artefact == "b"


def test_going_back_twice_goes_to_one_older_still_and_not_forth_again() -> None:
    told = [deployed(1, "a"), deployed(2, "b"), deployed(3, "c"), deployed(4, "b", of="2026-05-02")]
    assert history.before(told).artefact == "a"
    with pytest.raises(Stop, match="no deployment of before is recorded"):
        history.before([*told, deployed(5, "a", of="2026-05-01")])


def test_a_commit_is_found_by_its_beginning_where_it_has_stood() -> None:
    told = [deployed(1, "abc123"), deployed(2, "abc999", FAILED)]
    assert history.of_commit(told, "abc") == told[0]
    with pytest.raises(Stop, match="no deployment of abc9 has stood here"):
        history.of_commit(told, "abc9")
