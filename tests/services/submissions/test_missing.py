"""What lists say is missing of a draft counts its answers and its files alike."""

import copy
from typing import Any

import pytest

from chalicelib.services.submissions import attachments
from tests.conftest import Place
from tests.factories import World, call, world
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
