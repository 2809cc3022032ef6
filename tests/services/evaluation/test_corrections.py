"""A correction: the organiser names fields, the owner corrects these and nothing else."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import Closed, Incomplete, Invalid, NotFound, RollNotReady, StepNotAllowed
from chalicelib.domain.states import ORGANISER, State
from chalicelib.services.evaluation import corrections, rolls
from chalicelib.services.submissions import attachments, drafts, reading
from tests.conftest import Place
from tests.factories import CITY, World, call, complete, evaluated, world
from tests.services.evaluation.rolling import JURY, check, freeze, nominated

PDF = b"%PDF-1.7 a proof"


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    return world(table_moto, bucket_moto, **evaluated())


def ask(here: World, entry: str, **asks: str) -> None:
    here.take(here.organiser(), entry, "ask_correction", reason="与附件不一致", asks=asks or {"served": "按附件填写"})


def correct(here: World, entry: str, **values: object) -> None:
    corrections.correct(here.change(here.applicant()), entry, values)


def attached(here: World, entry: str) -> str:
    """A proof that its owner has uploaded."""
    owner = here.applicant()
    ticket = attachments.begin(here.act(owner), entry, "proof", "证明.pdf", len(PDF))
    here.tools.objects.put(f"incoming/{entry}/{ticket.id}", PDF, "application/pdf")
    attachments.complete(here.change(owner), entry, ticket.id)
    return ticket.id


def test_what_is_asked_opens_the_named_fields_for_the_hours_of_the_call(here: World) -> None:
    (entry,) = nominated(here)
    ask(here, entry)
    head, owner = here.head(entry), here.applicant()
    assert (head.correctable, head.correcting_until) == (("served",), here.clock.now + timedelta(hours=48))
    shown = reading.show(here.act(owner), entry)
    assert "correct" in shown.can
    assert shown.returned is not None
    assert (shown.returned.reason, shown.returned.asks, shown.returned.desk) == (
        "与附件不一致",
        {"served": "按附件填写"},
        ORGANISER,
    )
    assert "correct" not in reading.show(here.act(here.organiser()), entry).can


@pytest.mark.parametrize(("reason", "asks"), [(" ", {"served": ""}), ("x", {}), ("x", {"nothing": ""})])
def test_asking_needs_a_reason_and_fields_of_the_form(here: World, reason: str, asks: dict[str, str]) -> None:
    (entry,) = nominated(here)
    with pytest.raises(Invalid):
        here.take(here.organiser(), entry, "ask_correction", reason=reason, asks=asks)


def test_a_correction_is_a_revision_more_on_the_same_place(here: World) -> None:
    (entry,) = nominated(here)
    before = here.head(entry)
    ask(here, entry)
    correct(here, entry, served="130000")
    head = here.head(entry)
    assert (head.revision, head.correctable, head.correcting_until) == (2, (), None)
    assert (head.state, head.desk, head.came, head.place, head.filing_no, head.pushed_at, head.since) == (
        State.NOMINATED,
        ORGANISER,
        before.came,
        before.place,
        before.filing_no,
        before.pushed_at,
        before.since,
    )
    for who in (here.applicant(), here.organiser(), here.recommender(CITY)):
        changed = reading.differences(here.act(who), entry, 1, 2)
        assert [(c.change.field, c.change.old, c.change.new, c.request) for c in changed] == [
            ("served", "128000", "130000", "按附件填写")
        ]
    assert reading.show(here.act(here.organiser()), entry).answers["served"] == "130000"
    history, whole = reading.read_history(here.act(here.organiser()), entry)
    assert ([e.event.step for e in history][-2:], whole) == (["ask_correction", "correct"], True)
    assert history[-1].event.facts["fields"] == ["served"]


def test_only_named_fields_can_be_corrected(here: World) -> None:
    (entry,) = nominated(here)
    ask(here, entry)
    for values in ({"effect": "改写了别的内容。"}, {"served": "1", "name": "改名"}, {"unknown": "x"}):
        with pytest.raises(Invalid) as refused:
            correct(here, entry, **values)
        assert refused.value.details["errors"][0]["code"] == "not_correctable"
    with pytest.raises(Invalid) as refused:
        correct(here, entry, served="128000")
    assert refused.value.details["errors"][0]["code"] == "nothing_changed"
    assert here.head(entry).revision == 1


def test_a_correction_is_complete_by_the_form(here: World) -> None:
    (entry,) = nominated(here)
    ask(here, entry)
    for value in (None, "很多", "99999999"):
        with pytest.raises(Incomplete) as refused:
            correct(here, entry, served=value)
        assert [e["field"] for e in refused.value.details["errors"]] == ["served"]


def test_a_correction_goes_by_the_form_that_the_entry_was_pushed_under(here: World) -> None:
    (entry,) = nominated(here)
    made = evaluated()
    form = made["tracks"][0]["form"]
    more = {"id": "later", "type": "text", "min": 1, "max": 9, "label": {"zh": "x"}, "required": True}
    fields = [*form["sections"][0]["fields"], more]
    newer = {**form, "version": 2, "sections": [{**form["sections"][0], "fields": fields}]}
    tracks = [{**made["tracks"][0], "form": newer}]
    here.tools.calls.publish(call(**{**made, "tracks": tracks}, version=2))
    with pytest.raises(Invalid):
        ask(here, entry, later="")
    ask(here, entry)
    correct(here, entry, served="130000")
    assert reading.read_revision(here.act(here.organiser()), entry, 2).version == 1


def test_time_ends(here: World) -> None:
    (entry,) = nominated(here)
    ask(here, entry)
    here.clock.move(hours=48)
    correct(here, entry, served="130000")
    ask(here, entry)
    here.clock.move(hours=48, seconds=1)
    with pytest.raises(Closed) as refused:
        correct(here, entry, served="140000")
    assert refused.value.details == {"which": "correction", "closed_at": here.head(entry).correcting_until}
    assert "correct" not in reading.show(here.act(here.applicant()), entry).can


def test_nobody_else_corrects_and_nothing_unasked_is_corrected(here: World) -> None:
    (entry,) = nominated(here)
    with pytest.raises(StepNotAllowed):
        correct(here, entry, served="1")
    ask(here, entry)
    for who in (here.organiser(), here.recommender(CITY), here.applicant("neighbour")):
        with pytest.raises(NotFound):
            corrections.correct(here.change(who), entry, {"served": "1"})


def test_the_same_request_sent_again_corrects_once(here: World) -> None:
    (entry,) = nominated(here)
    ask(here, entry)
    request = here.request(here.applicant())
    for _ in range(2):
        head = corrections.correct(here.act(here.applicant(), request), entry, {"served": "130000"})
        assert head.revision == 2


def test_a_draft_save_never_reaches_what_is_corrected(here: World) -> None:
    (entry,) = nominated(here)
    ask(here, entry)
    with pytest.raises(StepNotAllowed):
        drafts.save(here.act(here.applicant()), entry, complete("改名"), 1, here.etag(entry))


def test_files_of_a_named_field_come_and_go_and_count_with_the_correction(here: World) -> None:
    owner = here.applicant()
    (entry,) = nominated(here)
    with pytest.raises(StepNotAllowed):
        attached(here, entry)
    ask(here, entry, proof="请补充盖章件")
    added = attached(here, entry)
    head = here.head(entry)
    assert head.lacking == 0
    assert [f.id for f in reading.show(here.act(owner), entry).files] == [added]
    assert reading.show(here.act(here.organiser()), entry).files == ()
    correct(here, entry)
    assert [f.id for f in reading.show(here.act(here.organiser()), entry).files] == [added]
    with pytest.raises(StepNotAllowed):
        attachments.delete(here.change(owner), entry, added)


def test_files_that_were_never_corrected_stay_out_of_a_later_correction(here: World) -> None:
    (entry,) = nominated(here)
    ask(here, entry, proof="")
    attached(here, entry)
    here.clock.move(hours=49)
    ask(here, entry)
    correct(here, entry, served="130000")
    assert reading.show(here.act(here.organiser()), entry).files == ()


def test_what_is_corrected_is_checked_again(here: World) -> None:
    (entry,) = nominated(here)
    check(here, [entry])
    ask(here, entry)
    correct(here, entry, served="130000")
    (figures,) = rolls.summarise(here.act(here.organiser()), JURY).lists
    assert (figures.unchecked, figures.correcting) == (1, 0)
    with pytest.raises(RollNotReady):
        freeze(here)
    check(here, [entry])
    assert freeze(here).roll == 1


def test_a_correction_after_the_roll_is_frozen_is_refused(here: World) -> None:
    (entry,) = nominated(here)
    check(here, [entry])
    ask(here, entry)
    here.clock.move(hours=49)
    freeze(here)
    here.clock.move(hours=-2)
    with pytest.raises(StepNotAllowed):
        correct(here, entry, served="130000")


def test_a_return_ends_what_was_to_be_corrected(here: World) -> None:
    (entry,) = nominated(here)
    ask(here, entry)
    here.take(here.organiser(), entry, "return", reason="改得太多")
    assert (here.head(entry).correctable, here.head(entry).correcting_until) == ((), None)
