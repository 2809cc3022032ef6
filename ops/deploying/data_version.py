"""A table's data and the code that knows it, by migrations."""

import pkgutil
from collections.abc import Sequence

from chalicelib.storage import keys
from ops import migrations
from ops.cli import Stop
from ops.stages import Stage


def known_migrations() -> list[str]:
    """List the names of the migrations that this checkout's code knows."""
    return sorted(module.name for module in pkgutil.iter_modules(migrations.__path__))


def refuse_newer_data(stage: Stage, code: str, known: Sequence[str]) -> None:
    """Refuse code over data that it does not know.

    `code` names it, `known` are its migrations. Raises Stop when another one has begun in the stage's table.
    """
    table = stage.contents.tools.table
    unknown = [name for name in known_migrations() if name not in known and table.get(keys.migration(name))]
    if unknown:
        raise Stop(
            f"{code} does not know {', '.join(unknown)}, which the table has been brought to. It is not put back over"
            " newer data: mend what is wrong in a new version, or restore (docs/operate.md)."
        )
