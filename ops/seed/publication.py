"""What follows the selection in a local season: notice, objections, results.

Everybody acts through the product's services at a moment of the past. Each act sees its own earlier effect, so that a
start that was killed goes on where it stopped.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import altcha

from chalicelib.domain.call import Call
from chalicelib.domain.publication.notices import PublicNotice
from chalicelib.domain.publication.objections import Consequence, Objection, ObjectionState, Objector
from chalicelib.services.context import Act
from chalicelib.services.follow_ups import notices as notice_follow_up
from chalicelib.services.follow_ups import results as result_follow_up
from chalicelib.services.publication import notices, objections, results, rulings
from chalicelib.services.publication.objections import DeclaredEvidence, TypedObjection
from chalicelib.services.sign_in import proof_of_work
from chalicelib.services.sign_in.sessions import Visitor
from chalicelib.storage import notices as stored_notices
from chalicelib.storage import objections as stored_objections
from chalicelib.storage import results as stored_results
from chalicelib.storage.engine.reads import fetch
from ops.seed import sample_files
from ops.seed.clock_and_people import SeedContext
from ops.seed.season_file import SeasonFile

GIVE = timedelta(days=1)
"""When notice is given, after the selection of the last track."""
OBJECT, DECIDE, ANSWER, RULE = (timedelta(days=1, hours=h) for h in (2, 6, 20, 26))
"""When an objection is filed, decided on, answered and ruled on, after the notice has opened."""
ANNOUNCE = timedelta(hours=12)
"""When results are announced, after the notice has closed."""


def play(context: SeedContext, season_file: SeasonFile, call: Call) -> None:
    """Give notice of what is selected, hear objections, announce results."""
    selected = max(track.stages[-1].closes for track in call.tracks.values() if track.stages)
    one = _Publication(context, season_file, call)
    announce = selected + GIVE + ANNOUNCE
    if call.public_notice:
        notice = one.give(selected + GIVE)
        for n, row in enumerate(season_file.objections):
            one.object(notice, n, row)
        one.close(notice)
        announce = notice.closes_at + ANNOUNCE
    if call.results:
        one.announce(announce)


@dataclass(frozen=True)
class _Publication:
    context: SeedContext
    season_file: SeasonFile
    call: Call

    def give(self, at: datetime) -> PublicNotice:
        """Give notice of all tracks: one proposes, another confirms."""
        self.context.clock.now = at
        if fetch(self.context.tools.table, stored_notices.notice(self.call.id, 1)) is None:
            standing = notices.read(Act(self.context.tools, self.context.people["organiser"]), self.call.id).tracks
            tracks = [one.track for one in standing if one.waiting]
            view = notices.propose(self._act("organiser", "notice"), self.call.id, tracks, "", None)
            if not view.notices:
                notices.confirm(self._act("organiser2", "confirm-notice"), self.call.id, view.digest)
        while True:
            [notice] = fetch(self.context.tools.table, stored_notices.notices(self.call.id))
            if notice.published_at:
                return notice
            notice_follow_up.advance(self.context.tools, notice)

    def object(self, notice: PublicNotice, n: int, row: dict[str, str]) -> None:
        """File the n-th objection of the season's file, and rule on it."""
        at = notice.opens_at + n * timedelta(hours=3)
        filed = fetch(self.context.tools.table, stored_objections.objections(self.call.id))
        if len(filed) <= n:
            self.context.clock.now = at + OBJECT
            filed = [*filed, self._file(notice, row)]
        objection = filed[n]
        if objection.state is ObjectionState.FILED:
            self.context.clock.now = at + DECIDE
            self._decide(objection, n, row)

    def _file(self, notice: PublicNotice, row: dict[str, str]) -> Objection:
        evidence = sample_files.pdf("证明材料", [row["statement"]])
        rows = fetch(self.context.tools.table, stored_notices.rows(notice))
        typed = TypedObjection(
            int(row["row"]) % len(rows) + 1,
            "person",
            row["ground"],
            row["statement"],
            Objector(row["name"], row["phone"]),
            [DeclaredEvidence("证明材料.pdf", len(evidence))],
            {},
        )
        tools = self.context.tools
        payload = _proof(proof_of_work.challenge(tools, "", objections.PURPOSE, 0))
        begun = objections.begin(tools, self.call.id, notice.n, typed, payload, Visitor("127.0.0.1"))
        for ticket in begun.tickets:
            tools.objects.put(ticket.fields["key"], evidence, "application/pdf")
        return objections.complete(tools, self.call.id, begun.code).objection

    def _decide(self, objection: Objection, n: int, row: dict[str, str]) -> None:
        call, id = self.call.id, objection.id
        if refusal := row.get("refusal"):
            rulings.refuse(self._act("organiser", f"refuse-{n}"), call, id, refusal, "")
            return
        rulings.take(self._act("organiser", f"take-{n}"), call, id, row["summary"])
        self.context.clock.now += ANSWER - DECIDE
        rulings.answer(self._act("organiser", f"answer-{n}"), call, id, row["answer"])
        self.context.clock.now += RULE - ANSWER
        upheld = row["consequence"] != "none"
        consequence: Consequence = "exclude" if upheld else "none"
        view = rulings.rule(self._act("organiser", f"rule-{n}"), call, id, upheld, consequence, row["reason"])
        if view.proposal:
            rulings.confirm(self._act("organiser2", f"confirm-{n}"), call, id, view.proposal.digest)

    def close(self, notice: PublicNotice) -> None:
        """Let the notice's days pass."""
        self.context.clock.now = notice.closes_at + timedelta(minutes=1)
        notice_follow_up.keep_time(self.context.tools, self.call.id)

    def announce(self, at: datetime) -> None:
        """Announce the results: one proposes, another confirms."""
        self.context.clock.now = at
        if not fetch(self.context.tools.table, stored_results.all_results(self.call.id)):
            document = self.season_file.document
            view = results.propose(self._act("organiser", "results"), self.call.id, document)
            if not view.results:
                results.confirm(self._act("organiser2", "confirm-results"), self.call.id, view.digest)
        while True:
            [announced] = fetch(self.context.tools.table, stored_results.all_results(self.call.id))
            if announced.published_at:
                return
            result_follow_up.advance(self.context.tools, announced)

    def _act(self, who: str, action: str) -> Act:
        return self.context.act(self.context.people[who], action)


def _proof(challenge: dict[str, object]) -> str:
    """Return the answer to a proof of work."""
    puzzle = altcha.Challenge.from_dict(challenge)
    answer = altcha.solve_challenge(puzzle)
    payload = altcha.Payload(puzzle, answer).to_dict() if answer else {}
    return base64.b64encode(json.dumps(payload, ensure_ascii=False).encode()).decode()
