"""Ballots of a meeting.

The counts as somebody entered them, and the scan of their protocol.
"""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.errors import NotFound, StepNotAllowed, UploadNotThere
from chalicelib.domain.evaluation import ballots
from chalicelib.domain.evaluation.ballots import BallotCount, Votes
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.rules import Ballot
from chalicelib.domain.subjects import JuryId
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, retry
from chalicelib.services.evaluation.juries import fixed_rules, must_belong_to, rules_of
from chalicelib.services.uploads import uploads
from chalicelib.services.uploads.uploads import DeclaredFile, Ticket
from chalicelib.storage import allowances, juries, selections, submissions
from chalicelib.storage.engine.table import Write

FIELD = "protocol"
KINDS = ("pdf", "jpg", "png")
LARGEST = 20 * 1024 * 1024
OPEN = frozenset({JuryState.SEALED, JuryState.TALLIED})


@dataclass(frozen=True)
class BallotView:
    """What a panel voted, with the rules of the ballot."""

    rules: Ballot
    members: int
    count: BallotCount | None


def read(act: Act, id: JuryId) -> BallotView:
    """Return what a panel voted, once marks are sealed.

    Raises NotFound for a stage without a ballot.
    """
    known, jury, count, members = _read(act, id)
    if jury.state not in OPEN | {JuryState.SELECTED}:
        count = None
    return BallotView(known, members, count)


@once(lambda act, ids, id, present, votes, upload: read(act, id))
def enter(act: Act, id: JuryId, present: int, votes: Mapping[str, Votes], upload: str | None) -> BallotView:
    """Enter what a panel voted, in the place of what was entered.

    `upload` is the scan of the protocol, None to keep the one that is there. Raises Invalid with every fault,
    StepNotAllowed, UploadNotThere, UploadWrong, UploadHarmful.
    """
    known, jury, before, members = _read(act, id)
    if jury.state not in OPEN:
        raise StepNotAllowed(step="enter_ballot", state=jury.state.value)
    roll = act.read(juries.roll(id, jury.roll or 0))
    scan = before.scan if before else None
    count = BallotCount(members, present, votes, scan, act.caller.account, act.now, (before.v if before else 0) + 1)
    ballots.check(known, count, frozenset(one.entry for one in roll))
    if upload is None:
        if scan is None:
            raise UploadNotThere()
        act.commit([selections.put_ballot(id, count)])
        return BallotView(known, members, count)
    if scan is None or scan.id != upload:
        declared, arrived = uploads.arrived(act, id.subject, act.read(submissions.upload(id.subject, upload)))
        scan = uploads.keep(act.tools, id.subject, declared, arrived)
    count = replace(count, scan=scan)
    ended: list[Write] = [
        submissions.delete_upload(id.subject, upload),
        allowances.end_upload(act.caller.account, upload),
    ]
    act.commit([selections.put_ballot(id, count), *ended])
    return BallotView(known, members, count)


def begin_scan(act: Act, id: JuryId, name: str, size: int) -> Ticket:
    """Return a presigned POST for the scan of the protocol.

    Raises NotFound, Invalid, TooManyUploads, TooManyRequests, Busy.
    """
    return retry(lambda: _begin(act, id, name, size))


def link_scan(act: Act, id: JuryId) -> str:
    """Return a link of one minute to the scan. Raises NotFound."""
    count = read(act, id).count
    if count is None or count.scan is None:
        raise NotFound()
    return act.tools.objects.presign_download(count.scan.key, count.scan.name, inline=True)


def _begin(act: Act, id: JuryId, name: str, size: int) -> Ticket:
    allowance = act.read(allowances.uploads(act.claimed_account))
    rules = rules_of(act, id)
    must_belong_to(act, rules)
    if rules.stage.ballot is None:
        raise NotFound()
    file = DeclaredFile(FIELD, name, size, uploads.kind_of(name, KINDS), LARGEST)
    return uploads.begin(act, id.subject, file, allowance)


def _read(act: Act, id: JuryId) -> tuple[Ballot, Jury, BallotCount | None, int]:
    rules = rules_of(act, id)
    jury, count, assignments = act.read(juries.jury(id), selections.ballot(id), juries.assignments(id))
    must_belong_to(act, rules)
    ballot = fixed_rules(act, jury).stage.ballot
    if ballot is None:
        raise NotFound()
    return ballot, jury, count, len(assignments)
