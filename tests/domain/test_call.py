"""A call as it was published, its calendar, and the same season moved to other days."""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from chalicelib.domain.call import (
    AccountRules,
    Authority,
    Calendar,
    CalendarEntry,
    Call,
    Contact,
    Criterion,
    Desk,
    Level,
    Quota,
    RegistrationForm,
    Template,
    Track,
    in_language,
    iso,
    moment,
    shifted,
)
from chalicelib.domain.channels import ChannelSettings
from tests.factories import CITY, COUNTY, TRACK, call, form

AT = {"zh": "x"}
PUBLISHED: dict[str, Any] = {
    "id": "prize",
    "version": "3",
    "names": {"zh": "名"},
    "title": {"zh": "题"},
    "lead": {"zh": "引"},
    "authority": {"id": "shandong", "names": {"zh": "局"}, "icp": "鲁ICP备1号"},
    "languages": ["zh", "en"],
    "zone": "Asia/Shanghai",
    "region": "37",
    "levels": [{"id": "city", "names": AT, "receives": "region", "parent": None}],
    "calendar": {
        "filing_opens": "2021-10-20T08:00:00+08:00",
        "filing_closes": "2021-11-15T23:59:00+08:00",
        "recommending": {"city": "2021-11-20T10:00:00+00:00"},
        "stages": [
            {"id": "review", "label": AT, "opens": None, "closes": "2021-12-01T00:00:00Z"},
            {"id": "notice", "label": AT, "opens": "2021-12-02T00:00:00Z", "closes": "2021-12-09T00:00:00Z"},
        ],
    },
    "grace_minutes": 15,
    "resubmit_days": 3,
    "withdrawal": True,
    "drafts": 20,
    "registration": {"phone": "any", "nickname": False},
    "messages": {"channels": ["webhook", "mail"], "gather_minutes": 5},
    "accounts": {"reset_by": "organiser"},
    "tracks": [
        {
            "id": "unit",
            "names": AT,
            "eligibility": AT,
            "selects": 20,
            "quotas": {"city": {"places": 2, "over": "warn", "slack": 1}},
            "landing": None,
            "category_field": "kind",
            "criteria": [{"id": "effect", "names": AT}],
            "form": {"sections": []},
        }
    ],
    "desks": [{"code": "3701", "names": AT, "level": "city", "parent": None, "region": "370100"}],
    "contacts": [{"role": AT, "phone": "0531", "hours": AT}],
    "notice": {"zh": "通知"},
    "files": [{"name": "pledge", "label": AT, "text": AT}],
    "note": {"zh": "注"},
}
OPENS = datetime(2021, 10, 20, tzinfo=UTC)
CLOSES = datetime(2021, 11, 15, 15, 59, tzinfo=UTC)
REPORTS = datetime(2021, 11, 20, 10, tzinfo=UTC)
REVIEW = CalendarEntry("review", AT, None, datetime(2021, 12, 1, tzinfo=UTC))
NOTICE = CalendarEntry("notice", AT, datetime(2021, 12, 2, tzinfo=UTC), datetime(2021, 12, 9, tzinfo=UTC))
CALENDAR = Calendar(OPENS, CLOSES, {"city": REPORTS}, (REVIEW, NOTICE))


NEWER = {"drafts", "registration", "messages", "accounts"}
"""Keys that earlier versions do not have."""


def test_a_published_call_is_read_as_it_was_written() -> None:
    quotas = {"city": Quota(2, "warn", 1)}
    criteria = (Criterion("effect", AT),)
    assert Call.from_dict(PUBLISHED) == Call(
        id="prize",
        version=3,
        names={"zh": "名"},
        title={"zh": "题"},
        lead={"zh": "引"},
        authority=Authority("shandong", {"zh": "局"}, "鲁ICP备1号"),
        languages=("zh", "en"),
        zone="Asia/Shanghai",
        region="37",
        levels={"city": Level("city", AT, "region", None)},
        calendar=CALENDAR,
        grace=timedelta(minutes=15),
        resubmit_days=3,
        withdrawal=True,
        drafts=20,
        registration=RegistrationForm("any", "region", True, False, {}),
        outgoing=ChannelSettings(("mail", "webhook"), timedelta(minutes=5)),
        accounts=AccountRules("organiser"),
        tracks={"unit": Track("unit", AT, AT, 20, quotas, None, "kind", criteria, {"sections": []})},
        desks={"3701": Desk("3701", AT, "city", None, "370100")},
        contacts=(Contact(AT, "0531", AT),),
        notice={"zh": "通知"},
        files=(Template("pledge", AT, AT),),
        note={"zh": "注"},
    )


def test_a_version_published_before_registration_was_asked_for_asks_as_annex_2_does() -> None:
    before = {key: value for key, value in PUBLISHED.items() if key not in NEWER}
    read = Call.from_dict(before)
    assert read.registration == RegistrationForm("mobile", "region", True, True, {})
    assert read.outgoing == ChannelSettings((), timedelta(minutes=30))
    assert read.accounts == AccountRules("desk")


