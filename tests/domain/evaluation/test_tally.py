"""A run of the tally: rows, order, ties, flags, and what holds for any season."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import TooFewSheets
from chalicelib.domain.evaluation.exact import decimals, exact, fraction
from chalicelib.domain.evaluation.rules import Criterion, ReviewStage, Scale, Spread, Tie
from chalicelib.domain.evaluation.scores import Method
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.evaluation.tally import (
    Counting,
    Crossing,
    LabelledSheet,
    RankingFacts,
    Run,
    TallyRow,
    compare,
    count_up,
    digest_of_sheets,
    lots,
)
from tests.factories import CLOSES

KINDS = (Method("mean"), Method("severity"), Method("standard"), Method("severity", trim=1), Method("mean", trim=1))
TIES = (Tie("criterion", "effect"), Tie("spread"), Tie("desk_rank"), Tie("draw"))
CRITERIA = (Criterion("effect", {}, 60), Criterion("reach", {}, 40), Criterion("prepared", {}, 0))


def stage(method: Method = KINDS[0], **changes: Any) -> ReviewStage:
    known: dict[str, Any] = {"at_least": 1, "spread": Spread(25, "reconsider"), **changes}
    return ReviewStage("written", {}, "each", 2, Scale("0", "10", "0.5"), CLOSES, method, **known)


def counting(method: Method = KINDS[0], line: int = 2, floor: int | None = None, **changes: Any) -> Counting:
    return Counting(stage(method, **changes), CRITERIA, TIES, line, floor)


def sheet(label: str, entry: str, effect: str, reach: str = "", **changes: Any) -> LabelledSheet:
    marks = Marks({"effect": effect, "reach": reach or effect, "prepared": "1"})
    return LabelledSheet(label, replace(Sheet(entry, f"a-{label}", marks, "submitted"), **changes))


def ranking_facts(*entries: str, **facts: Any) -> list[RankingFacts]:
    return [RankingFacts(entry, **facts) for entry in entries]


def run(rules: Counting, entries: list[RankingFacts], *sheets: LabelledSheet) -> Run:
    return count_up(rules, entries, sheets, {"A": "gov"})


def by_entry(made: Run) -> dict[str, TallyRow]:
    return {row.entry: row for row in made.rows}


@pytest.mark.parametrize(
    ("value", "text"),
    [("2/3", "0.6667"), ("-1/3", "-0.3333"), ("1/20000", "0.0001"), ("5", "5.0000"), ("-1/99999", "0.0000")],
)
def test_people_read_four_decimals(value: str, text: str) -> None:
    assert decimals(Fraction(value)) == text


@given(st.fractions())
def test_exact_text_is_the_number(value: Fraction) -> None:
    assert fraction(exact(value)) == value


def test_a_criterion_without_weight_is_shown_and_does_not_count() -> None:
    row = by_entry(run(counting(), ranking_facts("e"), sheet("A", "e", "9", "6")))["e"]
    assert (row.final, row.means) == ("78/1", {"effect": "9/1", "reach": "6/1", "prepared": "1/1"})


@pytest.mark.parametrize("state", ["draft", "declined", "struck"])
def test_what_was_not_submitted_does_not_count(state: str) -> None:
    made = run(counting(), ranking_facts("e"), sheet("A", "e", "9"), sheet("B", "e", "1", state=state))
    assert by_entry(made)["e"].totals == {"A": "90/1"}


def test_of_a_second_round_the_new_marks_count_and_of_who_sent_none_the_old() -> None:
    old = Marks({"effect": "8", "reach": "8", "prepared": "1"})
    new = sheet("A", "e", "6", round=2, earlier=(old,))
    kept = sheet("B", "e", "1", round=2, earlier=(old,), state="draft")
    assert by_entry(run(counting(), ranking_facts("e"), new, kept))["e"].totals == {"A": "60/1", "B": "80/1"}


def test_entries_with_too_few_sheets_are_refused_by_name() -> None:
    with pytest.raises(TooFewSheets) as refused:
        run(
            counting(at_least=2),
            ranking_facts("e", "f"),
            sheet("A", "e", "9"),
            sheet("B", "e", "9"),
            sheet("A", "f", "9"),
        )
    assert refused.value.details == {"entries": ["f"], "at_least": 2}


def test_a_sheet_of_what_is_not_on_the_roll_does_not_count() -> None:
    assert len(run(counting(), ranking_facts("e"), sheet("A", "e", "9"), sheet("A", "x", "9")).rows) == 1


def test_part_of_the_score_is_carried_from_the_stage_before() -> None:
    made = run(counting(carries=40), ranking_facts("e", carried=Fraction(60)), sheet("A", "e", "9"))
    row = made.rows[0]
    assert (row.score, row.carried, row.final) == ("90/1", "60/1", "78/1")


def test_a_wide_spread_is_flagged_and_one_at_the_bound_is_not() -> None:
    sheets = [sheet("A", "e", "9"), sheet("B", "e", "6.5"), sheet("A", "f", "9"), sheet("B", "f", "6")]
    rows = by_entry(run(counting(), ranking_facts("e", "f"), *sheets))
    assert (rows["e"].spread, rows["e"].flagged) == ("25/1", False)
    assert (rows["f"].spread, rows["f"].flagged) == ("30/1", True)


def test_below_the_floor_is_said() -> None:
    rows = by_entry(run(counting(floor=60), ranking_facts("e", "f"), sheet("A", "e", "6"), sheet("A", "f", "5.5")))
    assert (rows["e"].below_floor, rows["f"].below_floor) == (False, True)


def test_each_tie_step_is_named_where_it_decided() -> None:
    entries = [
        RankingFacts("a", lot="1"),
        RankingFacts("b", lot="2"),
        RankingFacts("c", desk_rank=Fraction(1, 9), lot="3"),
    ]
    entries += [RankingFacts("d", lot="4"), RankingFacts("e", lot="5")]
    marks = [("a", "7", "7"), ("b", "7", "7"), ("c", "7", "7"), ("d", "8", "5.5")]
    sheets = [sheet(label, entry, effect, reach) for entry, effect, reach in marks for label in "AB"]
    sheets += [sheet("A", "e", "7.5"), sheet("B", "e", "6.5")]
    rows = run(counting(), entries, *sheets).rows
    assert [(row.entry, row.decided_by) for row in rows] == [
        ("d", None),
        ("c", "criterion:effect"),
        ("a", "desk_rank"),
        ("b", "draw"),
        ("e", "spread"),
    ]


def test_an_experts_strictness_is_told_against_those_who_read_the_same() -> None:
    sheets = [
        sheet("A", "e", "8"),
        sheet("B", "e", "6"),
        sheet("A", "f", "9"),
        sheet("B", "f", "8"),
        sheet("A", "g", "5"),
    ]
    one, other = run(counting(Method("severity")), ranking_facts("e", "f", "g"), *sheets).experts
    assert (one.label, one.subject, one.sheets, one.low, one.high) == ("A", "gov", 3, "50/1", "90/1")
    assert (one.above, other.above) == ("15/1", "-15/1")
    assert fraction(one.leniency) == -fraction(other.leniency) > 0
    assert run(counting(), ranking_facts("e"), sheet("A", "e", "8")).experts[0].above == ""


def test_groups_that_share_no_expert_are_told() -> None:
    sheets = [sheet("A", "e", "8"), sheet("B", "f", "6")]
    assert run(counting(Method("severity")), ranking_facts("e", "f"), *sheets).islands == (("A",), ("B",))


def test_who_crossed_the_line_is_told_in_the_new_order() -> None:
    def rows(*entries: str) -> list[TallyRow]:
        return [TallyRow(entry, "", {}, {}, "", "", "", 1) for entry in entries]

    assert compare(rows("a", "b", "c", "d"), rows("d", "a", "c", "b"), 2) == Crossing(("d",), ("b",))
    assert len(compare(rows("a", "b"), rows("b", "a"), 2)) == 0


@st.composite
def seasons(draw: st.DrawFn, most: int = 6) -> tuple[list[RankingFacts], list[LabelledSheet]]:
    entries = [f"e{n}" for n in range(draw(st.integers(1, most)))]
    labels = [f"E{n:03}" for n in range(1, draw(st.integers(2, 6)))]
    mark = st.integers(0, 20).map(lambda n: str(Fraction(n, 2)) if n % 2 == 0 else f"{n // 2}.5")
    sheets = [
        sheet(label, entry, draw(mark), draw(mark))
        for entry in entries
        for label in draw(st.lists(st.sampled_from(labels), min_size=1, unique=True))
    ]
    lot = lots(draw(st.binary(min_size=32, max_size=32)), entries)
    ranks = st.one_of(st.none(), st.integers(1, 5).map(lambda n: Fraction(n, 5)))
    return [RankingFacts(entry, desk_rank=draw(ranks), lot=lot[entry]) for entry in entries], sheets


@given(seasons(), st.sampled_from(KINDS), st.randoms(use_true_random=False))
def test_neither_the_order_of_sheets_nor_that_of_entries_matters(
    season: tuple[list[RankingFacts], list[LabelledSheet]], method: Method, random: Any
) -> None:
    entries, sheets = season
    made = run(counting(method), entries, *sheets)
    random.shuffle(entries)
    random.shuffle(sheets)
    assert run(counting(method), entries, *sheets) == made


@given(seasons(), st.sampled_from(KINDS))
def test_ranks_are_a_total_order_since_the_lot_ends_it(
    season: tuple[list[RankingFacts], list[LabelledSheet]], method: Method
) -> None:
    rows = run(counting(method), season[0], *season[1]).rows
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    assert [fraction(row.final) for row in rows] == sorted((fraction(row.final) for row in rows), reverse=True)


@given(seasons())
def test_by_a_plain_mean_nothing_differs_from_a_plain_mean(
    season: tuple[list[RankingFacts], list[LabelledSheet]],
) -> None:
    assert run(counting(), season[0], *season[1]).plain == Crossing()


def test_the_digest_of_sheets_covers_what_does_not_count() -> None:
    one = [sheet("A", "e", "8"), sheet("B", "e", "7", state="struck")]
    assert digest_of_sheets(one) == digest_of_sheets(one[::-1])
    assert digest_of_sheets(one) != digest_of_sheets([one[0], sheet("B", "e", "7")])
    assert digest_of_sheets(one) != digest_of_sheets([one[0], sheet("B", "e", "6", state="struck")])
