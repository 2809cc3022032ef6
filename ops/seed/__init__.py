"""A local season: calls open for filing, people, and submissions.

It has people of every role and submissions in every state. It is never deployed. The first start makes it
through the product's own services, with a clock that moves through the days since filing opened; later starts
reuse it.
"""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.accounts import Account, SignedIn
from chalicelib.domain.call import Call, iso, moment
from chalicelib.services.context import Tools
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import fetch
from chalicelib.wiring import Wiring
from ops.accounts.creation import create_accounts, offer
from ops.bootstrap import ROOT
from ops.seed import open_calls
from ops.seed.actions import SeedAction
from ops.seed.clock_and_people import SeedContext, open_context, signed_in
from ops.seed.lanes import carry_out_side_by_side, lanes
from ops.seed.progress import SeedProgress
from ops.seed.season_file import FOLDER, SeasonFile, demo_people

if TYPE_CHECKING:
    from ops.seed.cities import SeasonStage
    from ops.seed.plan import SeedPeriod

WRITE_EVERY = 64
"""Actions between two writes of the progress: those in between are repeated after a kill."""
PEOPLE_AT_ONCE = 20
"""People who get their accounts at the same moment."""
LAST_HOUR = timedelta(hours=1)
"""How long before filing closes a season that is past that has done its filing."""
REPORT_EVERY = 5.0
"""Seconds between two reports on the terminal."""


def seed(wiring: Wiring, stage: SeasonStage = "filing") -> None:
    """Publish all calls and fill the season where it is incomplete.

    It does next to nothing when everything is present.
    """
    progress = SeedProgress.read(wiring.tools)
    published = open_calls.publish_all(wiring.tools, progress, ROOT / "calls", stage)
    calls = sorted(published, key=lambda call: -len(call.desks))
    seasons = [(call, SeasonFile(call.id, stage)) for call in calls if (FOLDER / call.id).is_dir()]
    for call, season_file in seasons:
        if call.id not in progress.finished:
            _fill(wiring, progress, season_file, call)
    _offer(wiring.tools, [season_file for _, season_file in seasons])


def _fill(wiring: Wiring, progress: SeedProgress, season_file: SeasonFile, call: Call) -> None:
    """Carry out a call's remaining actions."""
    from ops.seed import plan

    now = moment(progress.began.setdefault(call.id, iso(wiring.clock())))
    progress.write(wiring.tools)
    context = open_context(wiring, call.id, progress.submissions)
    period = plan.SeedPeriod(call, min(now, call.calendar.filing_closes - LAST_HOUR))
    context.people = _people(context, season_file, period)
    _carry_out_all(context, progress, call, plan.actions(season_file, period))
    if season_file.evaluation:
        from ops.seed import evaluation

        evaluation.play(context, season_file, call, now)
    if season_file.is_over:
        from ops.seed import publication

        publication.play(context, season_file, call)
    progress.finished.append(call.id)
    progress.write(context.tools)


def _carry_out_all(context: SeedContext, progress: SeedProgress, call: Call, actions: list[SeedAction]) -> None:
    """Carry out the actions that follow the stored progress.

    After a kill, those since its last write are repeated.
    """
    reported = time.monotonic()
    for begin in range(progress.done.get(call.id, 0), len(actions), WRITE_EVERY):
        carry_out_side_by_side(partial(_carry_out, context), lanes(call, actions[begin : begin + WRITE_EVERY]))
        progress.done[call.id] = min(begin + WRITE_EVERY, len(actions))
        progress.write(context.tools)
        if time.monotonic() - reported > REPORT_EVERY:
            print(f"laurel: filling the local season, {progress.done[call.id]} of {len(actions)} (once)", flush=True)
            reported = time.monotonic()


def _carry_out(context: SeedContext, lane: list[SeedAction]) -> None:
    """Carry out a lane, each action at its moment."""
    for action in lane:
        context.clock.now = action.at
        action.carry_out(context)


def _people(context: SeedContext, season_file: SeasonFile, period: SeedPeriod) -> dict[str, SignedIn]:
    """Create the missing accounts, and return all by key.

    They are created a few at a time as the season begins; experts are handed out with their profiles later.
    """
    people: list[Account] = []
    early = {key: person.account(season_file.password) for key, person in season_file.people.items()}
    early = {key: person for key, person in early.items() if person.role != "expert"}
    for begin in range(0, len(early), PEOPLE_AT_ONCE):
        context.clock.now = period.at(0.02 * begin / len(early))
        some = list(early.values())[begin : begin + PEOPLE_AT_ONCE]
        people += create_accounts(context.tools, period.call, some)
    return signed_in(dict(zip(early, people, strict=True)))


def _offer(tools: Tools, season_files: list[SeasonFile]) -> None:
    """Offer the demo accounts on the sign-in page, and print them.

    What was filled earlier keeps the passwords of then.
    """
    offered = fetch(tools.table, accounts.demo_accounts())
    kept = {one.login: one.password for one in offered}
    people = [
        (person.account(kept.get(person.login, password)), dict(person.shown or {}))
        for person, password in demo_people(season_files)
    ]
    if [(one.login, one.password, one.names) for one in offered] != [
        (person.login, person.password, names) for person, names in people
    ]:
        offer(tools, people)
    print("laurel: accounts to sign in with")
    for person, names in people:
        print(f"  {person.login:18} {person.password:14} {person.role:12} {next(iter(names.values()))}")
