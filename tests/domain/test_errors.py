"""A refusal says what it is and what its wording needs."""

from chalicelib.domain.errors import Invalid, QuotaFull, problem


def test_a_refusal_is_its_code_and_its_details() -> None:
    refusal = QuotaFull(places=3, slack=0, used=3)
    assert (str(refusal), refusal.details) == ("quota_full", {"places": 3, "slack": 0, "used": 3})


def test_what_is_wrong_with_a_request_is_named_with_its_place_and_figures() -> None:
    wrong = {"pointer": "/name", "code": "too_long", "params": {"max": 50}}
    assert problem("/name", "too_long", max=50) == wrong
    assert Invalid.at("/name", "too_long", max=50).details == {"errors": [wrong]}
