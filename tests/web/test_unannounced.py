"""What is decided and not yet announced shows nowhere: two seasons that differ in nothing else answer alike.

One season is played up to where things are decided in silence. From that very table they are decided one way, and then
the other: ids, clock, sessions and salts are the same both times. Whoever may not know of them gets every answer byte
for byte alike, by every route that is read, in exports, messages, mails, and in what is logged of it all.

Whoever may know of some of them meets two seasons that differ in the others alone.
"""

import io
import json
import logging
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import telemetry
from chalicelib.domain.evaluation.draw import Seats
from chalicelib.domain.evaluation.panel import Assignment, Draw, PoolExpert, ReadingCard, Review
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.evaluation.recusals import TypedRecusal
from chalicelib.domain.evaluation.selection import Exemption
from chalicelib.domain.evaluation.sheets import Marks
from chalicelib.domain.messages import OutgoingMessage, Preferences
from chalicelib.domain.subjects import JuryId, ReaderId
from chalicelib.domain.submission import short_id
from chalicelib.jobs import stream
from chalicelib.services.evaluation import recusals, rolls, selections, sheets, tallies
from chalicelib.services.evaluation.recusals import Ruling
from chalicelib.services.evaluation.rolls import Checked
from chalicelib.services.messages import outbox
from chalicelib.storage import experts, juries, messages
from chalicelib.storage import selections as stored_selections
from chalicelib.storage import sheets as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.web.http.endpoint import ENDPOINTS
from ops.local.engines import Engine
from tests.conftest import IN_PROCESS, ORIGIN, Place, a_bucket, a_table
from tests.factories import CALL
from tests.services.evaluation.jury_room import JURY, JuryRoom
from tests.services.evaluation.marked import account_of
from tests.web.asking import DESKS, prepared
from tests.web.conftest import serve
from tests.web.people import Reply
from tests.web.stage import NEXT, ROLLED, Snapshot, Stage, judged, photographed, put_back, stage

pytestmark = pytest.mark.engine

NOBODY: frozenset[str] = frozenset()
ORG, WATCHING = frozenset({"org"}), frozenset({"org", "agency", "observer"})
BODY = "山东某大学附属医院"
ELSEWHERE = JURY._replace(stage=NEXT)
Decide = Callable[[Stage], None]


@dataclass(frozen=True)
class Secret:
    """Something decided in silence: one way, another, and who may know which.

    Their experts know what they wrote themselves.
    """

    what: str
    one: Decide
    other: Decide
    known_to: frozenset[str]


def _nothing(here: Stage) -> None:
    return None


def _checked(verdict: Any, reason: str) -> Decide:
    def check(here: Stage) -> None:
        jury, entry = JuryId(CALL, ROLLED, "written"), short_id(here.entries["rolled"])
        rolls.check(here.world.change(here.people["org"]), jury, [Checked(entry, 1)], verdict, reason)

    return check


def _exclusion_proposed(here: Stage) -> None:
    about = f"{here.entries['admitted'].split('.')[1]}/{short_id(here.entries['admitted'])}"
    values, by = {"reason": "材料不实"}, here.people["org"].account.id
    made = Proposal(CALL, "exclude", about, "digest", by, here.world.clock.now, values)
    here.world.tools.table.write([juries.put_proposal(made, None)])


def _submitted(mark: str, word: str) -> Decide:
    """E001's sheet, given back and submitted again."""

    def submit(here: Stage) -> None:
        w, [entry], me = here.world, _read_entries(here)[:1], here.people["expert"]
        room = JuryRoom(w, JURY, [entry], {"E001": me})
        marks = Marks({"effect": mark, "spread": mark, "prepared": mark}, {"effect": word}, word, word)
        sheets.reopen(w.change(room.organiser), room.reader("E001"), entry, "笔误")
        sheets.save(w.act(me), JURY, entry, marks, room.etag("E001", entry))
        sheets.submit(w.change(me), JURY, entry, marks, room.etag("E001", entry))

    return submit


def _drafted(mark: str, word: str) -> Decide:
    def draft(here: Stage) -> None:
        room, entry = _colleagues(here), _read_entries(here)[0]
        written = Marks({"effect": mark}, {"spread": word}, word, word)
        sheets.save(here.world.act(room.experts["E002"]), JURY, entry, written, "0")

    return draft


def _begun(here: Stage) -> None:
    room, entry = _colleagues(here), _read_entries(here)[1]
    sheets.save(here.world.act(room.experts["E002"]), JURY, entry, Marks({"effect": "5"}), "0")


