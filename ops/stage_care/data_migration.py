"""Data migrations of a stage: pending ones, and running them.

They run page by page. Progress is stored in the table after every page, so that a run can be stopped. An item
is written on condition that the values which the migration read are unchanged; otherwise the other change wins,
and the item is read again.
"""

import importlib
import json
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.storage import keys
from chalicelib.storage.engine.table import Delete, Item, Put, Update, Write, plain
from chalicelib.storage.items import RESTORED, SCHEMA
from chalicelib.storage.keys import Key
from ops import migrations
from ops.cli import Progress, Stop, say
from ops.stage_data import StageData, scan

TRIES = 5


@dataclass(frozen=True)
class Migration:
    """A change of items from an older shape to a newer one."""

    name: str
    summary: str
    migrate: Callable[[Item], Item | None]


@dataclass(frozen=True)
class MigrationProgress:
    """A migration's progress in a stage.

    `cursor` is the key after which it continues, `changed` the number of changed items.
    """

    cursor: dict[str, Any] | None = None
    changed: int = 0
    done: bool = False


class ItemChanged(Exception):
    """Refusal of a write because the item changed after it was read."""


def all_migrations() -> list[Migration]:
    """List the migrations of this version in order."""
    names = sorted(module.name for module in pkgutil.iter_modules(migrations.__path__))
    modules = [importlib.import_module(f"{migrations.__name__}.{name}") for name in names]
    return [Migration(n, (m.__doc__ or "").strip(), m.migrate) for n, m in zip(names, modules, strict=True)]


def pending(data: StageData, known: Sequence[Migration] | None = None) -> list[str]:
    """List the names of migrations that the stage has not finished."""
    return [m.name for m in known or all_migrations() if not progress_of(data, m).done]


def progress_of(data: StageData, migration: Migration) -> MigrationProgress:
    """Return a migration's progress in the stage."""
    item = data.tools.table.get(keys.migration(migration.name))
    return MigrationProgress(**json.loads(item["doc"])) if item else MigrationProgress()


def count_changes(data: StageData, migration: Migration) -> int:
    """Count the items that a migration would change now."""
    return sum(1 for page, _ in scan(data) for item in page if migration.migrate(plain(item)) is not None)


def migrate(data: StageData, migration: Migration) -> MigrationProgress:
    """Migrate every item, from where an earlier run stopped.

    Raises Stop when an item keeps changing.
    """
    done, progress = progress_of(data, migration), Progress(f"{migration.name}: items looked at")
    if done.cursor:
        say(f"{migration.name}: going on where it stopped")
    changed = done.changed
    for page, following in scan(data, done.cursor):
        changed += sum(_migrate_item(data, migration, plain(item)) for item in page)
        done = MigrationProgress(following, changed, following is None)
        _store_progress(data, migration, done)
        progress.add(len(page))
    return done


def _migrate_item(data: StageData, migration: Migration, item: Item | None) -> bool:
    """Migrate one item, and return True if it was changed.

    After a concurrent change the item is read again. Raises Stop when it keeps changing.
    """
    for _ in range(TRIES):
        after = migration.migrate(item) if item else None
        if item is None or after is None:
            return False
        key = Key(item["pk"], item["sk"])
        try:
            data.tools.table.write(_writes(key, item, after))
            return True
        except ItemChanged:
            item = data.tools.table.get(key)
    raise Stop(f"{migration.name}: an item is being changed all the time. Run ops migrate again; it goes on.")


def _writes(key: Key, before: Item, after: Item) -> list[Write]:
    """Return an update in place, or a move to another key.

    Jobs of the stream ignore a move.
    """
    if key == Key(after["pk"], after["sk"]):
        return [_update(key, before, after)]
    conditions = [f"#{name} = :{name}" for name in before if name in {"doc", "v"}] or ["attribute_exists(#pk)"]
    values = {f":{name}": before[name] for name in before if name in {"doc", "v"}}
    gone = Delete(key, " AND ".join(conditions), values, ItemChanged)
    return [Put({**after, RESTORED: "migration"}, "attribute_not_exists(#pk)"), gone]


def _update(key: Key, before: Item, after: Item) -> Update:
    """Return an update of what differs.

    Its condition is that the values which were read are unchanged.
    """
    sets = {name: value for name, value in after.items() if before.get(name) != value}
    removed = tuple(name for name in before if name not in after)
    read = [name for name in (*sets, *removed) if name in before] + (["v"] if "v" in before else [])
    conditions = ["attribute_exists(#pk)"]
    conditions += [f"#{name} = :was_{name}" for name in dict.fromkeys(read)]
    conditions += [f"attribute_not_exists(#{name})" for name in sets if name not in before]
    values = {f":was_{name}": before[name] for name in dict.fromkeys(read)}
    return Update(key, sets, {}, removed, " AND ".join(conditions), values, ItemChanged)


def _store_progress(data: StageData, migration: Migration, done: MigrationProgress) -> None:
    key = keys.migration(migration.name)
    doc = json.dumps({"cursor": done.cursor, "changed": done.changed, "done": done.done})
    data.tools.table.write([Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, "doc": doc})])
