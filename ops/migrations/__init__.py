"""Data migrations, in the order of their numbers.

Each is a file `NNNN_name.py` with a docstring and `migrate(item)`.

`migrate` takes an item as the table has it (str, int, bool, bytes) and returns it changed, or None where there
is nothing to do. It must be idempotent: an item that was migrated already gives None. Code of the new version
reads old and new items alike until every stage has run the migration; then the old reading is removed.
"""
