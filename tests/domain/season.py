"""A season in memory: heads, lists and their histories, changed by the pure rules alone, as services change them.

The machine of `test_workflow_machine` drives it; it holds each change against a table of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from chalicelib.domain import desks, workflow
from chalicelib.domain.access import Caller, Role
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Forbidden, StepNotAllowed
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList, Report
from chalicelib.domain.submission import ORGANISER, Card, Head, State, short_id
from chalicelib.domain.workflow import Command, Facts
from chalicelib.services.follow_ups import reports
from tests.factories import CALL, CITY, CLOSES, COUNTY, DEPARTMENT, OPENS, OTHER_COUNTY, TRACK, call

IN_TIME = OPENS + timedelta(days=5)
TOO_LATE = CLOSES + timedelta(days=30)
DESKS = (COUNTY, OTHER_COUNTY, CITY, DEPARTMENT)
RECEIVING = frozenset({COUNTY, CITY, DEPARTMENT})
"""Where the applicants of the county may push to."""

PEOPLE = (
    Caller("owner", Role.APPLICANT, "shandong"),
    Caller("stranger", Role.APPLICANT, "shandong"),
    *(Caller(f"of-{desk}", Role.RECOMMENDER, "shandong", desk) for desk in DESKS),
    Caller("mate", Role.RECOMMENDER, "shandong", COUNTY),
    Caller("organiser", Role.ORGANISER, "shandong"),
)


@dataclass
class Season:
    """All there is. `content` is what an owner has typed, `frozen` what was pushed, `following` reports whose
    entries have not all gone up."""

    call: Call = field(default_factory=lambda: Call.from_dict(call(withdrawal=True)))
    heads: dict[str, Head] = field(default_factory=dict)
    lists: dict[str, RankedList] = field(default_factory=dict)
    chains: dict[str, list[Event]] = field(default_factory=dict)
    content: dict[str, int] = field(default_factory=dict)
    frozen: dict[str, list[int]] = field(default_factory=dict)
    following: list[Report] = field(default_factory=list)
    settings: dict[str, DeskSettings] = field(
        default_factory=lambda: {CITY: DeskSettings(CITY, places={COUNTY: {TRACK: 3}})}
    )
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.lists = {desk: RankedList(CALL, desk, TRACK) for desk in DESKS}

    def quota(self, desk: str) -> Quota | None:
        above = self.settings.get(self.call.desks[desk].parent or "")
        return desks.quota(self.call, TRACK, desk, above)

    def start(self, owner: Caller) -> None:
        made = f"{CALL}.{TRACK}.{next(self._numbers):016}"
        self.heads[made] = Head(made, CALL, TRACK, owner.account, v=1, created_at=OPENS, updated_at=OPENS)
        self.content[made] = 0

    def save(self, who: Caller, entry: str) -> None:
        """Raises StepNotAllowed, as the table's own condition does."""
        head = self.heads[entry]
        if head.owner != who.account or not head.editable:
            raise StepNotAllowed(step="save", state=head.state)
        self.content[entry] += 1
        self.heads[entry] = replace(head, card=Card(name=f"草稿 {self.content[entry]}"))

    def take(self, who: Caller, entry: str, wish: Command, now: datetime) -> None:
        """A step on a submission. Raises what `decide` raises."""
        head = self.heads[entry]
        desk = workflow.list_desk(wish.step, head)
        situation = self._situation(who, now, desk)
        change = workflow.decide(wish, head, situation)
        if change.head is None:
            del self.heads[entry], self.content[entry]
            return
        self.heads[entry] = change.head
        if change.ranked:
            self.lists[change.ranked.desk] = change.ranked
        for event in change.events:
            self.chains.setdefault(event.subject, []).append(event)
        if wish.step == "push":
            self.frozen.setdefault(entry, []).append(self.content[entry])

    def reorder(self, who: Caller, desk: str, order: Sequence[str], now: datetime) -> None:
        self._must_be(who, desk)
        self._change_list("reorder", desk, self.lists[desk].reordered(order), who, now)

    def report(self, who: Caller, desk: str, now: datetime) -> None:
        self._must_be(who, desk)
        Dates(self.call).must_recommend(now, desk, self.settings)
        after = self.lists[desk].frozen(now)
        to = self.call.desks[desk].parent or ORGANISER
        self._change_list("report", desk, after, who, now)
        made = Report(CALL, desk, TRACK, after.reports, now, who.account, after.ids, "code", to)
        self.following.append(made)

    def reopen(self, who: Caller, desk: str, now: datetime) -> None:
        above = self.call.desks[desk].parent or ORGANISER
        if who.seat != above:
            raise Forbidden()
        if not self.lists[desk].reported:
            raise StepNotAllowed(step="reopen", state="open")
        self._change_list("reopen", desk, self.lists[desk].reopened(), who, now)

    def follow(self, which: int, some: int) -> None:
        """The next `some` entries of a report, whatever has happened to them in between."""
        report = self.following.pop(which)
        part = report.ids[report.moved : report.moved + some]
        for rank, id in enumerate(part, start=report.moved + 1):
            entry = f"{CALL}.{TRACK}.{id}"
            moved = reports._moved(self.heads[entry], report, rank)
            if moved:
                self.heads[entry] = moved.head
                if moved.event:
                    self.chains[entry].append(moved.event)
        report = replace(report, moved=report.moved + len(part))
        if report.moved < len(report.ids):
            self.following.append(report)
        else:
            self._announce(report.desk)

    def listed(self, desk: str) -> set[str]:
        """What must stand in a desk's list: what it recommends, and what went up from it."""
        return {
            short_id(h.id)
            for h in self.heads.values()
            if (h.state is State.RECOMMENDED and h.desk == desk) or desk in {c.desk for c in h.came}
        }

    def _announce(self, desk: str) -> None:
        for entry, head in self.heads.items():
            if head.state is State.DECLINED and head.desk == desk:
                self.heads[entry] = replace(head, announced=True, v=head.v + 1)

    def _must_be(self, who: Caller, desk: str) -> None:
        if who.desk != desk:
            raise Forbidden()

    def _change_list(self, step: str, desk: str, after: RankedList, who: Caller, now: datetime) -> None:
        situation = self._situation(who, now, desk)
        wish = Command(step, "salt", reason="补报")
        self.lists[desk], event = workflow.change_list(step, self.lists[desk], after, situation, {}, wish)
        self.chains.setdefault(event.subject, []).append(event)

    def _situation(self, who: Caller, now: datetime, desk: str | None) -> Facts:
        known = desk in self.lists
        return Facts(
            now,
            who,
            Dates(self.call),
            self.settings,
            ranked=self.lists[desk or ""] if known else None,
            quota=self.quota(desk or "") if known else None,
            receiving=frozenset({who.desk}) if who.desk else RECEIVING,
            filing_no=f"N{next(self._numbers)}",
            code="code",
        )
