"""Nominated entries of the test call, and the organiser's acts on their roll."""

from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.evaluation.jury import Jury
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import short_id
from chalicelib.services.evaluation import rolls
from chalicelib.services.evaluation.rolls import Checked
from chalicelib.services.follow_ups import rolls as following
from chalicelib.storage import juries, submissions
from chalicelib.storage.engine.reads import fetch
from tests.factories import CALL, CITY, TRACK, World, complete

JURY = JuryId(CALL, TRACK, "written")
UNIT = "91370900MA3TEAT004"


def nominated(here: World, *names: str, desk: str = CITY, owner: SignedIn | None = None, **answers: Any) -> list[str]:
    """Entries that a top desk has reported to the organiser."""
    who, entries = owner or here.applicant(), []
    for rank, name in enumerate(names or ("智慧供热",), start=1):
        entry = here.draft(who, name)
        here.save(who, entry, {**complete(name), **answers})
        here.take(who, entry, "push", desk=desk)
        here.take(here.recommender(desk), entry, "recommend", rank=rank, opinion="好")
        entries.append(entry)
    here.report(desk)
    return entries


def check(
    here: World,
    entries: list[str],
    verdict: Any = "admit",
    reason: str = "",
    settles: tuple[str, ...] = (),
    who: SignedIn | None = None,
) -> None:
    """The organiser's formal check of entries as they are now."""
    made = [Checked(short_id(e), here.head(e).revision, tuple(short_id(s) for s in settles if s != e)) for e in entries]
    rolls.check(here.change(who or here.organiser()), JURY, made, verdict, reason)


def etag(here: World) -> str:
    return rolls.summarise(here.act(here.organiser()), JURY).etag


def freeze(here: World) -> Jury:
    """The roll, frozen; nobody has been told."""
    return rolls.freeze(here.change(here.organiser()), JURY, etag(here))


def follow(here: World) -> dict[str, int]:
    """What follows the frozen roll."""
    history = fetch(here.tools.table, submissions.history(JURY.subject))
    event = next(e for e in history if e.step == "freeze_roll")
    return dict(following.advance(here.tools, JURY, event))


def jury(here: World) -> Jury:
    return fetch(here.tools.table, juries.jury(JURY))
