"""A season in memory: heads, lists and their histories, changed by the pure rules alone, as services change them.

The machine of `workflow/test_machine` drives it; it holds each change against a table of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.domain import desks
from chalicelib.domain.access import Caller, Role
from chalicelib.domain.calendar import Dates
from chalicelib.domain.call import Call, Quota
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import StepNotAllowed
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import RankedList, Report
from chalicelib.domain.submission import Answers, Card, Files, Head, State, short_id
from chalicelib.domain.workflow.commands import Command, Push
from chalicelib.domain.workflow.deciding import decide
from chalicelib.domain.workflow.facts import CheckedDraft, Facts, FrozenReport
from chalicelib.domain.workflow.following import announce, follow
from chalicelib.domain.workflow.rows import row_of
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

    def take(
        self,
        who: Caller,
        entry: str,
        command: Command[Head],
        now: datetime,
        problems: tuple[Mapping[str, Any], ...] = (),
    ) -> None:
        """A step on a submission; `problems` are those of its draft. Raises what `decide` raises."""
        head = self.heads[entry]
        desk = row_of(command).listed_at(head)
        facts = self._facts(who, now, desk, head, problems)
        change = decide(command, head, facts)
        if change.head is None:
            del self.heads[entry], self.content[entry]
            return
        self.heads[entry] = change.head
        if change.ranked:
            self.lists[change.ranked.desk] = change.ranked
        for event in change.events:
            self.chains.setdefault(event.subject, []).append(event)
        if isinstance(command, Push):
            self.frozen.setdefault(entry, []).append(self.content[entry])

    def take_on_list(self, who: Caller, desk: str, command: Command[RankedList], now: datetime) -> None:
        """A step on a ranked list. Raises what `decide` raises."""
        change = decide(command, self.lists[desk], self._facts(who, now, desk))
        assert change.ranked is not None
        self.lists[desk] = change.ranked
        for event in change.events:
            self.chains.setdefault(event.subject, []).append(event)
        report = change.find_beside(FrozenReport)
        if report:
            self.following.append(report.report)

    def follow(self, which: int, some: int) -> None:
        """The next `some` entries of a report, whatever has happened to them in between."""
        report = self.following.pop(which)
        part = report.ids[report.moved : report.moved + some]
        for rank, id in enumerate(part, start=report.moved + 1):
            entry = f"{CALL}.{TRACK}.{id}"
            change = follow(self.heads[entry], report, rank, self.call)
            if change and change.head:
                self.heads[entry] = change.head
                self.chains[entry] += change.events
        report = replace(report, moved=report.moved + len(part))
        if report.moved < len(report.ids):
            self.following.append(report)
        else:
            self._announce(report.desk, report.n)

    def listed(self, desk: str) -> set[str]:
        """What must stand in a desk's list: what it recommends, and what went up from it."""
        return {
            short_id(h.id)
            for h in self.heads.values()
            if (h.state is State.RECOMMENDED and h.desk == desk) or desk in {c.desk for c in h.came}
        }

    def _announce(self, desk: str, reports: int) -> None:
        for entry, head in self.heads.items():
            change = announce(head, reports) if head.desk == desk else None
            if change and change.head:
                self.heads[entry] = change.head

    def _facts(
        self,
        who: Caller,
        now: datetime,
        desk: str | None,
        head: Head | None = None,
        problems: tuple[Mapping[str, Any], ...] = (),
    ) -> Facts:
        known = desk in self.lists
        return Facts(
            now,
            who,
            Dates(self.call),
            self.settings,
            ranked=self.lists[desk or ""] if known else None,
            quota=self.quota(desk or "") if known else None,
            draft=self._draft(who, head, problems) if head else None,
            answers=Answers(head.id, head.owner, {}, 1) if head else None,
            filing_no=f"N{next(self._numbers)}",
            salt="salt",
        )

    def _draft(self, who: Caller, head: Head, problems: tuple[Mapping[str, Any], ...]) -> CheckedDraft:
        return CheckedDraft(
            answers=Answers(head.id, head.owner, {}, 1),
            files=Files(head.id),
            values={},
            problems=problems,
            code="code",
            card=head.card,
            place=head.place,
            parent_body=head.parent_body,
            receiving=frozenset({who.desk}) if who.desk else RECEIVING,
            version=1,
            asks={},
        )
