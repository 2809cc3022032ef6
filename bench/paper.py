"""What drawing a form takes, at first and later.

Part of `make bench`: CPU, bytes and memory, of the longest empty form of the 2021 call. Nothing here asserts a time.
"""

import multiprocessing
import resource
import statistics
import time
from typing import Any

from chalicelib.domain.call import Call
from chalicelib.domain.paper.filing_form import describe_form
from chalicelib.forms.wording import Wording
from chalicelib.services.paper import docx, pdf
from chalicelib.storage import regions
from ops.bootstrap import ROOT
from ops.calls import compile_call

ROUNDS = 9


def main() -> None:
    """Print CPU seconds, bytes and peak memory of both formats."""
    for kind in ("pdf", "docx"):
        queue: Any = multiprocessing.get_context("spawn").Queue()
        process = multiprocessing.get_context("spawn").Process(target=_measured, args=(kind, queue))
        process.start()
        first, later, size, most = queue.get()
        process.join()
        print(f"form as {kind:5}{first:8.2f} s CPU the first{later:8.3f} s each after{size:8.0f} KB{most:8.0f} MB")


def _measured(kind: str, queue: Any) -> None:
    call = Call.from_dict(compile_call(ROOT / "calls/shandong-2021"))
    papers = [describe_form(call, track.parsed, Wording("zh", regions.load())) for track in call.tracks.values()]
    paper = max(papers, key=lambda one: len(one.entries))

    def draw() -> tuple[float, int]:
        began = time.process_time()
        body = pdf.render(paper).body if kind == "pdf" else docx.render(paper)
        return time.process_time() - began, len(body)

    (first, size), *later = [draw() for _ in range(ROUNDS)]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    queue.put((first, statistics.median(one for one, _ in later), size / 1024, most))


if __name__ == "__main__":
    main()