def _declined(here: Stage) -> None:
    room, entry = _colleagues(here), _read_entries(here)[2]
    sheets.decline(here.world.change(room.experts["E002"]), JURY, entry, "interest", "曾任其技术顾问")


def _sealed(mark: str) -> Decide:
    """E002's sealed marks on "cc", which decide the order, and a run of the tally by them."""

    def tally(here: Stage) -> None:
        w, reader = here.world, ReaderId(*judged(), account_of("E002"))
        sheet = fetch(w.tools.table, stored.sheet(reader, "cc"))
        assert sheet
        changed = replace(sheet.current, marks={**sheet.current.marks, "effect": mark, "spread": mark})
        w.tools.table.write([stored.put_sheet(reader, replace(sheet, current=changed, v=sheet.v + 1))])
        tallies.start(w.change(here.people["org"]), judged())

    return tally


def _excepted(entry: str, put: Any, reason: str) -> Decide:
    """An exception is saved, and the selection proposed with it."""

    def propose(here: Stage) -> None:
        w, org = here.world, here.people["org"]
        saved = fetch(w.tools.table, stored_selections.selection(judged()))
        exceptions = (Exemption(entry, put, reason),)
        draft = selections.SelectionDraft(2, "", exceptions)
        view = selections.save(w.change(org), judged(), draft, str(saved.v))
        selections.propose_it(w.change(org), judged(), view.digest)

    return propose


def _recused(typed: TypedRecusal) -> Decide:
    def rule(here: Stage) -> None:
        expert, w = here.people["expert"].account.id, here.world
        v = str(fetch(w.tools.table, experts.recusals(expert, CALL)).v)
        recusals.rule(w.change(here.people["org"]), expert, CALL, [typed], v)

    return rule


def _ruled(ruling: Callable[[Stage], Ruling]) -> Decide:
    def rule(here: Stage) -> None:
        recusals.rule_request(here.world.change(here.people["org"]), here.entries["unwanted"], ruling(here))

    return rule


def _committed(secret: str, numbers: str) -> Decide:
    """A draw that is to be revealed: its secret, and what the first of two people typed."""

    def commit(here: Stage) -> None:
        w, about = here.world, f"{ELSEWHERE.track}/{ELSEWHERE.stage}"
        pool = (PoolExpert("E001", here.people["expert"].account.id, "", "山大", "", 60, digest="d", salt=secret),)
        draw = Draw(*ELSEWHERE, pool, Seats({"": 1}, 1), "c0de", "2021-11-30", {"3d": "1"}, secret=secret)
        values = {"commitment": "c0de", "texts": {"3d": numbers}}
        typed = Proposal(CALL, "reveal_draw", about, "digest", "a-organiser", w.clock.now, values)
        w.tools.table.write([juries.put_draw(draw), juries.put_proposal(typed, None)])

    return commit


def _told_to(*who: str) -> frozenset[str]:
    return WATCHING | frozenset(who)


SECRETS = (
    Secret("a check of the roll", _checked("admit", ""), _checked("not_admit", "附件不符"), ORG),
    Secret("an exclusion that waits", _nothing, _exclusion_proposed, ORG),
    Secret("a sheet before sealing", _submitted("8.5", "数据说得清"), _submitted("2", "不可信"), frozenset({"expert"})),
    Secret("a draft of a sheet", _drafted("9", "好"), _drafted("1", "差"), frozenset({"colleague"})),
    Secret("who has begun", _nothing, _begun, _told_to("colleague")),
    Secret("who gave an entry back", _nothing, _declined, _told_to("colleague")),
    Secret("sealed marks and their order", _sealed("7.5"), _sealed("10"), WATCHING),
    Secret(
        "an exception",
        _excepted("bb", "out", "已获国家奖"),
        _excepted("cc", "out", "单位被处罚"),
        frozenset({"org", "observer"}),
    ),
    Secret(
        "a recusal",
        _recused(TypedRecusal(body=BODY, reason="曾任职")),
        _recused(TypedRecusal(body="泰山热力", reason="师生关系")),
        _told_to("expert"),
    ),
    Secret(
        "a ruling",
        _ruled(lambda here: Ruling(False, (), "理由不足")),
        _ruled(lambda here: Ruling(True, (here.people["colleague"].account.id,), "属实")),
        _told_to("colleague"),
    ),
    Secret("the secret of a draw", _committed("aa", "0.4.7."), _committed("bb", "1.1.1."), NOBODY),
)
READERS = (
    *("nobody", "owner", "other", "own", "mate", "above", "beside", "dept", "org", "own2", "org2", "old", "out"),
    *("agency", "expert", "colleague", "judge", "observer"),
)
"""Everybody of the table of access, another expert of the jury, and one whose marks are sealed."""


