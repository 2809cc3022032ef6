"""Actions of people in a seeded season, each through the product's services.

Every action is idempotent, since a killed start repeats some: it sees its own earlier effect, or the service
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
from chalicelib.domain.submission import MarkValue
from chalicelib.domain.workflow.rows import ENTRY_STEPS
from chalicelib.services.accounts import dossiers
from chalicelib.services.desks import inbox
from chalicelib.services.desks import settings as desk_settings
from chalicelib.services.follow_ups import reports
from chalicelib.services.lists import ranking
from chalicelib.services.submissions import attachments, drafts, steps
from chalicelib.storage import lists, submissions
from chalicelib.storage.engine.reads import fetch
from ops.seed.clock_and_people import SeedContext


@dataclass(frozen=True, kw_only=True)
class SeedAction(ABC):
    """An action that `who` carries out at a moment.

    `who` is a key of the context's people. `name` is unique.
    """

    at: datetime
    name: str
    who: str

    @abstractmethod
    def carry_out(self, context: SeedContext) -> None:
        """Carry the action out; the context's clock shows its moment."""


@dataclass(frozen=True, kw_only=True)
class Configure(SeedAction):
    """Save a desk's settings, unless it has some."""

    settings: DeskSettings

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        if desk_settings.read(context.act(who), context.call, self.settings.desk).v == 0:
            desk_settings.save(context.act(who, self.name), context.call, self.settings, "0")


@dataclass(frozen=True, kw_only=True)
class Describe(SeedAction):
    """Fill in the unit's dossier, unless it has one."""

    facts: Mapping[str, str]

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        if dossiers.read(context.act(who)).v == 0:
            dossiers.save(context.act(who, self.name), self.facts, "0")


@dataclass(frozen=True, kw_only=True)
class SampleAction(SeedAction):
    """An action on one sample."""

    sample: str


@dataclass(frozen=True, kw_only=True)
class Start(SampleAction):
    """Start a draft."""

    track: str

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        submission = drafts.start(context.act(who, self.name), context.call, self.track, None).id
        context.note_submission(self.sample, submission)


@dataclass(frozen=True, kw_only=True)
class Save(SampleAction):
    """Save answers over the earlier ones.

    `@name` in a link is the submission of that sample.
    """

    values: Mapping[str, Any]

    def carry_out(self, context: SeedContext) -> None:
        submission = context.submission(self.sample)
        before = fetch(context.tools.table, submissions.answers(submission))
        values = {**before.values, **{id: _linked(context, value) for id, value in self.values.items()}}
        if values != before.values:
            version = context.tools.calls.latest(context.call).version
            who = context.people[self.who]
            drafts.save(context.act(who), submission, values, version, before.etag)


@dataclass(frozen=True, kw_only=True)
class Attach(SampleAction):
    """Attach a file; `instead` replaces the field's earlier files."""

    field: str
    file: str
    body: bytes = dataclasses.field(repr=False)
    instead: bool = False

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        submission = context.submission(self.sample)
        files = fetch(context.tools.table, submissions.files(submission))
        attached = [f for f in files.items if f.field == self.field]
        if any(f.name == self.file for f in attached):
            return
        for old in attached if self.instead else ():
            attachments.delete(context.act(who, f"{self.name}-without-{old.id}"), submission, old.id)
        self._send(context, submission)

    def _send(self, context: SeedContext, submission: str) -> None:
        who = context.people[self.who]
        ticket = attachments.begin(context.act(who), submission, self.field, self.file, len(self.body))
        kind = ticket.fields["Content-Type"]
        context.tools.objects.put(f"incoming/{submission}/{ticket.id}", self.body, kind)
        attachments.complete(context.act(who, self.name), submission, ticket.id)


@dataclass(frozen=True, kw_only=True)
class Take(SampleAction):
    """Take a step of the workflow.

    Without a rank, a recommendation is put last.
    """

    step: str
    arguments: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def carry_out(self, context: SeedContext) -> None:
        who, submission = context.people[self.who], context.submission(self.sample)
        arguments = dict(self.arguments)
        if self.step == "recommend" and "rank" not in arguments:
            arguments["rank"] = 1 + len(_ranked(context, who.caller.desk or "", submission.split(".")[1]).ids)
        command = ENTRY_STEPS[self.step].command(**arguments)
        steps.apply(context.act(who, self.name), submission, command)


@dataclass(frozen=True, kw_only=True)
class MarkPrivately(SampleAction):
    """Set the desk's private mark and note."""

    mark: MarkValue | None
    note: str

    def carry_out(self, context: SeedContext) -> None:
        submission = context.submission(self.sample)
        inbox.mark(context.act(context.people[self.who]), submission, self.mark, self.note)


@dataclass(frozen=True, kw_only=True)
class Reorder(SeedAction):
    """Move samples to new ranks in sequence, and save once."""

    track: str
    moves: Sequence[tuple[str, int]]

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        ranked = _ranked(context, who.caller.desk or "", self.track)
        order = [f"{context.call}.{self.track}.{id}" for id in ranked.ids]
        for sample, rank in self.moves:
            order.remove(context.submission(sample))
            order.insert(rank - 1, context.submission(sample))
        ranking.reorder(context.act(who, self.name), ranked.list_id, order, str(ranked.v))


@dataclass(frozen=True, kw_only=True)
class ReportUp(SeedAction):
    """Report the list and move its entries up."""

    track: str

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        ranked = _ranked(context, who.caller.desk or "", self.track)
        board = ranking.report(context.act(who, self.name), ranked.list_id, str(ranked.v))
        if board.last_report:
            reports.advance(context.tools, board.last_report)


def _ranked(context: SeedContext, desk: str, track: str) -> RankedList:
    return fetch(context.tools.table, lists.ranked(context.call, desk, track))


def _linked(context: SeedContext, value: Any) -> Any:
    if isinstance(value, list):
        return [_linked(context, one) for one in value]
    return context.submission(value[1:]) if isinstance(value, str) and value.startswith("@") else value
