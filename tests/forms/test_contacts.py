"""How contacts are read, and the longest that there are."""

import pytest

from chalicelib.forms.fields.contacts import Email, Mobile, Phone, Url, check_character


@pytest.mark.parametrize("typed", ["X13800138000", "13800138000X"])
def test_a_sign_that_is_no_blank_stays_in_a_number_and_makes_it_wrong(typed: str) -> None:
    for rule in (Mobile(id="f", label={}), Phone(id="f", label={})):
        kept = rule.clean(typed)
        assert (kept, rule.right(kept)) == (typed, False)


def test_the_longest_address_has_254_characters() -> None:
    rule, host = Email(id="f", label={}), "@" + "a" * 60 + "." + "b" * 60 + ".cn"
    longest = "a" * (254 - len(host)) + host
    assert (rule.right(longest), rule.right("a" + longest)) == (True, False)


def test_the_longest_web_address_has_500_characters() -> None:
    rule = Url(id="f", label={})
    longest = "https://a.cn/" + "x" * (500 - len("https://a.cn/"))
    assert (rule.right(longest), rule.right(longest + "x")) == (True, False)


def test_the_check_character_of_a_credit_code_is_that_of_gb_32100() -> None:
    assert [check_character(body) for body in ("91350100M000100Y4", "91110000600037341")] == ["3", "L"]
