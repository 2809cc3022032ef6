"""`make mutants`: how many mutants of each module the tests kill, and which they let live.

Reads what mutmut left in `mutants/`. A mutant that no test reaches lives too, and so does one whose process ended
in any other way than by a test.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

RESULTS = Path("mutants/chalicelib")
KILLED = {1, 3, 24, -24, 36, 152, 255}
"""Exit codes of a mutant's run: a test failed, pytest itself did, or it ran too long."""


def results() -> Iterator[tuple[str, dict[str, int]]]:
    """(module, exit code by mutant) of each module of which a mutant was run."""
    for path in sorted(RESULTS.rglob("*.meta")):
        codes = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        checked = {mutant: code for mutant, code in codes.items() if code is not None}
        if checked:
            yield str(path.relative_to(RESULTS)).removesuffix(".py.meta"), checked


def main() -> int:
    """Print a line a module and a line a survivor."""
    total = killed = 0
    for module, codes in results():
        alive = [mutant for mutant, code in codes.items() if code not in KILLED]
        dead = len(codes) - len(alive)
        total, killed = total + len(codes), killed + dead
        print("\n".join([f"{module}: {dead} of {len(codes)} ({dead / len(codes):.0%})", *alive]))
    print(f"killed {killed} of {total}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
