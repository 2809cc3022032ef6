"""A panel's vote: quorum and passing to the exact fraction, and counts that cannot be."""

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.domain.evaluation.ballots import BallotCount, Votes, check, has_quorum, not_passed, passes
from chalicelib.domain.evaluation.rules import Ballot

TWO_THIRDS = Ballot("2/3", "2/3")


@pytest.mark.parametrize(("members", "present", "enough"), [(9, 6, True), (9, 5, False), (7, 5, True), (7, 4, False)])
def test_two_thirds_are_a_quorum_to_the_exact_fraction(members: int, present: int, enough: bool) -> None:
    assert has_quorum(TWO_THIRDS, members, present) is enough


@pytest.mark.parametrize(("agree", "present", "enough"), [(6, 9, True), (5, 9, False), (5, 7, True), (4, 7, False)])
def test_those_who_agree_are_held_against_those_present(agree: int, present: int, enough: bool) -> None:
    assert passes(TWO_THIRDS, Votes(agree, present - agree, 0), present) is enough


def test_what_did_not_pass_is_told() -> None:
    count = BallotCount(9, 9, {"a": Votes(6, 3, 0), "b": Votes(5, 0, 4)})
    check(TWO_THIRDS, count, frozenset("ab"))
    assert not_passed(TWO_THIRDS, count) == {"b"}


def test_counts_that_no_meeting_can_have_had_are_refused_with_every_fault() -> None:
    count = BallotCount(9, 5, {"a": Votes(6, 0, 0), "x": Votes(5, 0, 0)})
    with pytest.raises(Invalid) as refused:
        check(TWO_THIRDS, count, frozenset("ab"))
    assert [(one["pointer"], one["code"]) for one in refused.value.details["errors"]] == [
        ("/present", "no_quorum"),
        ("/votes/a", "votes_not_present"),
        ("/votes/x", "unknown_entry"),
        ("/votes", "votes_missing"),
    ]
    with pytest.raises(Invalid):
        check(TWO_THIRDS, BallotCount(9, 10, {}), frozenset())
