"""What an expert reads: assigned entries, blinded, once the marks are opened."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from chalicelib.domain.errors import NotFound
from chalicelib.domain.evaluation.panel import Recusal, Recusals
from chalicelib.domain.subjects import JuryId
from chalicelib.services.evaluation import reading
from chalicelib.storage import experts
from tests.conftest import Place
from tests.factories import DEPARTMENT, TRACK, World, complete, evaluated, world
from tests.services.evaluation.jury_room import JURY, JuryRoom, assigned_jury, open_jury

UNIT = complete()["unit_name"]


@pytest.fixture
def room(table_moto: Place) -> JuryRoom:
    return open_jury(world(table_moto, **evaluated()))


def read(room: JuryRoom, label: str, entry: str, revision: int | None = 1) -> reading.EntryView:
    return reading.read_entry(room.here.act(room.experts[label]), JURY, entry, revision)


def lists_of(room: JuryRoom, label: str) -> list[reading.ReadingList]:
    return reading.read_list(room.here.act(room.experts[label]))


def test_the_list_has_what_is_assigned_with_how_far_it_is(room: JuryRoom) -> None:
    first, second = room.entries
    room.save("E001", first, effect="8")
    room.submit("E001", second)
    [own] = lists_of(room, "E001")
    assert [(review.entry, review.state, card and card.name) for review, card in own.items] == [
        (first, "started", "第 1 条"),
        (second, "submitted", "第 2 条"),
    ]
    assert (own.label, own.is_open) == ("E001", True)
    assert [review.state for review, _ in lists_of(room, "E002")[0].items] == ["assigned", "assigned"]


def test_nothing_is_listed_or_read_before_the_opening(table_moto: Place) -> None:
    room = assigned_jury(world(table_moto, **evaluated()))
    assert lists_of(room, "E001") == []
    with pytest.raises(NotFound):
        read(room, "E001", room.entries[0])


def test_somebody_who_is_in_no_jury_reads_nothing(room: JuryRoom) -> None:
    stranger = room.here.act(room.here.expert("stranger"))
    assert reading.read_list(stranger) == []
    with pytest.raises(NotFound):
        reading.read_entry(stranger, JURY, room.entries[0], 1)


@pytest.mark.parametrize("jury", [JuryId("nil", TRACK, "written"), JURY._replace(track="x"), JURY._replace(stage="x")])
def test_a_jury_that_is_not_there_is_not_found(room: JuryRoom, jury: JuryId) -> None:
    with pytest.raises(NotFound):
        reading.read_entry(room.here.act(room.experts["E001"]), jury, room.entries[0], 1)


def test_an_expert_of_another_authority_reads_nothing(room: JuryRoom) -> None:
    who = room.experts["E001"]
    away = replace(who, caller=replace(who.caller, authority="elsewhere"))
    assert reading.read_list(room.here.act(away)) == []
    with pytest.raises(NotFound):
        reading.read_entry(room.here.act(away), JURY, room.entries[0], 1)


def test_an_entry_is_read_without_what_names_its_unit(room: JuryRoom) -> None:
    view = read(room, "E001", room.entries[0])
    assert view.name == "智慧供热0"
    assert view.answers["served"] == "128000"
    assert UNIT not in str(view.answers)
    assert view.hidden == ("unit_name",)
    assert view.opinions == ()


@pytest.mark.parametrize("revision", [None, 7])
def test_the_revision_that_was_assigned_is_read_whatever_the_address_says(room: JuryRoom, revision: int | None) -> None:
    assert read(room, "E001", room.entries[0], revision).revision.n == 1


def test_where_the_call_blinds_nothing_all_is_read_and_opinions_where_it_says_so(table_moto: Place) -> None:
    here = world(table_moto, **evaluated(blind="none", opinions=True))
    room = open_jury(here, entries=1)
    here.take(here.recommender(DEPARTMENT), JURY.submission(room.entries[0]), "recommend", rank=1, opinion="值得推广")
    view = read(room, "E001", room.entries[0])
    assert view.answers["unit_name"] == UNIT
    assert [one.text for one in view.opinions] == ["值得推广"]


def test_whoever_is_kept_from_an_entry_finds_it_no_more(room: JuryRoom) -> None:
    entry, other = room.entries
    named = Recusal("ruled", room.organiser.account.id, room.here.clock(), entry=f"{TRACK}.{entry}")
    kept = Recusals(room.account("E001"), JURY.call, (named,), 1)
    room.here.tools.table.write([experts.put_recusals(kept)])
    with pytest.raises(NotFound):
        read(room, "E001", entry)
    with pytest.raises(NotFound):
        room.save("E001", entry, effect="8")
    assert [review.entry for review, _ in lists_of(room, "E001")[0].items] == [other]
    assert read(room, "E002", entry).revision.n == 1


def test_a_file_that_the_call_does_not_say_to_be_blind_itself_is_hidden(table_moto: Place, bucket_moto: Place) -> None:
    room = open_jury(world(table_moto, bucket_moto, **evaluated()), entries=0)
    view = read(room, "E001", _entry_with_file(room.here, room))
    assert (view.files, "proof" in view.hidden) == ((), True)


def test_a_files_link_names_neither_the_unit_nor_the_file(table_moto: Place, bucket_moto: Place) -> None:
    declared = evaluated()
    [proof] = [one for one in declared["tracks"][0]["form"]["sections"][0]["fields"] if one["id"] == "proof"]
    proof["blind"] = "as_is"
    here = world(table_moto, bucket_moto, **declared)
    room = open_jury(here, entries=0)
    entry = _entry_with_file(here, room)
    who = here.act(room.experts["E001"])
    [file] = read(room, "E001", entry).files
    assert file.name == "附件 1.pdf"
    url = unquote(unquote(reading.link_file(who, (JURY, entry), file.id, 1, inline=True)))
    assert "filename*=UTF-8''附件 1.pdf" in url
    assert "热力" not in url
    with pytest.raises(NotFound):
        reading.link_file(who, (JURY, entry), "nothing", 1, inline=False)
    with pytest.raises(NotFound):
        reading.link_file(here.act(here.expert("stranger")), (JURY, entry), file.id, 1, inline=False)


def _entry_with_file(here: World, room: JuryRoom) -> str:
    from chalicelib.domain.evaluation.panel import Review
    from chalicelib.domain.submission import short_id
    from chalicelib.services.submissions import attachments
    from tests.web.stage import PDF

    owner = here.applicant()
    draft = here.draft(owner)
    ticket = attachments.begin(here.act(owner), draft, "proof", "泰山区热力公司证明.pdf", len(PDF))
    here.tools.objects.put(f"incoming/{draft}/{ticket.id}", PDF, "application/pdf")
    attachments.complete(here.change(owner), draft, ticket.id)
    here.take(owner, draft, "push", desk=DEPARTMENT)
    entry = short_id(draft)
    before = room.assignment("E001")
    room.put(replace(before, reviews=(Review(entry, 1),), v=before.v + 1))
    return entry
