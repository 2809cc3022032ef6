"""Fixing the rules by which a jury judges entries."""

from chalicelib.domain.access import Role, must_belong
from chalicelib.domain.evaluation.jury import Jury, take
from chalicelib.domain.evaluation.published_rules import rules_digest
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once
from chalicelib.services.evaluation.juries import rules_of, seal_writes
from chalicelib.storage import accounts, juries
from chalicelib.storage.engine.reads import Listing


@dataclass(frozen=True)
class FixedRules:
    """A jury with its rules fixed.

    `lacks_second`: the call asks for a second person, and the authority has a single organiser's account.
    """

    jury: Jury
    lacks_second: bool


@once(lambda act, ids, id: read(act, id))
def fix(act: Act, id: JuryId) -> FixedRules:
    """Fix and seal the rules of a jury as they are now.

    Later acts go by that version, whatever the call says since. Raises StepNotAllowed, NotFound, Busy.
    """
    rules = rules_of(act, id)
    jury, last, people = act.read(juries.jury(id), juries.last_seal(id.call), _organisers(rules.call.authority.id))
    must_belong(act.caller, rules.call)
    fixed = rules_digest(rules.call, rules.track)
    seal, sealed = seal_writes(act, last, "rules", id, [fixed])
    version = rules.call.version
    after, event = take(
        jury,
        "fix_rules",
        act.caller,
        act.now,
        {"rules": fixed, "version": version, "seal": seal.n},
        rules=fixed,
        version=version,
        ruled_at=act.now,
    )
    act.commit([*juries.put_step(after, event), sealed])
    return FixedRules(after, bool(rules.evaluation.second_person) and people < 2)


def read(act: Act, id: JuryId) -> FixedRules:
    """Return a jury, and whether the authority lacks a second person."""
    rules = rules_of(act, id)
    jury, people = act.read(juries.jury(id), _organisers(rules.call.authority.id))
    must_belong(act.caller, rules.call)
    return FixedRules(jury, bool(rules.evaluation.second_person) and people < 2)


def _organisers(authority: str) -> Listing[int]:
    """Read how many organisers an authority has that can sign in."""
    page = accounts.of_authority(authority, Role.ORGANISER, None, None)
    return page.map(lambda known: sum(not one.disabled and one.closed_at is None for one in known.accounts))
