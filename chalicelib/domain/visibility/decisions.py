"""The steps and states of the workflow that the rules of visibility name."""

from chalicelib.domain.submission import State

DECISIONS = frozenset({"recommend", "take_back", "decline"})
"""Steps by which a desk decides on an entry: its own until it reports its list."""

DECIDED = frozenset({State.RECOMMENDED, State.DECLINED})
"""States in which those steps leave an entry."""

UNMOVING = frozenset({"ask_back", "late_pass"})
"""Steps that leave a desk's last decision as it was."""

RECOMMENDED_BY_HOLDER = frozenset({State.RECOMMENDED, State.NOMINATED})
"""States in which whoever holds an entry recommends it."""

RECOMMENDED_BELOW = frozenset({State.PUSHED, *RECOMMENDED_BY_HOLDER})
"""States above a desk in which its own recommendation still holds."""

VISIBLE_ABOVE = frozenset({"reopen", "send_back", "attach_scan"})
"""Steps on a reopened list that a level above sees: its own, and scans of what was reported."""
