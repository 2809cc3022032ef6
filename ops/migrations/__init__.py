"""Data migrations, in the order of their numbers.

Each is a file `NNNN_name.py` with a docstring and `migrate(item)`.

`migrate` takes an item as the table has it (str, int, bool, bytes) and returns it changed, or None where there
is nothing to do. It must be idempotent: an item that was migrated already gives None. Code of the new version
reads old and new items alike until every stage has run the migration; then the old reading is removed.

The last number is the version of stored data: a table says which wrote it last, and an `ops` of an older one only
reads it. So what changes the meaning of a stored value, such as what a counter counts, gets a migration as well,
even one that finds nothing to change.
"""

import pkgutil


def newest() -> int:
    """Return the version of stored data that this checkout writes."""
    return max(int(module.name.partition("_")[0]) for module in pkgutil.iter_modules(__path__))