@pytest.mark.parametrize("key", sorted(PUBLISHED.keys() - NEWER))
def test_a_version_without_one_of_its_keys_is_no_call(key: str) -> None:
    with pytest.raises(KeyError):
        Call.from_dict({name: value for name, value in PUBLISHED.items() if name != key})


def test_tracks_and_desks_are_found_by_their_ids() -> None:
    read = Call.from_dict(call())
    assert (read.track(TRACK).id, read.desk(CITY).code) == (TRACK, CITY)
    for find in (read.track, read.desk):
        with pytest.raises(KeyError):
            find("none such")


def test_a_tracks_form_is_read_from_its_description() -> None:
    parsed = Call.from_dict(call()).track(TRACK).parsed
    assert [field.id for field in parsed.fields] == [field["id"] for field in form()["sections"][0]["fields"]]


def test_a_list_holds_its_quota_and_the_slack_of_a_call_that_warns() -> None:
    assert (Quota(2, "refuse", 5).ceiling, Quota(2, "warn", 5).ceiling) == (2, 7)


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (OPENS - SECOND, "before"),
        (OPENS, "filing"),
        (CLOSES, "filing"),
        (CLOSES + SECOND, "recommending"),
        (REPORTS, "recommending"),
        (REPORTS + SECOND, "review"),
        (REVIEW.closes, "review"),
        (REVIEW.closes + SECOND, "notice"),
        (NOTICE.closes, "notice"),
        (NOTICE.closes + SECOND, "over"),
    ],
)
def test_a_season_is_in_one_stage_at_a_time(now: datetime, stage: str) -> None:
    assert CALENDAR.stage(now) == stage


def test_recommending_goes_on_until_the_last_level_has_reported() -> None:
    later = Calendar(OPENS, CLOSES, {"county": REPORTS, "city": REPORTS + SECOND}, (REVIEW,))
    assert later.stage(REPORTS + SECOND) == "recommending"


def test_a_season_is_moved_as_a_whole_and_says_so() -> None:
    note = {"zh": "日程已移动"}
    moved = shifted(PUBLISHED, timedelta(days=1, seconds=1), note)
    assert moved == {
        **PUBLISHED,
        "note": note,
        "calendar": {
            "filing_opens": "2021-10-21T00:00:01Z",
            "filing_closes": "2021-11-16T15:59:01Z",
            "recommending": {"city": "2021-11-21T10:00:01Z"},
            "stages": [
                {"id": "review", "label": AT, "opens": None, "closes": "2021-12-02T00:00:01Z"},
                {
                    "id": "notice",
                    "label": AT,
                    "opens": "2021-12-03T00:00:01Z",
                    "closes": "2021-12-10T00:00:01Z",
                },
            ],
        },
    }


def test_the_stages_of_an_evaluation_move_with_the_season() -> None:
    stages = [
        {"id": "written", "closes": "2021-11-21T18:00:00+08:00"},
        {"id": "meeting", "closes": "2021-11-23T10:00:00Z"},
    ]
    published = {**PUBLISHED, "tracks": [{**PUBLISHED["tracks"][0], "stages": stages}]}
    moved = shifted(published, timedelta(days=1, seconds=1), AT)
    assert moved["tracks"] == [
        {
            **PUBLISHED["tracks"][0],
            "stages": [
                {"id": "written", "closes": "2021-11-22T10:00:01Z"},
                {"id": "meeting", "closes": "2021-11-24T10:00:01Z"},
            ],
        }
    ]


def test_a_moment_has_an_offset_and_is_written_in_utc_to_the_second() -> None:
    at = moment("2021-11-15T23:59:30.500+08:00")
    assert at == datetime(2021, 11, 15, 23, 59, 30, 500000, timezone(timedelta(hours=8)))
    assert iso(at) == "2021-11-15T15:59:30Z"
    with pytest.raises(ValueError, match=r"^2021-11-15T23:59:30 has no offset$"):
        moment("2021-11-15T23:59:30")


def test_a_moment_is_written_in_utc_whatever_the_machines_own_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        written = iso(CLOSES)
    time.tzset()
    assert written == "2021-11-15T15:59:00Z"


def test_a_text_is_in_the_language_asked_for_or_in_the_nearest_it_has() -> None:
    words = {"zh": "题", "en": "Title"}
    nearest = {language: in_language(words, language) for language in ("en", "zh", "zh-Hant", "fr")}
    assert nearest == {"en": "Title", "zh": "题", "zh-Hant": "题", "fr": "Title"}
    assert [in_language({"fr": "Titre"}, language) for language in ("en", "zh")] == ["Titre", "Titre"]
    assert in_language({}, "zh") == ""


def test_desks_report_to_the_desk_above_or_to_the_organiser() -> None:
    read = Call.from_dict(call())
    assert (read.desk(COUNTY).parent, read.desk(CITY).parent) == (CITY, None)