@dataclass(frozen=True)
class Played:
    here: Stage
    table: Place
    bucket: Place
    before: Snapshot


@pytest.fixture(scope="module")
def played(dynamodb_local: Engine) -> Iterator[Played]:
    """The season of the table of access, with a colleague who reads in the jury that marks."""
    with IN_PROCESS, pytest.MonkeyPatch.context() as patch:
        made = a_table(dynamodb_local)
        table = next(made)
        bucket = a_bucket(None)
        here = stage(table, bucket)
        serve(here.world, patch)
        _add_experts(here)
        _reachable(here)
        yield Played(here, table, bucket, photographed(table))
        made.close()


def _add_experts(here: Stage) -> None:
    w = here.world
    here.people |= {"colleague": w.expert("colleague"), "judge": w.expert("e001")}
    here.cookies |= {name: w.cookie(here.people[name]) for name in ("colleague", "judge")}
    own = Assignment(*JURY, "a-colleague", "E002", tuple(Review(entry, 1) for entry in _read_entries(here)))
    cards = [ReadingCard(entry, 1, f"第 {n} 条") for n, entry in enumerate(_read_entries(here))]
    w.tools.table.write([juries.put_assignment(own), juries.put_cards(JURY, "a-colleague", cards)])


def _reachable(here: Stage) -> None:
    """Everybody gets mail."""
    ways = [Preferences(one.account.id, f"{name}@example.cn", v=1) for name, one in here.people.items()]
    for one in ways:
        here.world.tools.table.write([messages.put_preferences(one)])


def _read_entries(here: Stage) -> list[str]:
    return [short_id(here.entries[name]) for name in ("pushed", "listed", "nominated")]


def _colleagues(here: Stage) -> JuryRoom:
    return JuryRoom(here.world, JURY, _read_entries(here), {"E002": here.people["colleague"]})


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """What is random is the same each time, in what follows."""
    source, patch = random.Random(seed), pytest.MonkeyPatch()
    patch.setattr(random, "_urandom", source.randbytes)
    yield
    patch.undo()


def decide(played: Played, known: frozenset[str]) -> None:
    """The season as it was, in which all secrets but the known ones are decided the other way; and what follows."""
    here, table = played.here, played.table
    put_back(table, played.before)
    for secret in SECRETS:
        with seeded(secret.what):
            (secret.one if secret.what in known else secret.other)(here)
    _follow(here, table, played.before)


def _follow(here: Stage, table: Place, before: Snapshot) -> None:
    """What follows from the table's stream, once all that was written has come to it."""
    after = photographed(table)
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    records = [
        {
            "eventID": f"{n}",
            "dynamodb": {
                "Keys": {"pk": {"S": key[0]}, "sk": {"S": key[1]}},
                **({"OldImage": before[key]} if key in before else {}),
                **({"NewImage": after[key]} if key in after else {}),
            },
        }
        for n, key in enumerate(changed)
    ]
    stream.handle(records, here.world.wiring)


def _known_by(reader: str) -> frozenset[str]:
    return frozenset(secret.what for secret in SECRETS if reader in secret.known_to)


ENTRIES = ("pushed", "listed", "nominated", "rolled", "correcting", "admitted", "unwanted", "proven:frozen")
JURIES = ("jury", "jury/next", "judged", "rolled")
EXPORTS = {
    "/calls/{call}/desks/{desk}/lists/{track}/export": ("county", "city", "dept"),
    "/calls/{call}/desks/{desk}/lists/{track}/reports/{n}/export": ("county/up", "dept"),
    "/calls/{call}/juries/{track}/{stage}/tally/export": ("judged", "jury"),
}


def questions() -> Iterator[tuple[str, str, str]]:
    """(method, path, on) of all that is read."""
    for endpoint in ENDPOINTS:
        if endpoint.method == "GET":
            for on in _things(endpoint.path):
                yield "GET", endpoint.path, on
    for path, places in EXPORTS.items():
        for on in places:
            yield "POST", path, on


