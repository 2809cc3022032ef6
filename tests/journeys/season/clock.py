"""The clock of a product whose days pass when a test says so: the machine's, and an offset read from a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

FILE = "ahead"
"""The file in the data directory that says how many seconds the product is ahead."""


class AheadClock:
    """The machine's clock, ahead by as much as the file says."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE

    @property
    def ahead(self) -> timedelta:
        return timedelta(seconds=float(self.file.read_text())) if self.file.exists() else timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move_to(self, moment: datetime) -> None:
        """Make it `moment` now; days never go back."""
        ahead = max(moment - datetime.now(UTC), self.ahead)
        new = self.file.with_suffix(".new")
        new.write_text(str(ahead.total_seconds()))
        new.replace(self.file)
