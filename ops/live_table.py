"""Which table of a stage is live, by what tables themselves say.

A stage's record in its state bucket may be lost or wrong; a table's own state is where its data is.
"""

from typing import Any

from chalicelib.storage import keys
from chalicelib.storage.engine.table import Gate, Item, Table, Update
from chalicelib.storage.items import SCHEMA
from chalicelib.storage.table_state import Closure, TableState, state_of
from chalicelib.wiring import utc_now
from ops import migrations
from ops.cli import Stop


def table_at(dynamodb: Any, name: str) -> Table:
    """Return a table whose own state no gate keeps from changing."""
    return Table(dynamodb, name, utc_now)


def read_state(table: Table) -> TableState | None:
    """Return what a table says of itself, None if it says nothing."""
    item = table.get(keys.table_state())
    return state_of(item) if item else None


def note(table: Table, name: str, **changes: Any) -> None:
    """Let the table `name` say something of itself; the rest stays.

    What is empty or None is no longer said.
    """
    said = {what: value for what, value in changes.items() if value}
    emptied = tuple(what for what in changes if what not in said)
    table.write([Update(keys.table_state(), {"schema": SCHEMA, "table": name, **said}, removes=emptied)])


def raise_version(table: Table, name: str) -> None:
    """Mark a table as written by this version, unless a later did."""
    state = read_state(table)
    note(table, name, version=max(state.version if state else 0, migrations.newest()))


def not_live(state: TableState | None, table: str) -> str:
    """Return why a table is not the live one, else "".

    One that says nothing is from before tables did.
    """
    if state is None:
        return ""
    if state.table != table:
        return f"table {table} is a copy of {state.table} and was never made live"
    return f"table {table} was replaced by {state.replaced_by}" if state.replaced_by else ""


def newer(state: TableState | None, table: str) -> str:
    """Return why this checkout does not know a table's data, else ""."""
    if state is None or state.version <= migrations.newest():
        return ""
    return (
        f"table {table} was last written by version {state.version} of the data, and this checkout knows"
        f" {migrations.newest()}: it only reads. Use the checkout that is deployed, or a later one."
    )


def not_writable(state: TableState | None, table: str) -> str:
    """Return why this checkout may not write a table, else ""."""
    if reason := not_live(state, table):
        return f"{reason}."
    if reason := newer(state, table):
        return reason
    if state and state.closing is Closure.RESTORE:
        return (
            f"table {table} is being restored. Let that finish (the same ops restore goes on), or give it up:"
            " ops maintenance off."
        )
    return ""


def gate(table: str) -> Gate:
    """Return the gate of the operator's commands.

    Maintenance is for them, so that it lets them pass.
    """

    def refusal(item: Item | None) -> Exception | None:
        reason = not_writable(state_of(item) if item else None, table)
        return Stop(reason) if reason else None

    return Gate(keys.table_state(), refusal)
