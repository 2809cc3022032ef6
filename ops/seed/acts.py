"""What people do in a sample's life, each through the service that serves it in earnest.

Every act can be played again after a start that was killed: it finds its own earlier effect, or the service
answers under the same request id.
"""

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.subjects import ListId
from chalicelib.domain.submission import MarkValue
from chalicelib.domain.workflow.commands import Recommend
from chalicelib.domain.workflow.rows import ENTRY_STEPS
from chalicelib.services.accounts import dossiers
from chalicelib.services.desks import inbox
from chalicelib.services.desks import settings as desk_settings
from chalicelib.services.follow_ups import reports
from chalicelib.services.lists import ranking
from chalicelib.services.submissions import attachments, drafts, steps
from chalicelib.storage import keys, lists
from ops.seed.stage import Stage


@dataclass(frozen=True, kw_only=True)
class Act(ABC):
    """Something that `who` (a key of the stage's people) does at a moment; `name` tells it from all others."""

    at: datetime
    name: str
    who: str

    @abstractmethod
    def play(self, stage: Stage) -> None:
        """Do it; the stage's clock stands at its moment."""


@dataclass(frozen=True, kw_only=True)
class Configure(Act):
    """Set a desk up, unless it has been already."""

    settings: DeskSettings

    def play(self, stage: Stage) -> None:
        who = stage.people[self.who]
        if desk_settings.read(stage.tools, who, stage.call, self.settings.desk).v == 0:
            repeat = stage.request(who, self.name)
            desk_settings.save(stage.tools, who, repeat, stage.call, self.settings, "0")


@dataclass(frozen=True, kw_only=True)
class Describe(Act):
    """Type the unit's dossier, unless it has been."""

    facts: Mapping[str, str]

    def play(self, stage: Stage) -> None:
        who = stage.people[self.who]
        if dossiers.read(stage.tools, who).v == 0:
            dossiers.save(stage.tools, who, stage.request(who, self.name), self.facts, "0")


@dataclass(frozen=True, kw_only=True)
class OnSample(Act):
    """An act on one sample."""

    sample: str


@dataclass(frozen=True, kw_only=True)
class Start(OnSample):
    """A new draft."""

    track: str

    def play(self, stage: Stage) -> None:
        who = stage.people[self.who]
        repeat = stage.request(who, self.name)
        stage.began(self.sample, drafts.start(stage.tools, who, repeat, stage.call, self.track, None))


@dataclass(frozen=True, kw_only=True)
class Save(OnSample):
    """Type answers over those that stand; ``@name`` in a link is the submission of that sample."""

    values: Mapping[str, Any]

    def play(self, stage: Stage) -> None:
        submission, found = stage.found(self.sample)
        standing = found.answers(submission)
        values = {**standing.values, **{id: _linked(stage, value) for id, value in self.values.items()}}
        if values != standing.values:
            version = stage.tools.calls.latest(stage.call).version
            who, etag = stage.people[self.who], stage.etag(self.sample)
            drafts.save(stage.tools, who, submission, values, version, etag)


@dataclass(frozen=True, kw_only=True)
class Attach(OnSample):
    """Send a file; `instead`: of all that the field had before."""

    field: str
    file: str
    body: bytes = dataclasses.field(repr=False)
    instead: bool = False

    def play(self, stage: Stage) -> None:
        who = stage.people[self.who]
        submission, found = stage.found(self.sample)
        standing = [f for f in found.files(submission).items if f.field == self.field]
        if any(f.name == self.file for f in standing):
            return
        for old in standing if self.instead else ():
            repeat = stage.request(who, f"{self.name}-without-{old.id}")
            attachments.delete(stage.tools, who, repeat, submission, old.id)
        self._send(stage, submission)

    def _send(self, stage: Stage, submission: str) -> None:
        who = stage.people[self.who]
        ticket = attachments.begin(stage.tools, who, submission, self.field, self.file, len(self.body))
        kind = ticket.fields["Content-Type"]
        stage.tools.objects.put(f"incoming/{submission}/{ticket.id}", self.body, kind)
        attachments.complete(stage.tools, who, stage.request(who, self.name), submission, ticket.id)


@dataclass(frozen=True, kw_only=True)
class Take(OnSample):
    """A step of the workflow. Without a rank, a recommendation is put last."""

    step: str
    arguments: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def play(self, stage: Stage) -> None:
        who, submission = stage.people[self.who], stage.submission(self.sample)
        command, arguments = ENTRY_STEPS[self.step].command, dict(self.arguments)
        if command is Recommend and "rank" not in arguments:
            arguments["rank"] = 1 + len(_ranked(stage, who.caller.desk or "", submission.split(".")[1]).ids)
        steps.apply(stage.tools, who, stage.request(who, self.name), submission, command(**arguments))


@dataclass(frozen=True, kw_only=True)
class Mark(OnSample):
    """The desk's private mark and note."""

    mark: MarkValue | None
    note: str

    def play(self, stage: Stage) -> None:
        submission = stage.submission(self.sample)
        inbox.mark(stage.tools, stage.people[self.who], submission, self.mark, self.note)


@dataclass(frozen=True, kw_only=True)
class Reorder(Act):
    """Move samples to new ranks, one after the other, saved as one."""

    track: str
    moves: Sequence[tuple[str, int]]

    def play(self, stage: Stage) -> None:
        caller = stage.people[self.who].caller
        standing = _ranked(stage, caller.desk or "", self.track)
        order = [f"{stage.call}.{self.track}.{id}" for id in standing.ids]
        for sample, rank in self.moves:
            order.remove(stage.submission(sample))
            order.insert(rank - 1, stage.submission(sample))
        list_id = ListId(stage.call, standing.desk, self.track)
        repeat = stage.request(stage.people[self.who], self.name)
        ranking.reorder(stage.tools, caller, repeat, list_id, order, str(standing.v))


@dataclass(frozen=True, kw_only=True)
class ReportUp(Act):
    """Hand the list upward, and let its entries follow."""

    track: str

    def play(self, stage: Stage) -> None:
        who = stage.people[self.who]
        desk = who.caller.desk or ""
        seen = str(_ranked(stage, desk, self.track).v)
        list_id = ListId(stage.call, desk, self.track)
        board = ranking.report(stage.tools, who.caller, stage.request(who, self.name), list_id, seen)
        if board.last_report:
            reports.advance(stage.tools, board.last_report)


def _ranked(stage: Stage, desk: str, track: str) -> RankedList:
    key = keys.ranked_list(stage.call, desk, track)
    return lists.ranked(stage.tools.table.read([key]), stage.call, desk, track)


def _linked(stage: Stage, value: Any) -> Any:
    if isinstance(value, list):
        return [_linked(stage, one) for one in value]
    return stage.submission(value[1:]) if isinstance(value, str) and value.startswith("@") else value
