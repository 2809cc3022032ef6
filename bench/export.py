"""Export of 10⁵ rows of 30 columns as xlsx, against rustpy-xlsxwriter alone.

Part of `make bench`. Each way writes the same cells, and runs in a process of its own, in turn, so that its
peak memory is its own. The budget is a ratio of 1.5 and 256 MB; nothing here asserts either.
"""

import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from chalicelib.domain.call import Call
from chalicelib.services.submissions.content import form_of
from chalicelib.storage.engine.table import Item
from ops.exports.columns import columns
from ops.exports.workbook import rows, write
from tests.factories import TRACK, call

ROWS, COLUMNS, ROUNDS = 100_000, 30, 3
FIXED = 7
"""Number of columns that every export has besides the form's."""


def main() -> None:
    """Print CPU seconds and peak memory of both, and the median ratio."""
    with tempfile.TemporaryDirectory() as folder:
        pairs = [(_alone(ours, folder), _alone(bare, folder)) for _ in range(ROUNDS)]
    ratio = statistics.median(one[0] / other[0] for one, other in pairs)
    for name, runs in zip(("Laurel", "rustpy-xlsxwriter alone"), zip(*pairs, strict=True), strict=True):
        seconds, most = statistics.median(r[0] for r in runs), max(r[1] for r in runs)
        print(f"export, {name:24}{seconds:8.2f} s CPU{most:8.0f} MB")
    print(f"export, ratio{ratio:8.2f}")


def ours(file: Path) -> None:
    """Export items, in the shape that DynamoDB returns, to a file."""
    parsed = Call.from_dict(_call())
    shape = columns(parsed, {parsed.version: form_of(parsed, TRACK)}, "zh", personal=True)
    write(file, shape.names, rows(shape, _items()))


def bare(file: Path) -> None:
    """Write the same number of rows, each with the same cells."""
    from rustpy_xlsxwriter import write_worksheet

    row = {f"column {n}": _text(n) if n % 3 else float(n) for n in range(COLUMNS)}
    write_worksheet((dict(row) for _ in range(ROWS)), str(file), freeze_row=1, bold_headers=True)


def _alone(act: Callable[[Path], None], folder: str) -> tuple[float, float]:
    queue: Any = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("spawn").Process(target=_measured, args=(act, folder, queue))
    process.start()
    figures: tuple[float, float] = queue.get()
    process.join()
    return figures


def _measured(act: Callable[[Path], None], folder: str, queue: Any) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    act(Path(folder) / "out.xlsx")
    spent = time.process_time() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    queue.put((spent, max(most, before) / 1024))


def _call() -> dict[str, Any]:
    document = call()
    fields = [
        {
            "id": f"f{n}",
            "type": "text" if n % 3 else "integer",
            "label": {"zh": f"问题 {n}"},
            "required": False,
        }
        for n in range(COLUMNS - FIXED)
    ]
    document["tracks"][0]["form"]["sections"][0]["fields"] = fields
    return document


def _items() -> Iterator[tuple[Item, Item]]:
    answers = ",".join(f'"f{n}":"{_text(n) if n % 3 else n}"' for n in range(COLUMNS - FIXED))
    doc = f'{{"id":"x","n":1,"answers":{{{answers}}},"files":[]}}'
    head = '{"filing_no":"ABCDEF2345","state":"pushed","desk":"370902","revision":1,"pushed_at":"2021-10-25T00:00:00Z"}'
    card = '{"name":"智慧供热","unit_name":"泰安市泰山区热力公司"}'
    for _ in range(ROWS):
        yield {"doc": head, "card": card}, {"doc": doc}


def _text(n: int) -> str:
    return f"投诉工单平均处置时间由 26 小时降至 {n} 小时"


if __name__ == "__main__":
    main()
