"""Long acts: what takes a jury longer than one request.

That such an act is under way stands in the table, whoever carries it out. So a run that is lost is begun again, and one
that was begun twice does nothing twice.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass

LOST_AFTER = timedelta(minutes=15)
"""How long a run may be silent before another is begun.

A step takes at most five minutes.
"""
LONGEST_NAME = 80
"""The longest name of an execution that Step Functions takes."""


@dataclass(frozen=True)
class LongAct:
    """A jury's long act, under way or ended.

    - `by`, `began_at`: who began it, and when.
    - `n`: the number of its run, never used twice; only the newest run goes on.
    - `seen_at`: when the run last began or came further; `left`: what it had left then, None before its first step.
    - `refused`: the code of the refusal that ended it; `ended_at`: when it ended, either way.
    """

    call: str
    track: str
    stage: str
    act: str
    by: str
    began_at: datetime
    seen_at: datetime
    n: int = 1
    left: int | None = None
    refused: str = ""
    ended_at: datetime | None = None
    v: int = 1

    @property
    def id(self) -> JuryId:
        return JuryId(self.call, self.track, self.stage)

    @property
    def under_way(self) -> bool:
        return self.ended_at is None

    @property
    def run(self) -> str:
        """The name of its run, which no other has."""
        name = "-".join((self.act, *self.id, str(self.n)))
        if len(name) <= LONGEST_NAME:
            return name
        return f"{self.act}-{sha256(name.encode()).hexdigest()[:32]}-{self.n}"

    @property
    def event(self) -> Mapping[str, Any]:
        """What the run is given."""
        return {"act": self.act, "call": self.call, "track": self.track, "stage": self.stage, "n": self.n}

    def is_lost(self, now: datetime) -> bool:
        """Return whether its run has been silent for too long."""
        return self.under_way and now - self.seen_at >= LOST_AFTER

    def begun_again(self, now: datetime) -> "LongAct":
        """Return the act with a new run."""
        return replace(self, n=self.n + 1, seen_at=now, v=self.v + 1)

    def come_to(self, left: int, now: datetime) -> "LongAct":
        """Return the act after a step, ended where nothing is left."""
        return replace(self, left=left, seen_at=now, ended_at=now if left == 0 else None, v=self.v + 1)

    def ended_by(self, refusal: str, now: datetime) -> "LongAct":
        """Return the act as a refusal ended it."""
        return replace(self, refused=refusal, seen_at=now, ended_at=now, v=self.v + 1)


def begin(before: LongAct | None, id: JuryId, act: str, by: str, now: datetime) -> LongAct:
    """Return an act that begins; one under way as it is."""
    if before and before.under_way:
        return before
    n, v = (before.n + 1, before.v + 1) if before else (1, 1)
    return LongAct(*id, act, by, now, now, n, v=v)
