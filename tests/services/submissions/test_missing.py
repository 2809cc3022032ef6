"""What lists say is missing of a draft counts its answers and its files alike."""

import copy
from typing import Any

import pytest

from chalicelib.services.submissions import attachments, drafts, reading
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Delete
from tests.conftest import Place
from tests.factories import World, call, complete, world
from tests.services.submissions.test_attachments import PDF, send


def with_required_proof() -> list[dict[str, Any]]:
    """The test call's tracks, with a proof that must be attached."""
    tracks = copy.deepcopy(call()["tracks"])
    for track in tracks:
        for field in track["form"]["sections"][0]["fields"]:
            if field["id"] == "proof":
                field |= {"required": True, "min": 1}
    return tracks


@pytest.fixture
def here(table_local: Place, bucket_ministack: Place) -> World:
    return world(table_local, bucket_ministack, tracks=with_required_proof())


@pytest.mark.engine
def test_a_required_file_is_missing_until_it_has_been_completed(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    assert (here.head(entry).missing, here.head(entry).progress) == (1, 99)
    ticket = attachments.begin(here.act(owner), entry, "proof", "证明.pdf", len(PDF))
    send(ticket, PDF)
    attachments.complete(here.change(owner), entry, ticket.id)
    assert (here.head(entry).missing, here.head(entry).progress) == (0, 100)

    here.save(owner, entry, {"name": "只剩名称"})
    assert here.head(entry).missing == 2

    attachments.delete(here.change(owner), entry, ticket.id)
    assert here.head(entry).missing == 3


def test_lists_count_by_the_newest_form_without_waiting_for_a_save(table_moto: Place) -> None:
    here = world(table_moto)
    owner = here.applicant()
    entry = here.draft(owner)
    tracks = with_required_proof()
    fields = tracks[0]["form"]["sections"][0]["fields"]
    fields.append({"id": "more", "type": "text", "label": {"zh": "补充"}, "required": True})
    here.tools.calls.publish(call(tracks=tracks))

    [listed] = drafts.read_own(here.act(owner), None).heads
    shown = reading.show(here.act(owner), entry).head
    for head in (listed, shown):
        assert (head.missing, head.progress, head.card.version) == (2, 80, 2)
    assert here.head(entry).missing == 0


def test_a_list_is_read_in_one_trip_once_its_drafts_were_saved_by_the_newest_form(table_moto: Place) -> None:
    here = world(table_moto)
    owner = here.applicant()
    entry = here.draft(owner)
    here.tools.calls.publish(call(grace_minutes=1))
    drafts.save(here.act(owner), entry, complete("改过"), 2, here.etag(entry))
    assert here.head(entry).card.version == 2
    assert drafts.read_own(here.act(owner), None).heads == [here.head(entry)]


def test_a_draft_that_was_deleted_while_the_index_lagged_does_no_harm(table_moto: Place) -> None:
    here = world(table_moto)
    owner = here.applicant()
    entry = here.draft(owner)
    here.tools.calls.publish(call(grace_minutes=1))
    here.tools.table.write([Delete(keys.answers(entry))])
    assert [head.id for head in drafts.read_own(here.act(owner), None).heads] == [entry]
