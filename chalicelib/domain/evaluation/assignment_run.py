"""The computing of a jury's assignment in steps.

A job carries it out. It is computed, then written part by part; the jury is assigned when all parts are there.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from chalicelib.domain.access import Caller, Role
from chalicelib.domain.evaluation.planner import QualityReport, Unserved
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass

RunState = Literal["begun", "computed", "done", "refused"]


@dataclass(frozen=True)
class AssignmentRun:
    """The last computing of a jury's assignment.

    - `by`, `role`, `authority` and `agency` are whose act it is.
    - `draw_v`: the version of the draw that it was computed from.
    - `readers`: entry → labels, once computed; `written`: how many experts' parts are there.
    - `unserved`: why it was refused.
    - `by_hand`: how many reviews were moved by hand since.
    """

    call: str
    track: str
    stage: str
    by: str
    role: str
    authority: str
    at: datetime
    agency: str | None = None
    state: RunState = "begun"
    draw_v: int = 0
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written: int = 0
    report: QualityReport | None = None
    unserved: Unserved | None = None
    by_hand: int = 0
    v: int = 1

    @property
    def id(self) -> JuryId:
        return JuryId(self.call, self.track, self.stage)

    @property
    def caller(self) -> Caller:
        """Whose act it is, for the job that carries it out."""
        return Caller(self.by, Role(self.role), self.authority, agency=self.agency)

    @property
    def under_way(self) -> bool:
        """Whether there is something left to do."""
        return self.state in {"begun", "computed"}

    def entries_of(self, label: str) -> set[str]:
        """Return what an expert reads."""
        return {entry for entry, row in self.readers.items() if label in row}
