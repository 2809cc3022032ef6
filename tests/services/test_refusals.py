"""What is refused before anything is read or written: names of nothing, other people's places, empty reasons."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Login
from chalicelib.domain.allowances import Allowance
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Busy, Forbidden, Invalid, LaurelError, NotFound, Stale, Unauthenticated
from chalicelib.domain.states import State
from chalicelib.domain.subjects import ListId
from chalicelib.services import calls, deadlines
from chalicelib.services.accounts import issued_accounts, own
from chalicelib.services.context import Act
from chalicelib.services.deadlines import MoreTime
from chalicelib.services.desks import inbox, progress, settings
from chalicelib.services.lists import ranking, scans, sheets
from chalicelib.services.messages import preferences
from chalicelib.services.submissions import drafts, reading
from chalicelib.services.uploads import uploads
from chalicelib.services.uploads.uploads import DeclaredFile
from chalicelib.storage import accounts
from chalicelib.storage.engine.table import Put
from tests.conftest import Place
from tests.factories import CALL, CITY, CLOSES, COUNTY, OPENS, OTHER_COUNTY, TRACK, World, call, world
from tests.services.accounts.people import VISITOR

Attempt = Callable[[World], object]
LIST = ListId(CALL, COUNTY, TRACK)


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto)


def county(here: World) -> Act:
    return here.change(here.recommender(COUNTY))


def organiser(here: World) -> Act:
    return here.change(here.organiser())


def applicant(here: World) -> Act:
    return here.change(here.applicant())


def more(**changes: Any) -> MoreTime:
    return MoreTime(**{"which": "filing", "desk": None, "until": CLOSES, "reason": "系统故障", **changes})


def pushed_at(here: World, desk: str, track: str = TRACK) -> object:
    return inbox.read_page(county(here), (CALL, desk, track), State.PUSHED, None, 9)


NAMES_OF_NOTHING: dict[str, Attempt] = {
    "a form of another track": lambda here: calls.form(here.tools, CALL, 1, "nope"),
    "a form of another version": lambda here: calls.form(here.tools, CALL, 9, TRACK),
    "a draft of another track": lambda here: drafts.start(applicant(here), CALL, "nope", None),
    "a draft of another call": lambda here: drafts.start(applicant(here), "nope", TRACK, None),
    "an inbox of another track": lambda here: inbox.read_page(
        county(here), (CALL, COUNTY, "nope"), State.PUSHED, None, 9
    ),
    "an inbox of another desk": lambda here: inbox.read_page(
        county(here), (CALL, "nope", TRACK), State.PUSHED, None, 9
    ),
    "a list of another track": lambda here: ranking.read(county(here), replace_track(LIST, "nope")),
    "a list of another desk": lambda here: ranking.read(organiser(here), ListId(CALL, "nope", TRACK)),
    "a version that was never reported": lambda here: ranking.read_report(county(here), LIST, 1),
    "a scan of a version that was never reported": lambda here: scans.begin(county(here), LIST, 1, "扫描.pdf", 9),
    "a sheet of another desk": lambda here: sheets.must_be_own(county(here), ListId(CALL, "nope", TRACK)),
    "a desk's progress": lambda here: progress.read(organiser(here), CALL, "nope"),
    "a desk's settings": lambda here: settings.read(organiser(here), CALL, "nope"),
    "an entry by what is no filing number": lambda here: reading.find_by_number(county(here), "370902-1"),
    "an entry by a filing number that nobody has": lambda here: reading.find_by_number(county(here), "SD21-CJ-0001-9"),
    "an account that is gone": lambda here: own.read(here.tools, "a-nobody"),
}
NOT_ONES_OWN: dict[str, Attempt] = {
    "another desk's inbox": lambda here: pushed_at(here, CITY),
    "all desks' progress": lambda here: progress.read(county(here), CALL, None),
    "another desk's progress": lambda here: progress.read(county(here), CALL, OTHER_COUNTY),
    "another desk's sheet": lambda here: sheets.must_be_own(county(here), ListId(CALL, CITY, TRACK)),
    "another desk's scan": lambda here: scans.begin(county(here), ListId(CALL, CITY, TRACK), 1, "扫描.pdf", 9),
}
WRONG_VALUES: dict[str, tuple[str, str, Attempt]] = {
    "a role that there is not": (
        "/query/role",
        "not_an_option",
        lambda here: issued_accounts.read_page(organiser(here), CALL, "king", None, None),
    ),
    "accounts of a desk that there is not": (
        "/query/desk",
        "not_an_option",
        lambda here: issued_accounts.read_page(organiser(here), CALL, Role.RECOMMENDER, "nope", None),
    ),
    "time for a desk that there is not": (
        "/desk",
        "not_an_option",
        lambda here: deadlines.extend(organiser(here), CALL, more(desk="nope")),
    ),
    "time without a reason": (
        "/reason",
        "required",
        lambda here: deadlines.extend(organiser(here), CALL, more(reason=" ")),
    ),
    "a desk's date after the call's": (
        "/filing_closes",
        "too_late",
        lambda here: settings.save(county(here), CALL, DeskSettings(COUNTY, filing_closes=CLOSES + timedelta(1)), "0"),
    ),
    "a desk's date before the call's": (
        "/filing_closes",
        "too_early",
        lambda here: settings.save(county(here), CALL, DeskSettings(COUNTY, filing_closes=OPENS - timedelta(1)), "0"),
    ),
    "no address": ("/mail", "required", lambda here: preferences.request_code(applicant(here), "mail", " ")),
    "half an address": ("/mail", "bad_email", lambda here: preferences.request_code(applicant(here), "mail", "wang@")),
    "a file over its size": (
        "/size",
        "too_large",
        lambda here: uploads.begin(
            applicant(here), "s", DeclaredFile("proof", "证明.pdf", 11, "pdf", 10), Allowance("a", "UPLOADS")
        ),
    ),
}


def replace_track(list_id: ListId, track: str) -> ListId:
    return ListId(list_id.call, list_id.desk, track)


@pytest.mark.parametrize("name", NAMES_OF_NOTHING)
def test_what_names_nothing_is_not_found(here: World, name: str) -> None:
    with pytest.raises(NotFound):
        NAMES_OF_NOTHING[name](here)


@pytest.mark.parametrize("name", NOT_ONES_OWN)
def test_what_is_somebody_elses_is_refused(here: World, name: str) -> None:
    with pytest.raises(Forbidden):
        NOT_ONES_OWN[name](here)


@pytest.mark.parametrize("name", WRONG_VALUES)
def test_a_wrong_value_is_named_at_its_field(here: World, name: str) -> None:
    pointer, code, attempt = WRONG_VALUES[name]
    with pytest.raises(Invalid) as refused:
        attempt(here)
    [error] = refused.value.details["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_a_copy_stays_in_its_track(table_moto: Place) -> None:
    here = world(table_moto, tracks=[{**call()["tracks"][0], "id": id} for id in (TRACK, "product")])
    owner = here.applicant()
    entry = here.draft(owner)
    with pytest.raises(Invalid) as refused:
        drafts.start(here.change(owner), CALL, "product", entry)
    assert refused.value.details["errors"][0]["code"] == "other_track"


def test_a_save_over_another_ones_answers_is_stale(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    before = here.etag(entry)
    here.save(owner, entry, {"name": "第一台电脑"})
    with pytest.raises(Stale) as refused:
        drafts.save(here.act(owner), entry, {"name": "第二台电脑"}, 1, before)
    assert refused.value.details["current"]["answers"] == {"name": "第一台电脑"}


def test_an_account_without_its_login_gets_no_password(here: World) -> None:
    lost = here.applicant("lost")
    here.tools.table.write([Put(accounts.account_item(lost.account))])
    with pytest.raises(NotFound):
        issued_accounts.issue_one_time_password(organiser(here), lost.account.id)
    with pytest.raises(NotFound):
        own.change_password(here.change(lost), "a", "b", "b", VISITOR)


def test_a_disabled_account_gets_no_password(here: World) -> None:
    gone = here.applicant("gone")
    disabled = replace(gone.account, disabled=True)
    login = Login(gone.account.login, gone.account.id)
    here.tools.table.write([Put(accounts.account_item(disabled)), Put(accounts.login_item(login))])
    with pytest.raises(Forbidden):
        issued_accounts.issue_one_time_password(organiser(here), gone.account.id)


def test_calls_that_are_over_come_last(here: World) -> None:
    later = {**call()["calendar"], "filing_closes": (CLOSES + timedelta(days=9)).isoformat()}
    here.tools.calls.publish(call(id="later-2021", calendar=later))
    here.tools.calls.publish(call(id="much-later-2021", calendar={**later, "filing_opens": CLOSES.isoformat()}))
    order = lambda: [season.call.id for season in calls.seasons(here.tools)]  # noqa: E731
    assert order() == [CALL, "later-2021", "much-later-2021"]
    here.clock.now = CLOSES + timedelta(days=1)
    assert order() == ["later-2021", "much-later-2021", CALL]


def test_nobody_acts_without_a_caller(here: World) -> None:
    with pytest.raises(Unauthenticated):
        _ = Act(here.tools).caller
    with pytest.raises(RuntimeError):
        _ = here.act(here.applicant()).request


def test_what_never_comes_to_rest_is_busy() -> None:
    from chalicelib.services.context import retry
    from chalicelib.storage.engine.table import Conflict

    def attempt() -> None:
        raise Conflict()

    with pytest.raises(Busy) as refused:
        retry(attempt)
    assert isinstance(refused.value, LaurelError)
