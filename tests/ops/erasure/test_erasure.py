"""`ops erase` and `ops purge`: said first, then done, and the stage is clean after it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.submission import State
from chalicelib.storage import accounts, keys, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put
from ops.__main__ import main
from ops.cli import Stop
from ops.erasure.account_erasure import closed_in, erase, find, open_again, preview
from ops.erasure.draft_purge import purge, spent
from ops.integrity.recount import recount
from ops.integrity.verification import verify
from tests.conftest import settings_of
from tests.factories import CALL, CLOSES, COUNTY, World, call
from tests.ops.conftest import Kept
from tests.ops.season import attach

Ops = Callable[..., tuple[int, str]]
OVER = CLOSES + timedelta(days=3)


def with_login(season: Kept) -> str:
    """The owner of the season's entries, with a login and a message."""
    season.here.cookie(season.here.applicant())
    return "applicant"


def kept_keys(season: Kept) -> list[str]:
    found = season.bucket.client.list_object_versions(Bucket=season.bucket.name, Prefix="kept/")
    return [one["Key"] for one in found.get("Versions", [])]


def test_it_says_first_what_would_go_and_changes_nothing(season: Kept) -> None:
    login = with_login(season)
    tools, before = season.data.tools, season.table.client.scan(TableName=season.table.name)["Count"]
    lines = "\n".join(preview(tools, find(tools, login)))
    assert "goes    session, 1" in lines
    assert "drafts that were never pushed, 1, with 0 files" in lines
    assert "entries, 1" in lines
    assert lines.count("HELD") == 3
    assert season.table.client.scan(TableName=season.table.name)["Count"] == before


def test_an_account_with_entries_on_their_way_is_not_erased(season: Kept) -> None:
    tools, login = season.data.tools, with_login(season)
    with pytest.raises(Stop, match="3 entries are on their way"):
        erase(tools, find(tools, login))
    assert find(tools, login).closed_at is None


def test_a_stage_is_clean_after_an_erasure_and_it_can_be_run_again(season: Kept) -> None:
    tools, login = season.data.tools, with_login(season)
    account = find(tools, login)
    draft = season.here.draft(season.here.applicant(), "带附件的草稿")
    attach(season.here, season.bucket, season.here.applicant(), draft)
    season.here.clock.now = OVER
    assert erase(tools, account) == []
    assert [key for key in kept_keys(season) if draft in key] == []
    assert fetch(tools.table, accounts.erasable(account.id)) == []
    recount(season.data)
    verdict = verify(season.data, deep=True)
    assert verdict.faults == {}
    assert erase(tools, find(tools, account.id)) == []
    with pytest.raises(Stop, match="has been erased"):
        find(tools, login)


def test_an_issued_account_is_erased_too(season: Kept) -> None:
    tools = season.data.tools
    season.here.cookie(season.here.recommender(COUNTY))
    assert erase(tools, find(tools, f"of-{COUNTY}")) == []
    account = fetch(tools.table, accounts.account(f"a-of-{COUNTY}"))
    assert account is not None
    assert (account.name, account.disabled, account.login) == ("", True, "")


def test_who_was_erased_since_a_backup_is_found_in_the_table_that_was_replaced(season: Kept) -> None:
    """Erased in one table, open in another: as after a restore."""
    tools, login = season.data.tools, with_login(season)
    restored = tools.table.get(keys.account("a-applicant"))
    season.here.clock.now = OVER
    erase(tools, find(tools, login))
    closed = closed_in(season.data)
    assert closed == ["a-applicant"]
    assert open_again(tools, closed) == []
    assert restored is not None
    tools.table.write([Put(restored)])
    assert [account.id for account in open_again(tools, closed)] == ["a-applicant"]


def publish(here: World, days: int | None) -> None:
    here.tools.calls.publish(call(version=2, retention={"drafts_days": days}))


def test_a_call_that_names_no_days_keeps_its_drafts(season: Kept) -> None:
    season.here.clock.now = CLOSES + timedelta(days=3000)
    with pytest.raises(Stop, match="does not say how long"):
        spent(season.data, season.here.tools.calls.latest(CALL))


def test_drafts_go_when_their_days_are_over_and_the_stage_is_clean(season: Kept) -> None:
    here, tools = season.here, season.data.tools
    owner = here.applicant()
    draft = here.draft(owner, "带附件的草稿")
    attach(here, season.bucket, owner, draft)
    publish(here, 180)
    known = tools.calls.latest(CALL) if tools.calls.latest(CALL).drafts_days else here.tools.calls.version(CALL, 2)
    here.clock.now = CLOSES + timedelta(days=2 + 180)
    with pytest.raises(Stop, match="are kept until"):
        spent(season.data, known)
    here.clock.move(seconds=1)
    heads = spent(season.data, known)
    assert draft in {head.id for head in heads}
    assert {head.state for head in heads} == {State.DRAFT}
    assert purge(season.data, heads) == 2
    assert fetch(tools.table, submissions.head(draft)) is None
    assert tools.table.get(keys.answers(draft)) is None
    assert [key for key in kept_keys(season) if draft in key] == []
    assert spent(season.data, known) == []
    assert purge(season.data, heads) == 0
    recount(season.data)
    assert verify(season.data).faults == {}


@pytest.fixture
def ops(season: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ops:
    """Runs a command on the season as an operator does: its exit code, and all that it printed."""
    for name, value in settings_of(season.table, season.bucket).model_dump().items():
        if isinstance(value, str):
            monkeypatch.setenv(f"LAUREL_{name.upper()}", value)
    monkeypatch.setenv("LAUREL_LOCAL", "1")

    def run(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "--stage", "local"])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def test_the_command_says_first_and_erases_with_yes(season: Kept, ops: Ops) -> None:
    login = with_login(season)
    code, printed = ops("erase", login)
    assert code == 0
    assert "nothing was changed" in printed
    assert "drafts that were never pushed, 1" in printed
    assert find(season.data.tools, login).closed_at is None
    code, printed = ops("erase", login, "--yes")
    assert code == 0
    assert "a-applicant is erased" in printed
    code, printed = ops("erase", login, "--yes")
    assert code == 3
    assert "has been erased" in printed
    assert ops("erase")[0] == 2
    code, printed = ops("erase", "--closed-in", season.table.name)
    assert code == 0
    assert "0 accounts are open here" in printed


def test_the_command_refuses_to_purge_a_call_that_names_no_days(ops: Ops) -> None:
    code, printed = ops("purge", CALL, "--yes")
    assert code == 3
    assert "does not say how long" in printed
