"""What the pages of a browser complain about."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage


@dataclass
class Console:
    """What the pages of one test complained about. A test that brings a refusal about allows its message."""

    faults: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Complaints in which `pattern` (a regular expression) is found are no faults."""
        self.allowed.append(pattern)

    def watch(self, context: BrowserContext) -> None:
        """Takes down errors of the console (violations of the security policy are among them) and of scripts."""
        context.on("console", self._hear)
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")

    def left(self) -> list[str]:
        """The faults that nobody allowed."""
        return [fault for fault in self.faults if not any(re.search(each, fault) for each in self.allowed)]
