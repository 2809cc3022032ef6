"""The evaluation of a local season, from its roll to its tally.

One function for each act of a jury's season. Each sees its own earlier effect, so that a start that was killed goes on
where it stopped.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.call import Call, Track
from chalicelib.domain.evaluation import assignment, draw
from chalicelib.domain.evaluation.draw import PoolMember, PublicNumbers, Seats
from chalicelib.domain.evaluation.jury import Jury, JuryState, take
from chalicelib.domain.evaluation.panel import Assignment, Draw, PoolExpert, Profile, ReadingCard, Review
from chalicelib.domain.evaluation.roll import RollEntry
from chalicelib.domain.evaluation.rules import Evaluation, ReviewStage
from chalicelib.domain.evaluation.seals import Sealed
from chalicelib.domain.evaluation.sheets import Marks, Sheet
from chalicelib.domain.history import digest
from chalicelib.domain.states import State
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import Head, short_id
from chalicelib.services.evaluation.juries import seal_writes
from chalicelib.storage import experts as profiles
from chalicelib.storage import juries, sheets, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import MOST_IN_TRANSACTION, Write
from ops.seed.clock_and_people import SeedContext
from ops.seed.evaluators import SeedExpert, experts, marks
from ops.seed.season_file import SeasonFile
from ops.seed.text_variation import pick

ROLL, RULES, POOL, DRAW, ASSIGN = (timedelta(hours=-h) for h in (122, 120, 119, 74, 70))
"""When each act is done, before the stage closes."""
FITS, UNLIKE = 0, 20
"""What an expert of the entry's field costs, and of another."""
FIRST, WIDEST = 1, 33
"""Public numbers that the local season makes up: from 1 to 33 where their order has no meaning."""


def play(context: SeedContext, season_file: SeasonFile, call: Call) -> None:
    """Play the first stage of each track."""
    if call.evaluation is None:
        return
    known = experts(season_file.evaluation)
    _write_profiles(context, known)
    for track in call.tracks.values():
        if track.stages:
            jury = _SeedJury(context, season_file, call, track, call.evaluation, known)
            jury.play(tallied=season_file.stage == "tallied")


def _write_profiles(context: SeedContext, known: Sequence[SeedExpert]) -> None:
    for one in known:
        account = context.people[one.key].account.id
        if fetch(context.tools.table, profiles.profile(account)) is None:
            facts = Profile(account, one.fields, one.body, "", one.city, one.title)
            context.tools.table.write([profiles.put_profile(facts)])


