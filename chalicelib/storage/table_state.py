"""A table's own state: live or replaced, its version, open or closed.

A copy of a table, such as a restored one, has its source's state with it; so the state names the table it is of.
"""

from enum import StrEnum

from chalicelib.domain.errors import Maintenance
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Gate, Item


class Closure(StrEnum):
    """Why a table takes no changes."""

    OPERATOR = "operator"
    """An operator closed it, and opens it again."""
    RESTORE = "restore"
    """It is being restored; its successor is not live yet."""
    DEPLOY = "deploy"
    """It was restored; functions are still to be deployed to it."""


@dataclass(frozen=True)
class TableState:
    """A table's state.

    `version` is the number of the newest version that wrote it (ops/migrations); `replaced_by` names the table that
    is live in its place; `until` is when changes are expected to be taken again (ISO 8601), while it is closed.
    """

    table: str
    version: int = 0
    replaced_by: str = ""
    closing: Closure | None = None
    until: str = ""


def state_of(item: Item) -> TableState:
    """Return the state that an item holds."""
    closing = item.get("closing")
    return TableState(
        item["table"],
        item.get("version", 0),
        item.get("replaced_by", ""),
        Closure(closing) if closing else None,
        item.get("until", ""),
    )


def _refusal(item: Item | None) -> Exception | None:
    state = state_of(item) if item else None
    if state is None or not (state.closing or state.replaced_by):
        return None
    return Maintenance(until=state.until or None)


GATE = Gate(keys.table_state(), _refusal)
"""Closes a table to what people and the clock do."""
