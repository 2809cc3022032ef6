"""Assignment of 1,000 entries to 100 experts, five each.

Part of `make bench`. Twenty bodies in sixteen cities; nobody reads an entry of the own city, one pair in a hundred is
kept apart beside that; three fields. Each round runs in a process of its own, so that its peak memory is its own. A
function of 1,769 MB has one whole processor, so it takes as long as this machine does; the bound is its 300 seconds.
"""

import multiprocessing
import random
import resource
import statistics
import time
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from chalicelib.domain.evaluation.panel import PoolExpert
from chalicelib.domain.evaluation.planner import Task, compute, plan, report
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.rules import ReviewStage, Scale
from chalicelib.domain.evaluation.scores import Method

ENTRIES, EXPERTS, EACH, ROUNDS = 1000, 100, 5, 3
FIELDS = ("government", "society", "economy")


def main() -> None:
    """Print seconds and peak memory of plan, assignment and report."""
    rounds = [_alone() for _ in range(ROUNDS)]
    for name, values in zip(
        ("plan", "assign", "report"), zip(*(times for times, _ in rounds), strict=True), strict=True
    ):
        print(f"assignment, {name:21}{statistics.median(values):8.2f} s CPU")
    print(f"assignment, memory      {max(most for _, most in rounds):8.0f} MB")


def task() -> Task:
    """Return a season as large as one pool ever has it."""
    dice = random.Random(2021)
    stage = ReviewStage(
        id="written",
        names={},
        design="each",
        experts=EACH,
        scale=Scale("0", "10", "0.5"),
        closes=datetime(2021, 11, 21, tzinfo=UTC),
        method=Method("severity"),
        fields="category",
    )
    roll = [
        RollEntry(f"e{n:015}", 1, f"c{n}", "a", f"n{n}", f"u{n}", place=str(n % 16), category=dice.choice(FIELDS))
        for n in range(ENTRIES)
    ]
    experts = [
        PoolExpert(f"E{n:03}", f"a{n}", (own := dice.choice(FIELDS)), f"body {n % 20}", str(n % 16), 60, fields=(own,))
        for n in range(1, EXPERTS + 1)
    ]
    kept = {(e.entry, one.label): ("city",) for e in roll for one in experts if e.place == one.city}
    kept |= {(e.entry, one.label): ("ruled",) for e in roll for one in experts if dice.random() < 0.01}
    return Task(stage, roll, experts, kept)


def _alone() -> tuple[tuple[float, ...], float]:
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue()
    process = context.Process(target=_measured, args=(queue,))
    process.start()
    figures: tuple[tuple[float, ...], float] = queue.get()
    process.join()
    return figures


def _measured(queue: Any) -> None:
    season = task()
    marks = [time.process_time()]
    plan(season)
    marks.append(time.process_time())
    assigned = compute(season)
    marks.append(time.process_time())
    report(season, assigned)
    marks.append(time.process_time())
    times = tuple(after - before for before, after in pairwise(marks))
    queue.put((times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


if __name__ == "__main__":
    main()
