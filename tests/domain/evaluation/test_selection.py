"""What a line and exceptions select, and what the rules refuse of them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import Invalid
from chalicelib.domain.evaluation.rules import Balance, SelectionRules
from chalicelib.domain.evaluation.selection import (
    Exemption,
    Selected,
    Selection,
    Share,
    balance,
    check,
    choose,
    digest_of,
    without_linked,
)
from chalicelib.domain.evaluation.tally import TallyRow

RULES = SelectionRules(places=3, about=1)


def rows(*entries: str, **changes: Any) -> list[TallyRow]:
    """Rows in this order; `floor`: those below it; `lot`: those that it alone set apart from the one before."""
    below, lot = changes.get("floor", ()), changes.get("lot", ())
    return [
        replace(
            TallyRow(entry, "", {}, {}, "", "", f"{99 - n}/1", n),
            below_floor=entry in below,
            decided_by="draw" if entry in lot else None,
        )
        for n, entry in enumerate(entries, start=1)
    ]


def draft(line: int = 0, reason: str = "", **exceptions: str) -> Selection:
    """A draft whose exceptions are put in or out for a reason."""
    known = tuple(Exemption(entry, put, "规则第 7 条") for entry, put in exceptions.items())  # type: ignore[arg-type]
    return Selection("c", "t", "s", line, reason, known)


def chosen(selected: Selected) -> str:
    return "".join(selected.chosen)


def faults(made: list[TallyRow], drawn: Selection, rules: SelectionRules = RULES) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        check(rules, made, drawn, choose(rules, made, drawn))
    return {one["pointer"]: one["code"] for one in refused.value.details["errors"]}


def test_as_many_are_selected_as_there_are_places() -> None:
    assert chosen(choose(RULES, rows(*"abcde"), draft())) == "abc"


def test_the_line_may_lie_elsewhere_with_a_reason() -> None:
    made = rows(*"abcdef")
    assert chosen(choose(RULES, made, draft(4, "两条同分"))) == "abcd"
    check(RULES, made, draft(4, "两条同分"), choose(RULES, made, draft(4, "两条同分")))
    assert faults(made, draft(4)) == {"/reason": "required"}
    assert faults(made, draft(5, "更多")) == {"/line": "line_too_far", "/exceptions": "too_many_selected"}
    assert faults(made, draft(1, "更少")) == {"/line": "line_too_far"}


def test_an_exception_puts_in_or_leaves_out_at_its_own_place() -> None:
    selected = choose(RULES, rows(*"abcde"), draft(b="out", e="in"))
    assert chosen(selected) == "ace"
    assert [(one.row.entry, one.place, one.why) for one in selected.candidates if one.exception] == [
        ("b", 2, "exception"),
        ("e", 5, "exception"),
    ]


def test_an_exception_that_changes_nothing_is_no_exception() -> None:
    assert [one.why for one in choose(RULES, rows(*"abcd"), draft(a="in", d="out")).candidates] == [
        "line",
        "line",
        "line",
        "below_line",
    ]


def test_below_the_floor_and_what_did_not_pass_are_selected_by_exception_alone() -> None:
    made = rows(*"abcd", floor="b")
    selected = choose(RULES, made, draft(), barred={"c"})
    assert [one.why for one in selected.candidates] == ["line", "below_floor", "not_passed", "below_line"]
    assert chosen(choose(RULES, made, draft(b="in", c="in"), barred={"c"})) == "abc"


def test_exceptions_have_reasons_and_name_an_entry_once() -> None:
    made, known = rows(*"abcd"), Exemption("b", "out", " ")
    twice = Selection("c", "t", "s", exceptions=(known, known, Exemption("x", "in", "r")))
    assert faults(made, twice) == {
        "/exceptions/0/reason": "required",
        "/exceptions/1/reason": "required",
        "/exceptions/1/entry": "named_twice",
        "/exceptions/2/entry": "unknown_entry",
    }


def test_no_more_are_selected_than_the_places_and_about() -> None:
    assert faults(rows(*"abcdef"), draft(e="in", f="in")) == {"/exceptions": "too_many_selected"}


@pytest.mark.parametrize(
    ("at_line", "about", "expected"), [("draw", 1, "abc"), ("both", 1, "abcd"), ("both", 0, "abc")]
)
def test_where_only_the_lot_decides_at_the_line_the_declared_rule_does(at_line: Any, about: int, expected: str) -> None:
    rules = SelectionRules(places=3, about=about, at_line=at_line)
    selected = choose(rules, rows(*"abcde", lot="d"), draft())
    assert (chosen(selected), selected.lot) == (expected, ("c", "d"))


def test_a_lot_elsewhere_is_not_told() -> None:
    assert choose(RULES, rows(*"abcde", lot="be"), draft()).lot == ()
    assert choose(RULES, rows(*"abcdef", lot="cde"), draft()).lot == ("b", "c", "d", "e")


def test_a_group_with_too_large_a_share_is_flagged() -> None:
    rules = SelectionRules(places=4, balance=Balance("place", "city", 50))
    groups = dict(zip("abcdef", ("tai", "tai", "tai", "jin", "jin", "jin"), strict=True))
    selected = choose(rules, rows(*"abcdef"), draft())
    assert balance(rules, selected, groups, warns=True) == [Share("tai", 3, 3, True), Share("jin", 1, 3, False)]
    assert not any(one.warns for one in balance(rules, selected, groups, warns=False))
    exactly = choose(SelectionRules(places=2), rows(*"adbcef"), draft())
    assert not any(one.warns for one in balance(rules, exactly, groups, warns=True))


def test_a_unit_none_of_whose_linked_entries_is_selected_is_flagged() -> None:
    links = {
        "u": [("scenario", "s1"), ("solution", "l1")],
        "w": [("scenario", "s2")],
        "x": [("scenario", "s1")],
        "none": [],
    }
    both = {"scenario": {"s1"}, "solution": set[str]()}
    assert without_linked(links, both, ["u", "w", "x", "none", "plain"]) == ["w"]
    assert without_linked(links, {"scenario": {"s9"}, "solution": set[str]()}, ["u", "w"]) == ["u", "w"]


def test_a_unit_is_not_judged_before_the_other_track_is_selected() -> None:
    assert without_linked({"u": [("scenario", "s1"), ("solution", "l1")]}, {"scenario": set[str]()}, ["u"]) == []


def test_what_is_confirmed_has_a_digest_of_all_that_matters() -> None:
    made = rows(*"abcde")

    def of(drawn: Selection, tally: str = "t") -> str:
        return digest_of(choose(RULES, made, drawn), drawn, tally)

    drafts = [draft(), draft(4, "r"), draft(4, "s"), draft(b="out"), draft(b="out", e="in")]
    assert len({*map(of, drafts), of(draft(), "u")}) == 6
    assert of(draft()) == of(draft(3))


@given(
    st.integers(1, 8),
    st.integers(0, 2),
    st.integers(0, 9),
    st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["in", "out"])),
    st.sets(st.sampled_from("abcdefgh")),
    st.sampled_from(["both", "draw"]),
)
def test_what_holds_of_any_selection(
    places: int, about: int, line: int, exceptions: dict[str, str], lot: set[str], at_line: Any
) -> None:
    rules = SelectionRules(places=places, about=about, at_line=at_line)
    made, drawn = rows(*"abcdefgh", lot=lot), draft(line, "r", **exceptions)
    selected = choose(rules, made, drawn)
    assert [one.row for one in selected.candidates] == made
    for one in selected.candidates:
        if one.row.entry in exceptions:
            assert one.chosen == (exceptions[one.row.entry] == "in")
        else:
            assert one.chosen == (one.place <= selected.line)
    try:
        check(rules, made, drawn, selected)
    except Invalid:
        return
    assert abs(selected.line - places) <= about
    assert len(selected.chosen) <= places + about
