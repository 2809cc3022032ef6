"""The page about costs says what is measured."""

import pytest

from ops.local.engines import Engine
from tests.budgets import costs
from tests.budgets.costs import ACTS, Units, form_kb, measured

pytestmark = pytest.mark.engine
AGAIN = "write the tables anew with: .venv/bin/python -m tests.budgets.costs"


@pytest.fixture(scope="module")
def units(dynamodb_local: Engine) -> dict[str, Units]:
    return measured(dynamodb_local)


def test_each_act_costs_what_the_page_says(units: dict[str, Units]) -> None:
    assert costs.block("acts") == costs.acts_table(units), AGAIN


def test_a_season_and_one_a_hundred_times_as_large_cost_what_the_page_says(units: dict[str, Units]) -> None:
    assert costs.block("totals") == costs.totals_table(units, form_kb()), AGAIN


def test_a_season_a_hundred_times_as_large_costs_a_hundred_times_as_much(units: dict[str, Units]) -> None:
    one, hundred = (costs.totals(units, form_kb(), times) for times in (1, 100))
    assert hundred == pytest.approx([100 * figure for figure in one], rel=1e-4)


def test_every_act_is_told_once() -> None:
    names = [act.name for act in ACTS]
    assert len(names) == len(set(names))
