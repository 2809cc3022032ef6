"""`ops migrate`: every data migration that a stage has not run yet, in order, in pages that can be stopped.

How far each has come stands in the table, after every page. An item is written only if what the migration read of it
still stands; whoever changed it meanwhile wins, and it is looked at again.
"""

import argparse
import importlib
import json
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.storage import keys
from chalicelib.storage.engine.table import Item, Put, Update, plain
from chalicelib.storage.items import SCHEMA
from chalicelib.storage.keys import Key
from ops import migrations, stages
from ops.data.scanning import Data, pages
from ops.terms import DONE, Progress, Stop, say

TURNS = 5


@dataclass(frozen=True)
class Migration:
    """One step of the data from an older shape to a newer one."""

    name: str
    summary: str
    migrate: Callable[[Item], Item | None]


@dataclass(frozen=True)
class Standing:
    """How far a migration has come in a stage: the key behind which it goes on, and how many items it changed."""

    cursor: dict[str, Any] | None = None
    changed: int = 0
    done: bool = False


class MovedOn(Exception):
    """Somebody changed the item between its reading and its writing."""

    def __init__(self, item: Item | None) -> None:
        super().__init__("moved on")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser)
    parser.add_argument("--dry-run", action="store_true", help="count what would be changed, change nothing")


def run(options: argparse.Namespace) -> int:
    data = stages.stage_of(options).contents
    for migration in all_there_are():
        standing = standing_of(data, migration)
        if standing.done:
            print(f"{migration.name}: done, {standing.changed:,} items were changed")
        elif options.dry_run:
            print(
                f"{migration.name}: would change {would_change(data, migration):,} items. {migration.summary}"
            )
        else:
            print(f"{migration.name}: {carry_out(data, migration).changed:,} items changed")
    return DONE


def all_there_are() -> list[Migration]:
    """The migrations of this version, in order."""
    names = sorted(found.name for found in pkgutil.iter_modules(migrations.__path__))
    modules = [importlib.import_module(f"{migrations.__name__}.{name}") for name in names]
    return [Migration(n, (m.__doc__ or "").strip(), m.migrate) for n, m in zip(names, modules, strict=True)]


def pending(data: Data, known: Sequence[Migration] | None = None) -> list[str]:
    """Migrations that the stage has not finished."""
    return [m.name for m in known or all_there_are() if not standing_of(data, m).done]


def standing_of(data: Data, migration: Migration) -> Standing:
    """How far a migration has come."""
    item = data.tools.table.get(keys.migration(migration.name))
    return Standing(**json.loads(item["doc"])) if item else Standing()


def would_change(data: Data, migration: Migration) -> int:
    """How many items a migration would change now."""
    return sum(1 for page, _ in pages(data) for item in page if migration.migrate(plain(item)) is not None)


def carry_out(data: Data, migration: Migration) -> Standing:
    """Bring every item forward, from where an earlier run stopped. Raises Stop."""
    standing, progress = standing_of(data, migration), Progress(f"{migration.name}: items looked at")
    if standing.cursor:
        say(f"{migration.name}: going on where it stopped")
    changed = standing.changed
    for page, following in pages(data, standing.cursor):
        changed += sum(_bring_forward(data, migration, plain(item)) for item in page)
        standing = Standing(following, changed, following is None)
        _remember(data, migration, standing)
        progress.add(len(page))
    return standing


def _bring_forward(data: Data, migration: Migration, item: Item | None) -> bool:
    """Whether the item was changed; one that somebody else changes at the same time is read again."""
    for _ in range(TURNS):
        after = migration.migrate(item) if item else None
        if item is None or after is None:
            return False
        key = Key(item["pk"], item["sk"])
        try:
            data.tools.table.write([_changed(key, item, after)])
            return True
        except MovedOn:
            item = data.tools.table.get(key)
    raise Stop(f"{migration.name}: an item is being changed all the time. Run ops migrate again; it goes on.")


def _changed(key: Key, before: Item, after: Item) -> Update:
    """What differs, on condition that what was read of it still stands."""
    sets = {name: value for name, value in after.items() if before.get(name) != value}
    removed = tuple(name for name in before if name not in after)
    read = [name for name in (*sets, *removed) if name in before] + (["v"] if "v" in before else [])
    conditions = ["attribute_exists(#pk)"]
    conditions += [f"#{name} = :was_{name}" for name in dict.fromkeys(read)]
    conditions += [f"attribute_not_exists(#{name})" for name in sets if name not in before]
    values = {f":was_{name}": before[name] for name in dict.fromkeys(read)}
    return Update(key, sets, {}, removed, " AND ".join(conditions), values, MovedOn)


def _remember(data: Data, migration: Migration, standing: Standing) -> None:
    key = keys.migration(migration.name)
    doc = json.dumps({"cursor": standing.cursor, "changed": standing.changed, "done": standing.done})
    data.tools.table.write([Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": doc})])
