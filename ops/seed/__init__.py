"""A local season: every call open for filing, people of every role, and submissions in every state.

Nothing here is deployed. The first start makes it, through the same services that serve in earnest, over a clock
that moves through the days since filing opened; every later start finds it made.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from chalicelib.domain.call import Call, iso, moment
from chalicelib.services.context import Tools
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, keys
from chalicelib.wiring import Wiring
from ops.accounts import create_account, offer
from ops.bootstrap import ROOT
from ops.seed import season
from ops.seed.acts import Act
from ops.seed.journal import Journal
from ops.seed.script import FOLDER, Script, shown
from ops.seed.stage import Stage, open_stage, signed_in

if TYPE_CHECKING:
    from ops.seed.plan import Season

WRITE_EVERY = 8
"""Acts between two writings of the journal."""
SPEAK_AFTER = 5.0
"""Seconds of seeding after which it says how far it is."""


def seed(wiring: Wiring) -> None:
    """Publish all calls and make what is not there yet; does next to nothing when all is."""
    journal = Journal.read(wiring.tools)
    folders = sorted(path.parent for path in (ROOT / "calls").glob("*/call.yaml"))
    published = [season.publish(wiring.tools, journal, folder) for folder in folders]
    calls = sorted(published, key=lambda call: -len(call.desks))
    told = [(call, Script(call.id)) for call in calls if (FOLDER / call.id).is_dir()]
    for call, script in told:
        if call.id not in journal.finished:
            _fill(wiring, journal, script, call)
    _offer(wiring.tools, [script for _, script in told])


def _fill(wiring: Wiring, journal: Journal, script: Script, call: Call) -> None:
    """Play the acts of a call that have not been played yet."""
    from ops.seed import plan

    now = moment(journal.began.setdefault(call.id, iso(wiring.clock())))
    journal.write(wiring.tools)
    stage = open_stage(wiring, call.id, journal.submissions)
    period = plan.Season(call, now)
    stage.people = _people(stage, script, period)
    _play(stage, journal, plan.acts(script, period))
    journal.finished.append(call.id)
    journal.write(stage.tools)


def _play(stage: Stage, journal: Journal, acts: list[Act]) -> None:
    """From where the journal stands to the end. Acts since it was written last are played again after a kill."""
    spoken = time.monotonic()
    begin = journal.done.get(stage.call, 0)
    for number, act in enumerate(acts[begin:], start=begin + 1):
        stage.clock.now = act.at
        act.play(stage)
        journal.done[stage.call] = number
        if number % WRITE_EVERY == 0:
            journal.write(stage.tools)
        if time.monotonic() - spoken > SPEAK_AFTER:
            print(f"laurel: filling the local season, {number} of {len(acts)} (once)", flush=True)
            spoken = time.monotonic()


def _people(stage: Stage, script: Script, period: Season) -> dict[str, SignedIn]:
    """Everybody's account, made where it is not there: one after the other as the season begins."""
    made = {}
    for number, (key, cast) in enumerate(script.people.items()):
        stage.clock.now = period.at(0.02 * number / len(script.people))
        made[key] = create_account(stage.tools, period.call, cast.person(script.password))
    return signed_in(made)


def _offer(tools: Tools, scripts: list[Script]) -> None:
    """On the sign-in page, and on the terminal."""
    casts = list(shown(scripts))
    people = [(cast.person(password), dict(cast.shown or {})) for cast, password in casts]
    standing = accounts.demo_accounts_in(tools.table.read([keys.demo_accounts()]))
    if [(one.login, one.password, one.names) for one in standing] != [
        (person.login, person.password, names) for person, names in people
    ]:
        offer(tools, people)
    print("laurel: accounts to sign in with")
    for person, names in people:
        print(f"  {person.login:18} {person.password:14} {person.role:12} {next(iter(names.values()))}")
