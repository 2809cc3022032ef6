"""Actions of people in a seeded season, each through the product's own service.

Every action is idempotent, for starts after a kill: it sees its own earlier effect, or the service answers
under the same request id.
"""

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.desks import Settings
from chalicelib.domain.ranking import RankedList
from chalicelib.domain.submission import Leaning
from chalicelib.services.desks import following, inbox, oversight, ranking
from chalicelib.services.filing import attachments, drafts, steps
from chalicelib.services.people import dossiers
from chalicelib.storage import keys, lists
from ops.seed.clock_and_people import SeedContext


@dataclass(frozen=True, kw_only=True)
class SeedAction(ABC):
    """Something that `who` (a key of the context's people) does at a moment. `name` is unique."""

    at: datetime
    name: str
    who: str

    @abstractmethod
    def carry_out(self, context: SeedContext) -> None:
        """Do it; the context's clock shows its moment."""


@dataclass(frozen=True, kw_only=True)
class Configure(SeedAction):
    """Set a desk up, unless it is already."""

    settings: Settings

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        if oversight.settings(context.tools, who, context.call, self.settings.desk).v == 0:
            repeat = context.request(who, self.name)
            oversight.save_settings(context.tools, who, repeat, context.call, self.settings, "0")


@dataclass(frozen=True, kw_only=True)
class Describe(SeedAction):
    """Fill the unit's dossier in, unless it is already."""

    facts: Mapping[str, str]

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        if dossiers.read(context.tools, who).v == 0:
            dossiers.save(context.tools, who, context.request(who, self.name), self.facts, "0")


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
        repeat = context.request(who, self.name)
        context.note_submission(
            self.sample, drafts.start(context.tools, who, repeat, context.call, self.track, None)
        )


@dataclass(frozen=True, kw_only=True)
class Save(SampleAction):
    """Save answers over the earlier ones. `@name` in a link is the submission of that sample."""

    values: Mapping[str, Any]

    def carry_out(self, context: SeedContext) -> None:
        submission, items = context.load(self.sample)
        before = items.answers(submission)
        values = {**before.values, **{id: _linked(context, value) for id, value in self.values.items()}}
        if values != before.values:
            version = context.tools.calls.latest(context.call).version
            who, etag = context.people[self.who], context.etag(self.sample)
            drafts.save(context.tools, who, submission, values, version, etag)


@dataclass(frozen=True, kw_only=True)
class Attach(SampleAction):
    """Attach a file; `instead` of all that the field had before."""

    field: str
    file: str
    body: bytes = dataclasses.field(repr=False)
    instead: bool = False

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        submission, items = context.load(self.sample)
        attached = [f for f in items.files(submission).items if f.field == self.field]
        if any(f.name == self.file for f in attached):
            return
        for old in attached if self.instead else ():
            repeat = context.request(who, f"{self.name}-without-{old.id}")
            attachments.delete(context.tools, who, repeat, submission, old.id)
        self._send(context, submission)

    def _send(self, context: SeedContext, submission: str) -> None:
        who = context.people[self.who]
        ticket = attachments.begin(context.tools, who, submission, self.field, self.file, len(self.body))
        kind = ticket.fields["Content-Type"]
        context.tools.objects.put(f"incoming/{submission}/{ticket.id}", self.body, kind)
        attachments.complete(context.tools, who, context.request(who, self.name), submission, ticket.id)


@dataclass(frozen=True, kw_only=True)
class Take(SampleAction):
    """Take a step of the workflow. Without a rank, a recommendation is put last."""

    step: str
    arguments: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def carry_out(self, context: SeedContext) -> None:
        who, submission = context.people[self.who], context.submission(self.sample)
        arguments = dict(self.arguments)
        if self.step == "recommend" and "rank" not in arguments:
            arguments["rank"] = 1 + len(_ranked(context, who.caller.desk or "", submission.split(".")[1]).ids)
        wish = steps.wish(self.step, **arguments)
        steps.take(context.tools, who, context.request(who, self.name), submission, wish)


@dataclass(frozen=True, kw_only=True)
class MarkPrivately(SampleAction):
    """Set the desk's private mark and note."""

    mark: Leaning | None
    note: str

    def carry_out(self, context: SeedContext) -> None:
        submission = context.submission(self.sample)
        inbox.mark(context.tools, context.people[self.who], submission, self.mark, self.note)


@dataclass(frozen=True, kw_only=True)
class Reorder(SeedAction):
    """Move samples to new ranks, one after the other, and save once."""

    track: str
    moves: Sequence[tuple[str, int]]

    def carry_out(self, context: SeedContext) -> None:
        caller = context.people[self.who].caller
        ranked = _ranked(context, caller.desk or "", self.track)
        order = [f"{context.call}.{self.track}.{id}" for id in ranked.ids]
        for sample, rank in self.moves:
            order.remove(context.submission(sample))
            order.insert(rank - 1, context.submission(sample))
        place = (context.call, ranked.desk, self.track)
        repeat = context.request(context.people[self.who], self.name)
        ranking.reorder(context.tools, caller, repeat, place, order, str(ranked.v))


@dataclass(frozen=True, kw_only=True)
class ReportUp(SeedAction):
    """Report the list, and move its entries up."""

    track: str

    def carry_out(self, context: SeedContext) -> None:
        who = context.people[self.who]
        desk = who.caller.desk or ""
        seen = str(_ranked(context, desk, self.track).v)
        place = (context.call, desk, self.track)
        board = ranking.report(context.tools, who.caller, context.request(who, self.name), place, seen)
        if board.last_report:
            following.follow(context.tools, board.last_report)


def _ranked(context: SeedContext, desk: str, track: str) -> RankedList:
    key = keys.ranked_list(context.call, desk, track)
    return lists.ranked(context.tools.table.read([key]), context.call, desk, track)


def _linked(context: SeedContext, value: Any) -> Any:
    if isinstance(value, list):
        return [_linked(context, one) for one in value]
    return context.submission(value[1:]) if isinstance(value, str) and value.startswith("@") else value
