"""How far seeding has come, kept as one item beside what it made, so that a killed start goes on where it was."""

import json
from dataclasses import asdict, dataclass, field

from chalicelib.services.context import Tools
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import SCHEMA
from chalicelib.storage.keys import Key

KEY = Key("LOCAL", "SEASON")
"""No function reads it."""


@dataclass
class Journal:
    """By call: the digest of its sources when it was published; the close of filing that its desks' dates were
    set by; when its samples began; how many of its acts are done. And the submission of each sample."""

    sources: dict[str, str] = field(default_factory=dict)
    aligned: dict[str, str] = field(default_factory=dict)
    began: dict[str, str] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)
    submissions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, tools: Tools) -> "Journal":
        """What the last start wrote; empty before the first."""
        item = tools.table.get(KEY)
        return cls(**json.loads(item["doc"])) if item else cls()

    def write(self, tools: Tools) -> None:
        """Keep it as it is now."""
        doc = json.dumps(asdict(self))
        tools.table.write([Put({"pk": KEY.pk, "sk": KEY.sk, "schema": SCHEMA, "doc": doc})])