def _things(path: str) -> Iterable[str]:
    if "{submission}" in path:
        return ENTRIES
    if "{desk}" in path:
        return DESKS
    if "{track}" in path:
        return JURIES
    if "{id}" in path:
        return ("@expert", "@owner", "@own")
    return ("", "judged", "expert") if "{call}" in path else ("",)


Answers = dict[tuple[str, str, str, str], str]


def answers(played: Played, readers: Iterable[str]) -> Answers:
    """All that is answered to readers, and logged of it."""
    found: Answers = {}
    for who in readers:
        for method, path, on in questions():
            act = prepared(played.here, method, path, on, who)
            with seeded(f"{method} {path}"), heard() as lines:
                reply = act()
            found[who, method, path, on] = "\n".join(
                [str(reply.status), _whole(played.bucket, reply, path, who), *lines]
            )
    return found


def _whole(bucket: Place, reply: Reply, path: str, who: str) -> str:
    """Headers, body, and the bytes of what a link leads to; but not until when the link is good."""
    text = json.dumps(dict(reply.headers), sort_keys=True) + reply.text
    if path.endswith("/progress") and "juries" in path and who in WATCHING:
        text = _without_seal(text)
    for key in re.findall(r"/(exports/[^?\"]+)\?", reply.text):
        text += _parts(bucket.client.get_object(Bucket=bucket.name, Key=key)["Body"].read())
    return re.sub(r"\?X-Amz[^\"]+|\?[^\"]*Signature[^\"]+", "", text)


def _parts(exported: bytes) -> str:
    """All that a file, archive or workbook holds, but when it was made."""
    if not zipfile.is_zipfile(io.BytesIO(exported)):
        return exported.hex()
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        names = [name for name in archive.namelist() if name != "docProps/core.xml"]
        return "".join(name + archive.read(name).hex() for name in names)


def _without_seal(text: str) -> str:
    """What sealing would fix is told by its digest, which whoever seals sends back; the sheets in it are salted."""
    return re.sub(r'"digest": ?"[0-9a-f]{64}"', "", text)


PASSING = ("time", "ms", "request", "Latency", "_aws", "calls")
"""What a line says of the moment and not of the season: which versions are the newest is looked up by the clock."""


@contextmanager
def heard() -> Iterator[list[str]]:
    """The lines that the product writes meanwhile."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = json.loads(telemetry.JsonFormatter("test").format(record))
            lines.append(json.dumps({k: v for k, v in line.items() if k not in PASSING}, sort_keys=True))

    ear = Ear()
    telemetry.log.addHandler(ear)
    try:
        yield lines
    finally:
        telemetry.log.removeHandler(ear)


def letters(here: Stage) -> Mapping[str, list[str]]:
    """The mails that leave, by reader."""
    sent: list[OutgoingMessage] = []
    now = here.world.clock.now
    here.world.clock.now = now + timedelta(days=1)
    outbox.send_due(here.world.tools, {"mail": sent.append}, lambda letter: None, ORIGIN)
    here.world.clock.now = now
    by_reader: dict[str, list[str]] = {}
    for one in sent:
        by_reader.setdefault(one.address.partition("@")[0], []).append(repr(one))
    return {who: sorted(known) for who, known in by_reader.items()}


def apart(one: str, other: str) -> tuple[str, str]:
    """Where two answers part, and what each goes on with."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[max(0, at - 60) : at + 60], other[max(0, at - 60) : at + 60]


def _groups() -> dict[frozenset[str], list[str]]:
    """Readers by what they may know."""
    groups: dict[frozenset[str], list[str]] = {}
    for reader in READERS:
        groups.setdefault(_known_by(reader), []).append(reader)
    return groups


@pytest.fixture(scope="module")
def one_season(played: Played) -> tuple[Answers, Mapping[str, list[str]]]:
    """What everybody gets in the season where all is decided one way."""
    decide(played, frozenset(secret.what for secret in SECRETS))
    return answers(played, READERS), letters(played.here)


@pytest.mark.parametrize("known", _groups(), ids=["+".join(readers[:2]) for readers in _groups().values()])
def test_who_may_not_know_of_it_gets_every_byte_alike(
    played: Played, one_season: tuple[Answers, Mapping[str, list[str]]], known: frozenset[str]
) -> None:
    readers = _groups()[known]
    decide(played, known)
    told, other = one_season[0], answers(played, readers)
    assert [(*asked, *apart(told[asked], got)) for asked, got in other.items() if told[asked] != got][:9] == []
    mails, others = one_season[1], letters(played.here)
    assert {who: mails.get(who) for who in readers} == {who: others.get(who) for who in readers}
