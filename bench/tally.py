"""A tally of a thousand entries.

Five sheets each by a hundred experts. Part of `make bench`. Each method runs in a process of its own, so that its peak
memory is its own; the longest text of a score says what a row weighs.
"""

import multiprocessing
import random
import resource
import time
from typing import Any

from chalicelib.domain.evaluation.rules import Criterion, ReviewStage, Scale, Tie
from chalicelib.domain.evaluation.scores import Kind, Method
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.evaluation.tally import Counting, LabelledSheet, RankingFacts, count_up
from tests.factories import CLOSES

ENTRIES, EACH, EXPERTS = 1000, 5, 100
CRITERIA = tuple(Criterion(f"c{n}", {}, weight) for n, weight in enumerate((15, 20, 20, 30, 15)))
KINDS: tuple[Kind, ...] = ("mean", "severity", "standard")


def main() -> None:
    """Print CPU seconds, peak memory and the longest score by method."""
    for kind in KINDS:
        seconds, most, longest = _alone(kind)
        size = f"{ENTRIES:,} × {EACH} × {EXPERTS}"
        print(f"tally, {kind:10}{size:>18}{seconds:8.2f} s CPU{most:8.0f} MB{longest:8} characters")


def _alone(kind: Kind) -> tuple[float, float, int]:
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue()
    process = context.Process(target=_measured, args=(kind, queue))
    process.start()
    figures: tuple[float, float, int] = queue.get()
    process.join()
    return figures


def _measured(kind: Kind, queue: Any) -> None:
    stage = ReviewStage("written", {}, "each", EACH, Scale("0", "10", "0.5"), CLOSES, Method(kind))
    rules = Counting(stage, CRITERIA, (Tie("criterion", "c3"), Tie("spread"), Tie("draw")), 200)
    entries, sheets = _season()
    began = time.process_time()
    run = count_up(rules, entries, sheets, {})
    spent = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    queue.put((spent, most, max(len(row.final) for row in run.rows)))


def _season() -> tuple[list[RankingFacts], list[LabelledSheet]]:
    chance = random.Random(2021)
    labels = [f"E{n:03}" for n in range(1, EXPERTS + 1)]
    entries = [f"entry{n:04}" for n in range(ENTRIES)]
    sheets = [
        LabelledSheet(label, Sheet(entry, label, Marks(_marks(chance)), "submitted"))
        for entry in entries
        for label in chance.sample(labels, EACH)
    ]
    return [RankingFacts(entry, lot=f"{chance.getrandbits(256):064x}") for entry in entries], sheets


def _marks(chance: random.Random) -> dict[str, str]:
    halves = {one.id: chance.randint(8, 20) for one in CRITERIA}
    return {id: f"{n // 2}.5" if n % 2 else str(n // 2) for id, n in halves.items()}


if __name__ == "__main__":
    main()
