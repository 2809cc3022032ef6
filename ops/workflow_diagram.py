"""The workflow's table as a diagram (Mermaid) and as Amazon States Language.

`docs/workflow.md` holds the diagram, and a test compares it.
"""

from collections.abc import Iterator
from typing import Any

from chalicelib.domain.states import State
from chalicelib.domain.workflow.rows import ENTRY_STEPS, Target

Arrow = tuple[str, str, str]
"""(from, to, step)"""

GONE = "gone"


def arrows() -> Iterator[Arrow]:
    """Yield every transition of the table, including those after a report."""
    for row in ENTRY_STEPS.values():
        if row.target is Target.KEPT:
            continue
        target = row.target.value if isinstance(row.target, State) else GONE
        sources = sorted(row.sources)
        if row.top is None:
            yield from ((source.value, target, row.step) for source in sources)
        else:
            yield from ((source.value, target, f"{row.step} (to the desk above)") for source in sources)
            yield from ((source.value, row.top.value, f"{row.step} (from a top desk)") for source in sources)


def mermaid() -> str:
    """Return a state diagram that Markdown viewers draw."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    lines += [f"    {source} --> {target}: {step}" for source, target, step in arrows()]
    return "\n".join(lines)


def states_language() -> dict[str, Any]:
    """Return a state machine in Amazon States Language.

    It has a Pass and a Choice state for each state of a submission.
    """
    states: dict[str, Any] = {GONE: {"Type": "Succeed"}}
    for state in State:
        leaving = [(target, step) for source, target, step in arrows() if source == state.value]
        states[state.value] = _waiting(leaving) if leaving else {"Type": "Succeed"}
        if leaving:
            states[f"{state.value}-step"] = _choice(leaving, state.value)
    for name, body in states.items():
        if body.get("Type") == "Pass":
            body["Next"] = f"{name}-step"
    return {"Comment": "Laurel: a submission's way", "StartAt": State.DRAFT.value, "States": states}


def _waiting(leaving: list[tuple[str, str]]) -> dict[str, Any]:
    return {"Type": "Pass", "Comment": "waits for: " + ", ".join(step for _, step in leaving)}


def _choice(leaving: list[tuple[str, str]], stay: str) -> dict[str, Any]:
    rules = [{"Variable": "$.step", "StringEquals": step, "Next": target} for target, step in leaving]
    return {"Type": "Choice", "Choices": rules, "Default": stay}
