"""`docs/workflow.md` says what the table says."""

import re
from collections.abc import Iterator

import pytest

from chalicelib.domain.submission import State
from chalicelib.domain.workflow import LIST_STEPS, STEPS, Step
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


def written(step: Step) -> tuple[set[str], str, str, list[str]]:
    target = f"`{step.target}`" if step.target else GONE
    conditions = [condition.__name__ for condition in step.conditions]
    return {state.value for state in step.sources}, target, step.by.value, conditions


STEP_ROWS = {named(row[0])[0]: row for row in rows("Steps on a submission")}


def test_the_diagram_is_the_one_that_is_printed() -> None:
    assert re.findall(r"```mermaid\n(.*?)\n```", PAGE, re.DOTALL) == [mermaid()]


def test_the_steps_are_those_of_the_table_in_its_order() -> None:
    assert list(STEP_ROWS) == list(STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_a_row_has_the_steps_from_to_who_and_conditions(name: str) -> None:
    _, _, sources, target, who, conditions = STEP_ROWS[name]
    assert (set(named(sources)), target, who, named(conditions)) == written(STEPS[name])


def test_each_condition_is_explained() -> None:
    explained = {
        name
        for line in section("Steps on a submission").splitlines()
        if line.startswith("- `")
        for name in named(line)
    }
    used = {condition.__name__ for step in STEPS.values() for condition in step.conditions}
    assert used - explained == set()


def test_the_steps_of_lists_are_all_there() -> None:
    assert tuple(named(row[0])[0] for row in rows("Steps on a ranked list")) == LIST_STEPS


def test_the_states_are_all_there() -> None:
    assert [named(row[0])[0] for row in rows("States")] == [state.value for state in State]
