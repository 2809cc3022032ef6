"""Progress of seeding, stored so that a killed start can continue.

It is kept in one item of the table.
"""

import json
from dataclasses import asdict, dataclass, field

from chalicelib.services.context import Tools
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import SCHEMA
from chalicelib.storage.keys import Key

KEY = Key("LOCAL", "SEASON")
"""Key of the item; no function reads it."""


@dataclass
class SeedProgress:
    """Progress by call.

    - `sources`: digest of its files when it was published; `aligned`: the close of filing that its desks' dates
      follow
    - `began`: when its samples began; `done`: number of actions carried out; `finished`: calls that are
      complete
    - `submissions`: id of each sample's submission
    """

    sources: dict[str, str] = field(default_factory=dict)
    aligned: dict[str, str] = field(default_factory=dict)
    began: dict[str, str] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)
    submissions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, tools: Tools) -> "SeedProgress":
        """Return the progress of the last start, empty before the first."""
        item = tools.table.get(KEY)
        return cls(**json.loads(item["doc"])) if item else cls()

    def write(self, tools: Tools) -> None:
        """Store the progress."""
        doc = json.dumps(asdict(self))
        tools.table.write([Put({"pk": KEY.pk, "sk": KEY.sk, "schema": SCHEMA, "doc": doc})])
