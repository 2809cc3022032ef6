"""Bounds of what one account may begin: each refusal says which, and what is finished gives its place back."""

import pytest

from chalicelib.domain import allowances
from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import TooManyDrafts, TooManyUploads
from chalicelib.domain.workflow.commands import DeleteDraft
from chalicelib.services.submissions import attachments, drafts, steps
from tests.conftest import Place
from tests.factories import CALL, COUNTY, TRACK, World, tracks, world

PDF = b"%PDF-1.7 a proof"
MOST = 3


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    return world(table_moto, bucket_moto, drafts=MOST, tracks=tracks(TRACK, "unit"))


def start(here: World, who: SignedIn, track: str = TRACK) -> str:
    return drafts.start(here.change(who), CALL, track, None).id


def begin(here: World, who: SignedIn, entry: str) -> str:
    ticket = attachments.begin(here.act(who), entry, "proof", "证明.pdf", len(PDF))
    here.tools.objects.put(f"incoming/{entry}/{ticket.id}", PDF, "application/pdf")
    return ticket.id


def test_an_account_has_as_many_drafts_as_its_call_says_and_another_its_own(here: World) -> None:
    owner = here.applicant()
    for track in (TRACK, "unit", TRACK):
        start(here, owner, track)
    with pytest.raises(TooManyDrafts) as refusal:
        start(here, owner)
    assert refusal.value.details == {"most": MOST}
    start(here, here.applicant("another"))


def test_a_draft_that_is_pushed_or_deleted_gives_its_place_back(here: World) -> None:
    owner = here.applicant()
    pushed, deleted, _ = (here.draft(owner) for _ in range(MOST))
    here.take(owner, pushed, "push", desk=COUNTY)
    start(here, owner)
    steps.settle(here.change(owner), deleted, DeleteDraft())
    start(here, owner)
    with pytest.raises(TooManyDrafts):
        start(here, owner)


def test_an_entry_that_comes_back_is_no_draft(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    here.take(here.recommender(COUNTY), entry, "return", reason="请补充")
    for _ in range(MOST):
        start(here, owner)
    here.take(owner, entry, "push", desk=COUNTY)
    with pytest.raises(TooManyDrafts):
        start(here, owner)


def test_uploads_that_are_not_completed_are_bounded_and_each_that_is_gives_its_place_back(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowances, "UPLOADS_OF_SUBJECT", 2)
    owner = here.applicant()
    entry = here.draft(owner)
    first, second = begin(here, owner, entry), begin(here, owner, entry)
    with pytest.raises(TooManyUploads) as refusal:
        begin(here, owner, entry)
    assert refusal.value.details == {"most": 2}
    attachments.complete(here.change(owner), entry, first)
    third = begin(here, owner, entry)
    with pytest.raises(TooManyUploads):
        begin(here, owner, entry)
    here.clock.move(minutes=21)
    assert begin(here, owner, entry) not in (second, third)


def test_an_upload_that_was_refused_gives_its_place_back(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "UPLOADS_OF_SUBJECT", 1)
    owner = here.applicant()
    entry = here.draft(owner)
    wrong = begin(here, owner, entry)
    here.tools.objects.put(f"incoming/{entry}/{wrong}", b"no PDF at all!!!", "application/pdf")
    with pytest.raises(Exception, match="upload_wrong"):
        attachments.complete(here.change(owner), entry, wrong)
    begin(here, owner, entry)
