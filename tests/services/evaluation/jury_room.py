"""A jury whose experts read: what tests of reading, sheets and sealing start from.

What comes before (roll, rules, draw, assignment) is written as the steps before would have left it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.evaluation.jury import Jury, take
from chalicelib.domain.evaluation.panel import Assignment, ReadingCard, Review
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.domain.submission import short_id
from chalicelib.services.evaluation import sealing, sheets
from chalicelib.storage import accounts, juries
from chalicelib.storage import sheets as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from tests.factories import CALL, DEPARTMENT, TRACK, World

JURY = JuryId(CALL, TRACK, "written")
RIGHT = {"effect": "8.5", "spread": "7", "prepared": "10"}
"""Marks that nothing is missing from: 60 % and 40 % of ten, so 79; the third does not count."""
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("freeze_roll", {}),
    ("fix_rules", {"version": 1, "rules": "digest"}),
    ("name_jury", {}),
    ("assign", {}),
)


@dataclass
class JuryRoom:
    """A jury over a world: its entries by short id, its experts by label, a second organiser."""

    here: World
    id: JuryId = JURY
    entries: list[str] = field(default_factory=list)
    experts: dict[str, SignedIn] = field(default_factory=dict)

    @property
    def organiser(self) -> SignedIn:
        return self.here.organiser()

    @property
    def second(self) -> SignedIn:
        return self.here.organiser(id="a-organiser-2", login="organiser-2")

    def jury(self) -> Jury:
        return fetch(self.here.tools.table, juries.jury(self.id))

    def assignment(self, label: str) -> Assignment:
        assignment = fetch(self.here.tools.table, juries.assignment(self.id, self.account(label)))
        assert assignment
        return assignment

    def account(self, label: str) -> str:
        return self.experts[label].account.id

    def reader(self, label: str) -> ReaderId:
        return ReaderId(*self.id, self.account(label))

    def sheet(self, label: str, entry: str) -> Sheet | None:
        return fetch(self.here.tools.table, stored.sheet(self.reader(label), entry))

    def etag(self, label: str, entry: str) -> str:
        sheet = self.sheet(label, entry)
        return str(sheet.v) if sheet else "0"

    def save(self, label: str, entry: str, etag: str | None = None, **marks: str) -> sheets.SavedSheet:
        seen = self.etag(label, entry) if etag is None else etag
        return sheets.save(self.here.act(self.experts[label]), self.id, entry, Marks(marks), seen)

    def submit(self, label: str, entry: str, **marks: str) -> None:
        known = Marks({**RIGHT, **marks}, {"effect": "数据不可比"})
        sheets.submit(self.here.change(self.experts[label]), self.id, entry, known, self.etag(label, entry))

    def submit_all(self) -> None:
        for label in self.experts:
            for entry in self.entries:
                self.submit(label, entry)

    def progress(self, who: SignedIn | None = None) -> sealing.MarksProgress:
        return sealing.read_progress(self.here.act(who or self.organiser), self.id)

    def seal(self, reason: str = "") -> None:
        """Propose by one, confirm by another, and carry it out."""
        sealing.seal(self.here.change(self.organiser), self.id, self.progress().digest, reason)
        sealing.confirm_seal(self.here.change(self.second), self.id, self.progress().digest)
        while sealing.carry_out(self.here.tools, self.id):
            pass

    def open(self) -> None:
        sealing.open_marks(self.here.change(self.organiser), self.id)

    def put(self, *assignments: Assignment) -> None:
        self.here.tools.table.write([juries.put_assignment(one) for one in assignments])


def assigned_jury(here: World, labels: Sequence[str] = ("E001", "E002"), entries: int = 2) -> JuryRoom:
    """A jury whose experts each read all entries, before it is opened."""
    room = JuryRoom(here)
    for n in range(entries):
        room.entries.append(short_id(here.pushed(f"智慧供热{n}", DEPARTMENT)))
    return assigned_to(room, labels)


def assigned_to(room: JuryRoom, labels: Sequence[str]) -> JuryRoom:
    """Assign a room's entries to experts, as the steps before leave it."""
    here = room.here
    room.experts = room.experts or {label: here.expert(label.lower()) for label in labels}
    people = [*room.experts.values(), room.organiser, room.second, here.agency(), here.observer()]
    here.tools.table.write([Put(accounts.account_item(one.account)) for one in people])
    step_on(room, STEPS)
    for label, who in room.experts.items():
        reviews = tuple(Review(entry, 1) for entry in room.entries)
        cards = tuple(ReadingCard(entry, 1, f"第 {n} 条") for n, entry in enumerate(room.entries, start=1))
        assignment = Assignment(*room.id, who.account.id, label, reviews)
        put = [juries.put_assignment(assignment), juries.put_cards(room.id, who.account.id, cards)]
        here.tools.table.write(put)
    return room


def step_on(room: JuryRoom, steps: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Take steps of the jury that are others' to write."""
    now = room.here.clock()
    for step, changes in steps:
        known = {"ruled_at": now, **changes} if step == "fix_rules" else changes
        after, event = take(room.jury(), step, room.organiser.caller, now, {}, **known)
        room.here.tools.table.write(juries.put_step(after, event))


def open_jury(here: World, labels: Sequence[str] = ("E001", "E002"), entries: int = 2) -> JuryRoom:
    """A jury whose experts each read and mark all entries."""
    room = assigned_jury(here, labels, entries)
    room.open()
    return room
