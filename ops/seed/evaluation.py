"""The evaluation of a local season, from its roll to its selection.

Everybody acts through the product's services, at the moment that the stage's dates give. Each act sees its own earlier
effect, so that a start that was killed goes on where it stopped.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count, islice
from zoneinfo import ZoneInfo

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import login_name
from chalicelib.domain.call import Call, Track
from chalicelib.domain.errors import SecretNotRepeated
from chalicelib.domain.evaluation.ballots import Votes
from chalicelib.domain.evaluation.jury import Jury, JuryState
from chalicelib.domain.evaluation.panel import Assignment
from chalicelib.domain.evaluation.rules import Evaluation, NumberSource, ReviewStage
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.subjects import JuryId
from chalicelib.domain.submission import short_id
from chalicelib.services.accounts import imports
from chalicelib.services.context import Act
from chalicelib.services.evaluation import (
    assignments,
    ballots,
    draws,
    rolls,
    rules,
    sealing,
    selections,
    sheets,
    tallies,
)
from chalicelib.services.evaluation.rolls import MOST_CHECKED, Checked, RollRow
from chalicelib.services.follow_ups import rolls as roll_follow_up
from chalicelib.storage import accounts, juries, submissions
from chalicelib.storage.engine.reads import fetch
from ops.accounts.creation import set_password
from ops.seed import sample_files
from ops.seed.clock_and_people import SeedContext, signed_in
from ops.seed.evaluators import SeedExpert, experts, marks
from ops.seed.lanes import carry_out_side_by_side
from ops.seed.season_file import SeasonFile
from ops.seed.text_variation import pick, share

HAND_OUT, CHECK, ROLL, RULES, POOL, DRAW, ASSIGN, OPEN, SEAL, TALLY = (
    timedelta(hours=h) for h in (-130, -124, -122, -120, -119, -74, -70, -47, 1, 2)
)
"""When each act is done, counted from the close of the stage."""
CARRY, DRAW_LATER, ASSIGN_LATER, OPEN_LATER, BALLOT, SELECT = (timedelta(hours=h) for h in (-45, -44.5, -44, -43, 3, 4))
"""The same of a later stage, whose entries come from the one before, and of the selection."""
LAST_SHEET = timedelta(hours=2)
"""How long before the close the last sheet is submitted."""


def play(context: SeedContext, season_file: SeasonFile, call: Call, now: datetime) -> None:
    """Play the first stage of each track up to `now`.

    Where the season is over, all stages. Acts come in the order of their moments, so that the call's seals follow one
    another in time.
    """
    if call.evaluation is None:
        return
    judged = [track for track in call.tracks.values() if track.stages]
    _hand_out(context, season_file, call, min(track.stages[0].closes for track in judged))
    by_account = {context.people[one.key].account.id: one for one in experts(season_file.evaluation)}
    plays = [
        _JuryPlay(context, season_file, call, track, call.evaluation, by_account, now, n)
        for track in judged
        for n in range(len(track.stages) if season_file.is_over else 1)
    ]
    acts = [act for one in plays if one.has_entries() for act in one.acts()]
    for _, act in sorted(acts, key=lambda one: one[0]):
        act()


def _hand_out(context: SeedContext, season_file: SeasonFile, call: Call, closes: datetime) -> None:
    """Import the experts with their profiles, and set their passwords."""
    context.clock.now = closes + HAND_OUT
    known = experts(season_file.evaluation)
    names = {one.key: login_name(one.key) for one in known}
    by = context.people["agency" if "agency" in context.people else "organiser"]
    with suppress(SecretNotRepeated):
        imports.issue(context.act(by, "import-experts"), call.id, _as_csv(known), Role.EXPERT)
    logins = fetch(context.tools.table, accounts.logins(names.values()))
    stored = fetch(context.tools.table, accounts.accounts(login.account for login in logins.values()))
    opened = {
        key: set_password(context.tools, stored[logins[name].account], season_file.password)
        for key, name in names.items()
    }
    context.people |= signed_in(opened)


def _as_csv(known: Sequence[SeedExpert]) -> str:
    """Return the experts as the file that is imported."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["login", "name", "fields", "body", "city", "title"])
    rows.writerows([one.key, one.name, ";".join(one.fields), one.body, one.city, one.title] for one in known)
    return text.getvalue()


