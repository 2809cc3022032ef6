"""Keep a start quick: imported first, it rests the garbage collector until `finish` (docs/adr/0022-quick-start.md).

While modules load nothing of theirs is garbage, and looking for it costs a tenth of a start; what they leave is
frozen, so that no later collection looks through it again.
"""

import gc

gc.disable()


def finish() -> None:
    """Let the collector work again, on what comes from now on."""
    gc.enable()
    gc.freeze()
