"""What an account may have open at a time, and begin within an hour."""

from datetime import timedelta

import pytest

from chalicelib.domain import allowances
from chalicelib.domain.allowances import Allowance, OpenItem
from chalicelib.domain.errors import TooManyDrafts, TooManyRequests, TooManyUploads
from tests.factories import OPENS

SOON = OPENS + timedelta(minutes=20)
NONE = Allowance("a", "UPLOADS")


def uploads(n: int, of: str = "one", start: Allowance = NONE) -> Allowance:
    for i in range(n):
        start = start.with_upload(f"{of}-{i}", OpenItem(of, SOON), OPENS)
    return start


def drafts(n: int, start: Allowance = NONE) -> Allowance:
    for i in range(n):
        start = start.with_draft(f"d-{i}", 3, OPENS)
    return start


def test_an_entry_has_so_many_open_uploads_and_another_has_its_own() -> None:
    full = uploads(allowances.UPLOADS_OF_SUBJECT)
    with pytest.raises(TooManyUploads) as refusal:
        uploads(1, "one", full)
    assert refusal.value.details == {"most": allowances.UPLOADS_OF_SUBJECT}
    assert len(uploads(1, "two", full).open) == allowances.UPLOADS_OF_SUBJECT + 1


def test_an_account_has_so_many_open_uploads_over_all_entries() -> None:
    full = uploads(allowances.UPLOADS - allowances.UPLOADS_OF_SUBJECT, "two", uploads(allowances.UPLOADS_OF_SUBJECT))
    with pytest.raises(TooManyUploads) as refusal:
        uploads(1, "three", full)
    assert refusal.value.details == {"most": allowances.UPLOADS}


def test_an_upload_that_ended_by_itself_gives_its_place_back() -> None:
    full = uploads(allowances.UPLOADS_OF_SUBJECT)
    later = full.with_upload("new", OpenItem("one", SOON + timedelta(hours=1)), SOON)
    assert list(later.open) == ["new"]


def test_a_call_says_how_many_drafts_an_account_may_have() -> None:
    with pytest.raises(TooManyDrafts) as refusal:
        drafts(4)
    assert refusal.value.details == {"most": 3}


def test_so_many_are_begun_within_an_hour_even_if_each_is_finished() -> None:
    busy = Allowance("a", "DRAFTS#c", hour=f"{OPENS:%Y%m%d%H}", begun=allowances.DRAFTS_AN_HOUR)
    with pytest.raises(TooManyRequests) as refusal:
        busy.with_draft("d", 50, OPENS + timedelta(minutes=45))
    assert refusal.value.details == {"retry_after": 15 * 60 + 1}
    assert busy.with_draft("d", 50, OPENS + timedelta(hours=1)).begun == 1