@dataclass(frozen=True)
class _SeedJury:
    """A track's jury at its first stage."""

    context: SeedContext
    season_file: SeasonFile
    call: Call
    track: Track
    evaluation: Evaluation
    experts: Sequence[SeedExpert]

    @property
    def stage(self) -> ReviewStage:
        return self.track.stages[0]

    @property
    def id(self) -> JuryId:
        return JuryId(self.call.id, self.track.id, self.stage.id)

    @property
    def jury(self) -> Jury:
        return fetch(self.context.tools.table, juries.jury(self.id))

    @property
    def drawn(self) -> Draw:
        known = fetch(self.context.tools.table, juries.draw(self.id))
        if known is None:
            raise RuntimeError(f"{self.id.subject} has no draw")
        return known

    def play(self, *, tallied: bool) -> None:
        """Carry the acts out that are not done yet."""
        if not self._nominated():
            return
        acts: list[tuple[JuryState, Any]] = [
            (JuryState.PREPARING, self._freeze_roll),
            (JuryState.PREPARING, self._fix_rules),
            (JuryState.RULED, self._commit_pool if self.evaluation.draws else self._name_jury),
            (JuryState.RULED, self._reveal_draw),
            (JuryState.DRAWN, self._assign),
            (JuryState.ASSIGNED, self._open),
            (JuryState.OPEN, self._mark_all if tallied else self._mark_some),
            *([(JuryState.OPEN, self._seal), (JuryState.SEALED, self._tally)] if tallied else []),
        ]
        for state, act in acts:
            if self.jury.state is state:
                act()

    def _freeze_roll(self) -> None:
        if self.jury.roll is not None:
            return
        entries = [self._roll_entry(head) for head in self._nominated()]
        self._write_in_parts(juries.put_roll(self.id, entries))
        self._take("freeze_roll", ROLL, "roll", [one.code for one in entries], roll=len(entries), followed=len(entries))

    def _fix_rules(self) -> None:
        rules = digest({"call": self.call.id, "version": self.call.version, "track": self.track.id})
        at = self.stage.closes + RULES
        self._take("fix_rules", RULES, "rules", [rules], rules=rules, version=self.call.version, ruled_at=at)

    def _commit_pool(self) -> None:
        """Publish the pool and the commitment of the draw."""
        if fetch(self.context.tools.table, juries.draw(self.id)):
            return
        secret = hashlib.sha256(f"local season {self.id.subject}".encode()).digest()
        numbers_on = f"{self.stage.closes + DRAW:%Y-%m-%d}"
        issues = {source.id: f"{self.stage.closes + DRAW:%Y%j}" for source in self.evaluation.numbers}
        commitment = draw.hash_times(secret, draw.ROUNDS).hex()
        pool = Draw(*self.id, self._pool(), self._seats(), commitment, numbers_on, issues, secret=secret.hex())
        self._take("commit_draw", POOL, "pool", [one.digest for one in pool.pool], beside=[juries.put_draw(pool)])

    def _reveal_draw(self) -> None:
        """Draw by the public numbers, which the local season makes up."""
        before = self.drawn
        numbers = tuple(
            PublicNumbers(source.id, before.issues[source.id], self._numbers(source.id, source.count), source.ordered)
            for source in self.evaluation.numbers
        )
        code = draw.hash_times(bytes.fromhex(before.secret), draw.ROUNDS - 1)
        key = draw.draw_key(code, draw.randomness(numbers))
        members = {one.label: PoolMember(one.label, one.subject, one.body) for one in before.pool}
        drawn = draw.pick(draw.arrange(key, members), members, before.seats, before.unavailable)
        after = replace(before, numbers=numbers, code=code.hex(), drawn=drawn, v=before.v + 1)
        self._take("reveal_draw", DRAW, "draw", drawn.labels, who="organiser2", beside=[juries.put_draw(after)])

    def _name_jury(self) -> None:
        """Name all experts as the jury."""
        pool = self._pool()
        drawn = draw.Drawn(tuple(one.label for one in pool), (), {})
        named = Draw(*self.id, pool, Seats({}, len(pool)), drawn=drawn)
        self._take("name_jury", DRAW, "pool", [one.digest for one in pool], beside=[juries.put_draw(named)])

    def _assign(self) -> None:
        entries, known = self._roll(), self.drawn
        labels = known.drawn.labels if known.drawn else ()
        members = [known.member(label) for label in labels]
        if self.stage.design == "panel":
            readers = {one.entry: labels for one in entries}
        else:
            workers = [assignment.Expert(one.label, one.most, one.body) for one in members]
            misfits = {one.entry: self._misfits(one, members) for one in entries}
            readers = dict(assignment.assign(workers, misfits, self.stage.experts).readers)
        done = {one.expert for one in fetch(self.context.tools.table, juries.assignments(self.id))}
        for member in members:
            own = [one for one in entries if member.label in readers[one.entry]]
            if own and member.account not in done:
                reviews = tuple(Review(one.entry, one.revision) for one in own)
                reading = Assignment(*self.id, member.account, member.label, reviews)
                cards = [ReadingCard(one.entry, one.revision, one.name, one.category) for one in own]
                put = [juries.put_assignment(reading), juries.put_cards(self.id, member.account, cards)]
                self.context.tools.table.write(put)
        self._take("assign", ASSIGN, "assignment", [digest({"readers": {e: list(r) for e, r in readers.items()}})])

    def _open(self) -> None:
        at = self._opens()
        self._take("open", at - self.stage.closes, None, [], opened_at=at)

    def _mark_some(self) -> None:
        self._mark(lambda expert: expert.pace)

    def _mark_all(self) -> None:
        self._mark(lambda expert: 1.0)

    def _mark(self, share_of: Any) -> None:
        """Write the sheets that experts have submitted, an expert at a time."""
        by_account = {self.context.people[one.key].account.id: one for one in self.experts}
        for reading in fetch(self.context.tools.table, juries.assignments(self.id)):
            expert = by_account[reading.expert]
            due = [one.entry for one in reading.reviews][: round(share_of(expert) * len(reading.reviews))]
            waiting = [one for one in reading.reviews if one.entry in due and one.is_open]
            for begin in range(0, len(waiting), MOST_IN_TRANSACTION - 1):
                part = waiting[begin : begin + MOST_IN_TRANSACTION - 1]
                after = replace(reading, v=reading.v + 1)
                for review in part:
                    after = after.with_review(replace(review, state="submitted"))
                put = [sheets.put_sheet(reading.id, self._sheet(expert, reading, one.entry)) for one in part]
                self.context.tools.table.write([*put, juries.put_assignment(after)])
                reading = after

    def _sheet(self, expert: SeedExpert, reading: Assignment, entry: str) -> Sheet:
        values = marks(expert, entry, self.track.criteria, self.stage.scale)
        lines = self.season_file.evaluation["opinions"]
        commented = [one.id for one in self.track.criteria if one.comment.when != "never"]
        comments = {id: pick(lines, expert.key, entry, id) for id in commented}
        at = self._opens() + timedelta(hours=2)
        said = Marks(values, comments, pick(lines, expert.key, entry), submitted_at=at)
        return Sheet(entry, reading.expert, said, "submitted", saved_at=at, v=1)

    def _seal(self) -> None:
        after = timedelta(hours=1)
        reading = fetch(self.context.tools.table, juries.assignments(self.id))
        leaves = [one.seal or self._seal_of(one) for one in reading]
        for one, leaf in zip(reading, leaves, strict=True):
            if not one.seal:
                self.context.tools.table.write([juries.put_assignment(replace(one, seal=leaf, v=one.v + 1))])
        self._take("seal_marks", after, "marks", leaves, who="organiser2", sealed_at=self.stage.closes + after)

    def _seal_of(self, reading: Assignment) -> str:
        written = fetch(self.context.tools.table, sheets.sheets(reading.id))
        return digest({one.entry: dict(one.current.marks) for one in written})

    def _tally(self) -> None:
        after = timedelta(hours=2)
        self._take("tally", after, "tally", [], run=1)

    def _take(
        self,
        step: str,
        after: timedelta,
        sealed: Sealed | None,
        leaves: Sequence[str],
        *,
        who: str = "organiser",
        beside: Iterable[Write] = (),
        **changes: Any,
    ) -> None:
        """Take a step of the jury at its moment, with its seal."""
        self.context.clock.now = self.stage.closes + after
        act = self.context.act(self._person(who), f"{step}-{self.track.id}-{self.stage.id}")
        jury, last = act.read(juries.jury(self.id), juries.last_seal(self.call.id))
        next_jury, event = take(
            jury, step, act.caller, act.now, {"digest": digest({"leaves": list(leaves)})}, **changes
        )
        seals = [seal_writes(act, last, sealed, self.id, leaves)[1]] if sealed else []
        act.commit([*juries.put_step(next_jury, event), *beside, *seals])

    def _person(self, who: str) -> SignedIn:
        return self.context.people[who]

    def _opens(self) -> datetime:
        fixed = self.stage.closes + RULES + timedelta(days=self.evaluation.rules_public_days)
        return max(fixed, self.stage.closes + ASSIGN) + timedelta(hours=1)

    def _nominated(self) -> list[Head]:
        prefix = f"{self.call.id}/"
        ids = sorted(id for name, id in self.context.submissions.items() if name.startswith(prefix))
        heads = fetch(self.context.tools.table, submissions.heads(ids))
        return [heads[id] for id in ids if heads[id].track == self.track.id and heads[id].state is State.NOMINATED]

    def _roll(self) -> list[RollEntry]:
        return fetch(self.context.tools.table, juries.roll(self.id, self.jury.roll or 0))

    def _roll_entry(self, head: Head) -> RollEntry:
        revision = fetch(self.context.tools.table, submissions.revision(head.id, head.revision))
        field = self.track.category_field
        if revision is None:
            raise RuntimeError(f"{head.id} has no revision")
        return RollEntry(
            short_id(head.id),
            head.revision,
            revision.code,
            head.owner,
            head.card.name,
            head.card.unit_name,
            head.card.uscc,
            head.place,
            head.parent_body,
            str(revision.answers.get(field, "")) if field else "",
            head.filing_no or "",
            head.came[-1].desk if head.came else "",
            top=head.came[-1] if head.came else None,
            facts=head.card.facts,
        )

    def _pool(self) -> tuple[PoolExpert, ...]:
        def member(one: SeedExpert) -> PoolExpert:
            account = self.context.people[one.key].account.id
            salt = hashlib.sha256(f"{self.id.subject} {one.key}".encode()).hexdigest()[:32]
            hidden = digest({"salt": salt, "name": one.name, "account": account})
            subject = next(iter(one.fields), "")
            return PoolExpert(
                one.label, account, subject, one.body, one.city, self.stage.most, one.agency, hidden, salt
            )

        return tuple(map(member, self.experts))

    def _seats(self) -> Seats:
        seats = self.season_file.evaluation["seats"]
        held = Counter(field for one in self.experts for field in one.fields)
        per_body = self.evaluation.experts.per_body or len(self.experts)
        return Seats({field: min(n, held[field]) for field, n in seats.items()}, per_body)

    def _numbers(self, source: str, count: int) -> tuple[int, ...]:
        ordered = sorted(range(FIRST, WIDEST), key=lambda n: digest({"of": self.id.subject, "source": source, "n": n}))
        return tuple(n % 10 for n in ordered[:count]) if count <= 3 else tuple(ordered[:count])

    def _misfits(self, entry: RollEntry, members: Sequence[PoolExpert]) -> dict[str, int]:
        """Return what each expert costs that the entry may have.

        Nobody of its own city reads it.
        """
        fits = self.stage.fields == "none"
        return {
            one.label: FITS if fits or one.subject == entry.category else UNLIKE
            for one in members
            if not one.city or one.city[:4] != entry.place[:4]
        }

    def _write_in_parts(self, writes: Sequence[Write]) -> None:
        for begin in range(0, len(writes), MOST_IN_TRANSACTION):
            self.context.tools.table.write(writes[begin : begin + MOST_IN_TRANSACTION])
