"""A jury whose marks are sealed, written straight to the table."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.evaluation.draw import Drawn, PublicNumbers, Seats, hash_times
from chalicelib.domain.evaluation.jury import Jury, JuryState, take
from chalicelib.domain.evaluation.marking import sheets_digest
from chalicelib.domain.evaluation.panel import Assignment, Draw, PoolExpert, ReadingCard, Review
from chalicelib.domain.evaluation.recusals import TypedRecusal
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Hop
from chalicelib.services.evaluation import recusals
from chalicelib.storage import accounts, juries, sheets
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from tests.factories import CALL, CITY, COUNTY, OTHER_COUNTY, TRACK, World

ID = JuryId(CALL, TRACK, "written")
SECRET = b"laurel"
PATH = ["freeze_roll", "fix_rules", "commit_draw", "reveal_draw", "assign", "open", "seal_marks", "finish_seal"]
By = Mapping[str, Mapping[str, Sequence[str]]]
"""Entry → label → the marks of effect and spread."""


def sealed(here: World, by: By, id: JuryId = ID, spare: Sequence[str] = (), **facts: Mapping[str, Any]) -> Jury:
    """A jury whose marks are sealed.

    `spare` are experts that were drawn and read nothing; `facts` are of entries on the roll.
    """
    labels = sorted({label for row in by.values() for label in row} | set(spare))
    roll = [roll_entry(n, entry, **facts.get(entry, {})) for n, entry in enumerate(by, start=1)]
    jury = Jury(*id)
    writes: list[Any] = [*juries.put_roll(id, roll), juries.put_draw(draw(id, labels))]
    for write in writes:
        here.tools.table.write([write])
    for step in PATH:
        changes: dict[str, Any] = {"roll": len(roll), "opened_at": here.clock(), "sealed_at": here.clock()}
        changes["marks_seal"] = int(step == "finish_seal")
        jury, event = take(jury, step, here.organiser().caller, here.clock(), {}, **changes)
        here.tools.table.write(juries.put_step(jury, event))
    for label in labels:
        own = {entry: row[label] for entry, row in by.items() if label in row}
        if own:
            assigned(here, id, label, own)
    return jury


def assigned(here: World, id: JuryId, label: str, own: Mapping[str, Sequence[str]]) -> None:
    reviews = tuple(Review(entry, 1, "submitted") for entry in own)
    digest = sheets_digest(label, [sheet(entry, label, marks) for entry, marks in own.items()])
    reader = Assignment(*id, account_of(label), label, reviews, digest, 1)
    here.tools.table.write(
        [
            juries.put_assignment(reader),
            juries.put_cards(id, reader.expert, [ReadingCard(entry, 1, f"名{entry}") for entry in own]),
        ]
    )
    for entry, marks in own.items():
        here.tools.table.write([sheets.put_sheet(reader.id, sheet(entry, label, marks))])


def sheet(entry: str, label: str, marks: Sequence[str]) -> Sheet:
    known = dict(zip(("effect", "spread"), marks, strict=True))
    current = Marks({**known, "prepared": "9"}, {"effect": f"{label} 评 {entry}"})
    return Sheet(entry, account_of(label), current, "submitted", v=1)


def draw(id: JuryId, labels: Sequence[str]) -> Draw:
    pool = tuple(PoolExpert(label, account_of(label), "gov", f"单位{label}", "", 60) for label in labels)
    code, numbers = hash_times(SECRET, 31).hex(), (PublicNumbers("3d", "2021317", (0, 4, 7), True),)
    drawn = Drawn(tuple(labels), (), {})
    return Draw(*id, pool, Seats({"gov": 9}, 9), code=code, numbers=numbers, drawn=drawn)


def roll_entry(n: int, entry: str, **facts: Any) -> RollEntry:
    place = (COUNTY, OTHER_COUNTY)[n % 2]
    known = {"place": place, "category": ("政府", "社会")[n % 2], "top": Hop(CITY, n, 9), **facts}
    return RollEntry(entry, 1, f"code-{entry}", "a-applicant", f"名{entry}", f"{entry}的单位", **known)


def account_of(label: str) -> str:
    return f"a-{label.lower()}"


def expert(here: World, label: str) -> SignedIn:
    """The expert with a label."""
    return here.expert(label.lower())


def comes_to_light(here: World, label: str, entry: str) -> None:
    """The organiser rules that an expert is kept from an entry."""
    here.tools.table.write([Put(accounts.account_item(expert(here, label).account))])
    recusal = [TypedRecusal(f"{TRACK}.{entry}", reason="亲属")]
    recusals.rule(here.change(here.organiser()), account_of(label), ID.call, recusal, "0")


def jury_of(here: World, id: JuryId = ID) -> Jury:
    return fetch(here.tools.table, juries.jury(id))


def put_state(here: World, state: JuryState, id: JuryId = ID, **changes: Any) -> None:
    """The jury in another state, whatever led to it."""
    from dataclasses import replace

    step = {JuryState.OPEN: "strike"}.get(state, "strike")
    before = replace(jury_of(here, id), state=JuryState.TALLIED)
    after, event = take(before, step, here.organiser().caller, here.clock(), {}, **changes)
    here.tools.table.write(juries.put_step(replace(after, state=state), event))
