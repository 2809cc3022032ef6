"""A season up to its public notice: what is selected, given notice of, and followed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.states import Outcome, State
from chalicelib.domain.submission import short_id
from chalicelib.services.evaluation import selections, tallies
from chalicelib.services.follow_ups import notices as follow_up
from chalicelib.services.publication import notices
from chalicelib.services.publication.notices import NoticesView
from chalicelib.storage import juries, submissions
from chalicelib.storage import notices as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import head_item
from tests.conftest import Place
from tests.factories import CALL, DEPARTMENT, TRACK, World, evaluated, world
from tests.services.evaluation.marked import ID, sealed

NOTICE = {"days": 5, "count": "working", "holidays": [], "workdays": [], "shows": ["unit_name", "place", "category"]}


def selected(table: Place, bucket: Place, notice: Mapping[str, Any] | None = NOTICE, **changes: Any) -> World:
    """Four entries by rank, two of them selected and confirmed."""
    second_person = ["selection", "notice", "rulings", "results"]
    made = world(table, bucket, **evaluated(second_person=second_person), public_notice=notice, **changes)
    entries = [made.pushed(f"项目{n}", DEPARTMENT) for n in "丁丙乙甲"]
    for id in entries:
        head = fetch(made.tools.table, submissions.head(id))
        assert head
        after = replace(head, state=State.NOMINATED, outcome=Outcome.ADMITTED, v=head.v + 1)
        made.tools.table.write([Put(head_item(after))])
    marks = zip(entries, ("9", "8", "7", "6"), strict=True)
    by = {short_id(id): {"E001": (mark, mark), "E002": (mark, mark)} for id, mark in marks}
    sealed(made, by)
    tallies.start(made.change(made.organiser()), ID)
    digest = selections.read(made.act(made.organiser()), ID).digest
    view = selections.propose_it(made.change(made.organiser()), ID, digest)
    selections.confirm_it(made.change(second(made)), ID, view.digest)
    return made


def second(here: World) -> SignedIn:
    return here.organiser(id="a-second", login="second")


def give(here: World, reason: str = "", opens_at: datetime | None = None) -> NoticesView:
    seen = notices.propose(here.change(here.organiser()), CALL, [TRACK], reason, opens_at)
    return notices.confirm(here.change(second(here)), CALL, seen.digest)


def follow(here: World) -> None:
    """What the stream does: each write brings about the next step."""
    while True:
        before = fetch(here.tools.table, stored.notices(CALL))
        for one in before:
            follow_up.advance(here.tools, one)
        if fetch(here.tools.table, stored.notices(CALL)) == before:
            return


def outcomes(here: World) -> dict[str, str | None]:
    roll = fetch(here.tools.table, juries.roll(ID, 4))
    heads = fetch(here.tools.table, submissions.heads(ID.submission(one.entry) for one in roll))
    return {one.name: heads[ID.submission(one.entry)].outcome for one in roll}


def files(here: World, bucket: Place) -> dict[str, str]:
    listed = bucket.client.list_objects_v2(Bucket=here.wiring.settings.public_bucket).get("Contents", [])
    of = here.wiring.settings.public_bucket
    return {o["Key"]: bucket.client.get_object(Bucket=of, Key=o["Key"])["Body"].read().decode() for o in listed}
