"""`docs/workflow.md` says what the table says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.states import State
from chalicelib.domain.workflow.rows import ALL_ROWS, ENTRY_STEPS, LIST_STEPS, StepRow, Target
from ops.bootstrap import ROOT
from ops.workflow_diagram import GONE, mermaid

PAGE = (ROOT / "docs/workflow.md").read_text("utf-8")


def section(title: str) -> str:
    """The text under a heading."""
    return PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(title: str) -> Iterator[list[str]]:
    """The cells of a section's table, without its heading."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])


def named(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def written(row: StepRow[Any, Any]) -> tuple[set[str], list[str], str, list[str]]:
    """(from, to, who, conditions) as the page has them."""
    targets = [row.target, row.top] if row.top else [row.target]
    words = {Target.GONE: GONE, Target.KEPT: "as it is"}
    to = [words[target] if isinstance(target, Target) else target.value for target in targets]
    conditions = [condition.__name__ for condition in row.conditions]
    return {state.value for state in row.sources}, to, row.actor.value, conditions


def shown(cells: list[str]) -> tuple[set[str], list[str], str, list[str]]:
    _, _, sources, target, who, conditions, *_ = cells
    everywhere = {state.value for state in State}
    return (
        everywhere if sources == "any" else set(named(sources)),
        named(target) or [target],
        who,
        named(conditions),
    )


STEP_ROWS = {named(row[0])[0]: row for row in rows("Steps on a submission")}
LIST_ROWS = {named(row[0])[0]: row for row in rows("Steps on a ranked list")}


def test_the_diagram_is_the_one_that_is_printed() -> None:
    assert re.findall(r"```mermaid\n(.*?)\n```", PAGE, re.DOTALL) == [mermaid()]


def test_the_steps_are_those_of_the_table_in_its_order() -> None:
    assert (list(STEP_ROWS), list(LIST_ROWS)) == (list(ENTRY_STEPS), list(LIST_STEPS))


@pytest.mark.parametrize("name", ENTRY_STEPS)
def test_a_row_has_the_steps_from_to_who_and_conditions(name: str) -> None:
    assert shown(STEP_ROWS[name]) == written(ENTRY_STEPS[name])


@pytest.mark.parametrize("name", LIST_STEPS)
def test_a_lists_row_has_the_steps_from_to_who_and_conditions(name: str) -> None:
    assert shown(LIST_ROWS[name]) == written(LIST_STEPS[name])


def test_each_condition_is_explained() -> None:
    explained = {
        name for line in section("Steps on a submission").splitlines() if line.startswith("- `") for name in named(line)
    }
    used = {condition.__name__ for row in ALL_ROWS for condition in row.conditions}
    assert used - explained == set()


def test_the_states_are_all_there() -> None:
    assert [named(row[0])[0] for row in rows("States")] == [state.value for state in State]