@dataclass(frozen=True)
class _JuryPlay:
    """A track's jury at a stage, and who acts in it.

    `n` counts stages from 0. `experts` are by account; sheets come in until `now` at the latest.
    """

    context: SeedContext
    season_file: SeasonFile
    call: Call
    track: Track
    evaluation: Evaluation
    experts: Mapping[str, SeedExpert]
    now: datetime
    n: int = 0

    @property
    def stage(self) -> ReviewStage:
        return self.track.stages[self.n]

    @property
    def is_last(self) -> bool:
        return self.n == len(self.track.stages) - 1

    @property
    def id(self) -> JuryId:
        return JuryId(self.call.id, self.track.id, self.stage.id)

    @property
    def jury(self) -> Jury:
        return fetch(self.context.tools.table, juries.jury(self.id))

    def has_entries(self) -> bool:
        """Return whether anything of the track was nominated."""
        first = self.id._replace(stage=self.track.stages[0].id)
        return bool(rolls.summarise(self._act("organiser"), first).lists)

    def acts(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """Yield the acts with their moments.

        One whose state is over does nothing.
        """
        is_tallied = self.season_file.is_tallied
        draw = self._commit if self.evaluation.draws else self._name_jury
        steps: list[tuple[timedelta, JuryState, Callable[[], None]]] = [
            (RULES, JuryState.PREPARING, self._fix_rules),
            (POOL if self.evaluation.draws else DRAW, JuryState.RULED, draw),
            (DRAW_LATER if self.n else DRAW, JuryState.RULED, self._reveal),
            (ASSIGN_LATER if self.n else ASSIGN, JuryState.DRAWN, self._assign),
            (OPEN_LATER if self.n else OPEN, JuryState.ASSIGNED, self._open),
            (-LAST_SHEET, JuryState.OPEN, self._mark_all if is_tallied else self._mark_some),
        ]
        if self.n:
            steps.insert(2, (CARRY, JuryState.RULED, self._carry))
        else:
            steps[:0] = [(CHECK, JuryState.PREPARING, self._check), (ROLL, JuryState.PREPARING, self._freeze)]
        if is_tallied:
            steps += [(SEAL, JuryState.OPEN, self._seal), (TALLY, JuryState.SEALED, self._tally)]
        if self.season_file.is_over and self.is_last:
            ballot = [(BALLOT, JuryState.TALLIED, self._vote)] if self.stage.ballot else []
            steps += [*ballot, (SELECT, JuryState.TALLIED, self._select)]
        for after, state, act in steps:
            yield self.stage.closes + after, partial(self._take, state, act)

    def _take(self, state: JuryState, act: Callable[[], None]) -> None:
        if self.jury.state is state:
            act()

    def _check(self) -> None:
        """Admit every entry but those that the season's file names."""
        if self.jury.roll is not None:
            return
        self._at(CHECK)
        refused = self._refused()
        for desk in [one.desk for one in rolls.summarise(self._act("organiser"), self.id).lists]:
            rows = [row for row in self._rows(desk) if row.check is None]
            for n in range(0, len(rows), MOST_CHECKED):
                admitted = [_checked(row) for row in rows[n : n + MOST_CHECKED] if row.head.id not in refused]
                if admitted:
                    act = self._act("organiser", f"check-{desk}-{admitted[0].entry}")
                    rolls.check(act, self.id, admitted, "admit", "")
            for row in rows:
                if reason := refused.get(row.head.id):
                    act = self._act("organiser", f"check-{short_id(row.head.id)}")
                    rolls.check(act, self.id, [_checked(row)], "not_admit", reason)

    def _rows(self, desk: str) -> Iterator[RollRow]:
        cursor: str | None = None
        while True:
            page = rolls.read_page(self._act("organiser"), self.id, desk, cursor)
            yield from page.rows
            if page.cursor is None:
                return
            cursor = page.cursor

    def _refused(self) -> dict[str, str]:
        """Return why entries are not admitted, by submission."""
        named = self.season_file.evaluation.get("not_admitted", {})
        known = self.context.submissions
        return {id: reason for sample, reason in named.items() if (id := known.get(f"{self.call.id}/{sample}"))}

    def _freeze(self) -> None:
        if self.jury.roll is None:
            self._at(ROLL)
            etag = rolls.summarise(self._act("organiser"), self.id).etag
            rolls.freeze(self._act("organiser", "freeze"), self.id, etag)
        history = fetch(self.context.tools.table, submissions.history(self.id.subject))
        frozen = next(event for event in history if event.step == "freeze_roll")
        roll_follow_up.advance(self.context.tools, self.id, frozen)

    def _carry(self) -> None:
        """Take over the best of the stage before."""
        if self.jury.roll is None:
            self._at(CARRY)
            rolls.freeze(self._act("organiser", "freeze"), self.id, None)

    def _vote(self) -> None:
        """Enter what the meeting voted, with the scan of its protocol."""
        self._at(BALLOT)
        view = ballots.read(self._act("organiser"), self.id)
        if view.count is not None:
            return
        scan = sample_files.pdf("会议表决记录", [self.stage.id], sealed=True)
        ticket = ballots.begin_scan(self._act("organiser"), self.id, "表决记录.pdf", len(scan))
        self.context.tools.objects.put(f"incoming/{self.id.subject}/{ticket.id}", scan, "application/pdf")
        roll = fetch(self.context.tools.table, juries.roll(self.id, self.jury.roll or 0))
        votes = {one.entry: Votes(view.members - 1, 1, 0) for one in roll}
        ballots.enter(self._act("organiser", "ballot"), self.id, view.members, votes, ticket.id)

    def _select(self) -> None:
        """Select what the tally puts first: one proposes, another confirms."""
        self._at(SELECT)
        digest = selections.read(self._act("organiser"), self.id).digest
        view = selections.propose_it(self._act("organiser", "select"), self.id, digest)
        if self.jury.state is JuryState.TALLIED:
            selections.confirm_it(self._act("organiser2", "confirm-selection"), self.id, view.digest)

    def _fix_rules(self) -> None:
        self._at(RULES)
        rules.fix(self._act("organiser", "rules"), self.id)

    def _commit(self) -> None:
        """Publish the pool and the commitment of the draw."""
        if fetch(self.context.tools.table, juries.draw(self.id)) is None:
            self._at(POOL)
            day = (self.stage.closes + DRAW).astimezone(ZoneInfo(self.call.zone))
            issues = {source.id: f"{day:%Y%j}" for source in self.evaluation.numbers}
            terms = draws.Commitment(self._seats(), f"{day:%Y-%m-%d}", issues)
            draws.commit(self._act("organiser", "commit"), self.id, terms)

    def _seats(self) -> dict[str, int]:
        """Return how many experts of each field are drawn."""
        seats = self.season_file.evaluation["seats" if self.n == 0 else "seats_later"]
        return dict(seats[self.track.id])

    def _reveal(self) -> None:
        """Let two people type the numbers, and one watch.

        The local season makes them up.
        """
        self._at(DRAW_LATER if self.n else DRAW)
        numbers = {source.id: self._numbers(source) for source in self.evaluation.numbers}
        for who in ("organiser", "organiser2"):
            if self.jury.state is JuryState.RULED:
                draws.reveal(self._act(who, f"reveal-{who}"), self.id, numbers)
        if "observer" in self.context.people:
            draws.witness(self._act("observer", "witness"), self.id)

    def _numbers(self, source: NumberSource) -> list[int]:
        span = source.max - source.min + 1
        drawn = (source.min + int(span * share(self.id.subject, source.id, str(n))) for n in count())
        if source.ordered:
            return list(islice(drawn, source.count))
        return list(islice(dict.fromkeys(islice(drawn, 100 * source.count)), source.count))

    def _name_jury(self) -> None:
        self._at(DRAW)
        draws.name_jury(self._act("organiser", "name"), self.id, list(self.experts))

    def _assign(self) -> None:
        self._at(ASSIGN_LATER if self.n else ASSIGN)
        who = "agency" if "agency" in self.context.people else "organiser"
        assignments.begin(self._act(who, "assign"), self.id)
        while assignments.carry_out(self.context.tools, self.id):
            pass

    def _open(self) -> None:
        self._at(OPEN_LATER if self.n else OPEN)
        sealing.open_marks(self._act("organiser", "open"), self.id)

    def _mark_some(self) -> None:
        self._mark(lambda expert: expert.pace)

    def _mark_all(self) -> None:
        self._mark(lambda _: 1.0)

    def _mark(self, share_of: Callable[[SeedExpert], float]) -> None:
        """Submit each expert's share of sheets, and leave a draft after it."""
        opened = self.jury.opened_at or self.now
        until = min(self.now, self.stage.closes - LAST_SHEET)

        def write_sheets(reading: Assignment) -> None:
            expert, reviews = self.experts[reading.expert], reading.reviews
            due = round(share_of(expert) * len(reviews))
            for n, review in enumerate(reviews[: due + 1]):
                if review.is_open:
                    self.context.clock.now = opened + (until - opened) * ((n + 1) / (len(reviews) + 1))
                    self._write_sheet(expert, reading, review.entry, is_draft=n == due)

        carry_out_side_by_side(write_sheets, fetch(self.context.tools.table, juries.assignments(self.id)))

    def _write_sheet(self, expert: SeedExpert, reading: Assignment, entry: str, *, is_draft: bool) -> None:
        written = self._marks(expert, entry)
        if is_draft:
            half = dict(list(written.marks.items())[: len(written.marks) // 2])
            sheets.save(self._act(expert.key), self.id, entry, Marks(half), "0")
        else:
            act = self._act(expert.key, f"submit-{reading.label}-{entry}")
            sheets.submit(act, self.id, entry, written, "0")

    def _marks(self, expert: SeedExpert, entry: str) -> Marks:
        lines = self.season_file.evaluation["opinions"]
        commented = [one.id for one in self.track.criteria if one.comment.when != "never"]
        comments = {id: pick(lines, expert.key, entry, id) for id in commented}
        values = marks(expert, entry, self.track.criteria, self.stage.scale)
        return Marks(values, comments, pick(lines, expert.key, entry))

    def _seal(self) -> None:
        """Seal the marks: one person proposes where the call asks for two."""
        self._at(SEAL)
        for who, take in (("organiser", self._propose_seal), ("organiser2", self._confirm_seal)):
            if self.jury.state is JuryState.OPEN:
                digest = sealing.read_progress(self._act(who), self.id).digest
                take(self._act(who, f"seal-{who}"), digest)
        while sealing.carry_out(self.context.tools, self.id):
            pass

    def _propose_seal(self, act: Act, digest: str) -> None:
        sealing.seal(act, self.id, digest, "")

    def _confirm_seal(self, act: Act, digest: str) -> None:
        sealing.confirm_seal(act, self.id, digest)

    def _tally(self) -> None:
        while sealing.carry_out(self.context.tools, self.id):
            pass
        self._at(TALLY)
        tallies.start(self._act("organiser", "tally"), self.id)
        while tallies.carry_out(self.context.tools, self.id):
            pass

    def _at(self, after: timedelta) -> None:
        self.context.clock.now = self.stage.closes + after

    def _act(self, who: str, action: str = "") -> Act:
        name = f"{action}-{self.track.id}-{self.stage.id}" if action else ""
        return self.context.act(self.context.people[who], name)


def _checked(row: RollRow) -> Checked:
    """Return an entry to check, settling all that looks like it."""
    return Checked(short_id(row.head.id), row.head.revision, tuple(short_id(one.head.id) for one in row.doubles))
